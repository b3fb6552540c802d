import { quantile } from '../stats/quantile.ts';

/** Makes the median absolute deviation of normal values their standard deviation. */
const NORMAL = 1.4826;

/** Median absolute deviation from the median × 1.4826: a scale that a few wild values cannot move. NaN of nothing. */
export function robustScale(values: Float64Array): number {
  const middle = quantile(values.toSorted(), 0.5);
  return NORMAL * quantile(values.map((value) => Math.abs(value - middle)).toSorted(), 0.5);
}
