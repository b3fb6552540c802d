import { stationaryResamples, type ResampleOptions } from './stationary-resamples.ts';

/** A statistic of one resample. The array is reused by the next resample: read it, do not keep or change it. */
export type Measure = (resample: Float64Array) => number;

/**
 * Replicates of statistics by the stationary bootstrap; every measure sees the same resamples (`stationaryResamples`).
 * `percentileInterval` makes an interval of each result. For a drawdown or another figure of the path, give the steps (daily
 * P&L) and let the measure sum them up.
 *
 * @param values a series in order of time: P&L a day, P&L a trade
 * @param measures statistics by name
 * @returns the replicates of each measure, ascending, NaNs last. All NaN for fewer than two values, which say nothing of
 *   their spread. Equal values give equal replicates
 * @throws RangeError when `meanBlock` is not a finite number ≥ 1 or `resamples` is not a whole number ≥ 1
 */
export function blockBootstrap<Name extends string>(
  values: Float64Array,
  measures: Readonly<Record<Name, Measure>>,
  options: ResampleOptions,
): Record<Name, Float64Array> {
  const names = Object.keys(measures) as Name[];
  const replicates = names.map(() => new Float64Array(options.resamples).fill(NaN));
  stationaryResamples(values, options, (resample, r) => {
    for (let k = 0; k < names.length; k++) replicates[k][r] = measures[names[k]](resample);
  });
  return Object.fromEntries(names.map((name, k) => [name, replicates[k].sort()])) as Record<Name, Float64Array>;
}
