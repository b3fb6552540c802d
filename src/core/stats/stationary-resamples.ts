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
  const nextBlocks = blockDraws(n, meanBlock, seed);
  // Blocks are copied by fours, so a little room is needed behind the end; and the source stands there twice over, so that a
  // block may run past the end without being asked at every element.
  const room = new Float64Array(n + COPIED_AT_ONCE);
  const resample = room.subarray(0, n);
  const source = Float64Array.from({ length: 2 * n + COPIED_AT_ONCE }, (_, i) => values[i % n]);
  let blocks = nextBlocks();
  let block = 0;
  for (let r = 0; r < resamples; r++) {
    for (let at = 0; at < n;) {
      if (block === BLOCKS_AT_ONCE) {
        blocks = nextBlocks();
        block = 0;
      }
      let from = blocks.starts[block];
      const end = Math.min(n, at + blocks.lengths[block++]);
      for (; at < end; at += COPIED_AT_ONCE, from += COPIED_AT_ONCE) {
        room[at] = source[from];
        room[at + 1] = source[from + 1];
        room[at + 2] = source[from + 2];
        room[at + 3] = source[from + 3];
      }
      at = end;
    }
    use(resample, r);
  }
}

const COPIED_AT_ONCE = 4;
const BLOCKS_AT_ONCE = 512;

interface Blocks {
  readonly starts: Int32Array;
  /** Between 1 and the length of the series. */
  readonly lengths: Int32Array;
}

/**
 * Draws blocks many at a time, each in the place of those before. One by one, the processor would guess the end of each block before
 * its length is drawn, and wait for the draw when it guessed wrong.
 */
function blockDraws(n: number, meanBlock: number, seed: number): () => Blocks {
  const uniform = randomSource(seed);
  const blockLength = geometricLength(meanBlock);
  const starts = new Int32Array(BLOCKS_AT_ONCE);
  const lengths = new Int32Array(BLOCKS_AT_ONCE);
  return () => {
    for (let k = 0; k < BLOCKS_AT_ONCE; k++) {
      // One number for two: the whole part says where a block starts, and what is left (20 bits of 32 for 4,096 values) how long it is.
      const place = uniform() * n;
      const start = Math.floor(place);
      starts[k] = start;
      lengths[k] = Math.min(n, blockLength(place - start));
    }
    return { starts, lengths };
  };
}
