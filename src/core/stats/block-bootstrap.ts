import { geometricLength } from './geometric-length.ts';
import { optimalBlockLength } from './optimal-block-length.ts';
import { randomSource } from './random.ts';

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
 * Replicates of statistics by the stationary bootstrap (Politis & Romano 1994): a resample is as long as the series and made
 * of blocks that start anywhere, have geometric lengths, and run on from the last element to the first. So what neighbours
 * in time have to do with each other stays in, up to about a block.
 *
 * The resample itself is drawn without allocation, and every measure sees the same ones. `percentileInterval` makes an
 * interval of each result. For a drawdown or another figure of the path, give the steps (daily P&L) and let the measure sum them up.
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
  if (!(meanBlock >= 1 && meanBlock < Infinity))
    throw new RangeError(`meanBlock must be a number ≥ 1, not ${meanBlock}`);

  const names = Object.keys(measures) as Name[];
  const replicates = names.map(() => new Float64Array(resamples).fill(NaN));
  if (values.length > 1) {
    const draw = stationaryResampler(values, meanBlock, seed);
    const resample = new Float64Array(values.length);
    for (let r = 0; r < resamples; r++) {
      draw(resample);
      for (let k = 0; k < names.length; k++) replicates[k][r] = measures[names[k]](resample);
    }
  }
  return Object.fromEntries(names.map((name, k) => [name, replicates[k].sort()])) as Record<Name, Float64Array>;
}

/** A function that fills an array as long as `values` with one stationary resample after the other. */
function stationaryResampler(values: Float64Array, meanBlock: number, seed: number): (into: Float64Array) => void {
  const n = values.length;
  const uniform = randomSource(seed);
  const blockLength = geometricLength(meanBlock);
  // Twice over, so that a block may run past the end without being asked at every element.
  const source = new Float64Array(2 * n);
  source.set(values);
  source.set(values, n);
  return (into) => {
    for (let at = 0; at < n;) {
      // One number for two: the whole part says where a block starts, and what is left (20 bits of 32 for 4,096 values) how long it is.
      const place = uniform() * n;
      let from = Math.floor(place);
      const end = Math.min(n, at + blockLength(place - from));
      while (at < end) into[at++] = source[from++];
    }
  };
}
