import { geometricLength } from './geometric-length.ts';
import { optimalBlockLength } from './optimal-block-length.ts';
import { randomSource } from './random.ts';

export interface ResampleOptions {
  /** How many resamples to draw; 2,000 settle a 95 % interval. */
  readonly resamples: number;
  readonly seed: number;
  /** Mean length of a block, elements, ≥ 1; 1 takes elements one by one. Default: `optimalBlockLength(values)`. */
  readonly meanBlock?: number;
}

/**
 * Resamples of the stationary bootstrap (Politis & Romano 1994): each is as long as the series and made of blocks that start
 * anywhere, have geometric lengths, and run on from the last element to the first. So what neighbours in time have to do with
 * each other stays in, up to about a block. They are drawn without allocation.
 *
 * @param values a series in order of time
 * @param use takes one resample after the other, with its number. The array is written over by the next: read it, do not keep or
 *   change it. Never called for fewer than two values, which say nothing of their spread
 * @throws RangeError when `meanBlock` is not a finite number ≥ 1 or `resamples` is not a whole number ≥ 1
 */
export function stationaryResamples(
  values: Float64Array,
  { resamples, seed, meanBlock = optimalBlockLength(values) }: ResampleOptions,
  use: (resample: Float64Array, r: number) => void,
): void {
  if (!(Number.isInteger(resamples) && resamples >= 1))
    throw new RangeError(`resamples must be a whole number ≥ 1, not ${resamples}`);
  if (!(meanBlock >= 1 && meanBlock < Infinity))
    throw new RangeError(`meanBlock must be a number ≥ 1, not ${meanBlock}`);
  const n = values.length;
  if (n < 2) return;
  const uniform = randomSource(seed);
  const blockLength = geometricLength(meanBlock);
  const resample = new Float64Array(n);
  // Twice over, so that a block may run past the end without being asked at every element.
  const source = new Float64Array(2 * n);
  source.set(values);
  source.set(values, n);
  for (let r = 0; r < resamples; r++) {
    for (let at = 0; at < n;) {
      // One number for two: the whole part says where a block starts, and what is left (20 bits of 32 for 4,096 values) how long it is.
      const place = uniform() * n;
      let from = Math.floor(place);
      const end = Math.min(n, at + blockLength(place - from));
      while (at < end) resample[at++] = source[from++];
    }
    use(resample, r);
  }
}
