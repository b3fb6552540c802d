import { optimalBlockLength } from './optimal-block-length.ts';
import { stationaryResamples } from './stationary-resamples.ts';

/** A statistic of one resample. The array is reused by the next resample: read it, do not keep or change it. */
export type Measure = (resample: Float64Array) => number;

export interface BlockBootstrapOptions {
  /** How many resamples to draw; 2,000 settle a 95 % interval. */
  readonly resamples: number;
  readonly seed: number;
  /** Mean length of a block, elements, ≥ 1; 1 takes elements one by one. Default: `optimalBlockLength(values)`. */
  readonly meanBlock?: number;
}

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
  { resamples, seed, meanBlock = optimalBlockLength(values) }: BlockBootstrapOptions,
): Record<Name, Float64Array> {
  if (!(Number.isInteger(resamples) && resamples >= 1))
    throw new RangeError(`resamples must be a whole number ≥ 1, not ${resamples}`);
  const draw = stationaryResamples(values, meanBlock, seed);
  const names = Object.keys(measures) as Name[];
  const replicates = names.map(() => new Float64Array(resamples).fill(NaN));
  if (values.length > 1) {
    for (let r = 0; r < resamples; r++) {
      const resample = draw();
      for (let k = 0; k < names.length; k++) replicates[k][r] = measures[names[k]](resample);
    }
  }
  return Object.fromEntries(names.map((name, k) => [name, replicates[k].sort()])) as Record<Name, Float64Array>;
}
