import { quantile } from './quantile.ts';

/**
 * The interval that holds the middle `level` of bootstrap replicates: the percentile interval of Efron & Tibshirani (1993, §13.3).
 *
 * A replicate that is NaN (the ratio of a resample without a loss, say) could have stood anywhere, so it counts as below the
 * low end and as above the high end: a few widen the interval, and an end that would fall among them is NaN.
 *
 * @param replicates one statistic of every resample, ascending with NaNs last, as `blockBootstrap` gives them
 * @param level 0.95 leaves out 2.5 % on each side
 * @returns both ends NaN of nothing
 */
export function percentileInterval(
  replicates: Float64Array,
  level = 0.95,
): { readonly low: number; readonly high: number } {
  const margin = (1 - level) / 2;
  const mirrored = replicates.map((value) => -value).sort();
  return { low: -quantile(mirrored, 1 - margin), high: quantile(replicates, 1 - margin) };
}
