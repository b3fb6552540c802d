import { geometricLength } from './geometric-length.ts';
import { randomSource } from './random.ts';

/**
 * Resamples of the stationary bootstrap (Politis & Romano 1994): each is as long as the series and made of blocks that start
 * anywhere, have geometric lengths, and run on from the last element to the first. So what neighbours in time have to do with
 * each other stays in, up to about a block. They are drawn without allocation.
 *
 * @param values a series in order of time
 * @param meanBlock mean length of a block, elements, ≥ 1; 1 takes elements one by one
 * @returns a function that gives one resample after the other, all in the same memory: read one before the next, and do not change it
 * @throws RangeError when `meanBlock` is not a finite number ≥ 1
 */
export function stationaryResamples(values: Float64Array, meanBlock: number, seed: number): () => Float64Array {
  if (!(meanBlock >= 1 && meanBlock < Infinity))
    throw new RangeError(`meanBlock must be a number ≥ 1, not ${meanBlock}`);
  const n = values.length;
  const { starts, lengths, draw } = blockDraws(n, meanBlock, seed);
  // Blocks are copied by fours, so a little room is needed behind the end; and the source stands there twice over, so that a
  // block may run past the end without being asked at every element.
  const room = new Float64Array(n + COPIED_AT_ONCE);
  const resample = room.subarray(0, n);
  const source = new Float64Array(2 * n + COPIED_AT_ONCE);
  source.set(values);
  source.set(values, n);
  let drawn = BLOCKS_AT_ONCE;
  return () => {
    let block = drawn;
    for (let at = 0; at < n;) {
      if (block === BLOCKS_AT_ONCE) {
        draw();
        block = 0;
      }
      let from = starts[block];
      const end = Math.min(n, at + lengths[block++]);
      for (; at < end; at += COPIED_AT_ONCE, from += COPIED_AT_ONCE) {
        room[at] = source[from];
        room[at + 1] = source[from + 1];
        room[at + 2] = source[from + 2];
        room[at + 3] = source[from + 3];
      }
      at = end;
    }
    drawn = block;
    return resample;
  };
}

const COPIED_AT_ONCE = 4;
const BLOCKS_AT_ONCE = 512;

/**
 * Blocks, many at a time: `draw` puts new ones in the place of the old. One by one, the processor would guess the end of each block
 * before its length is drawn, and wait for the draw when it guessed wrong.
 */
function blockDraws(
  n: number,
  meanBlock: number,
  seed: number,
): { readonly starts: Int32Array; readonly lengths: Int32Array; readonly draw: () => void } {
  const uniform = randomSource(seed);
  const blockLength = geometricLength(meanBlock);
  const starts = new Int32Array(BLOCKS_AT_ONCE);
  const lengths = new Int32Array(BLOCKS_AT_ONCE);
  const draw = (): void => {
    for (let k = 0; k < BLOCKS_AT_ONCE; k++) {
      // One number for two: the whole part says where a block starts, and what is left (20 bits of 32 for 4,096 values) how long it is.
      const place = uniform() * n;
      const start = Math.floor(place);
      starts[k] = start;
      lengths[k] = Math.min(n, blockLength(place - start));
    }
  };
  return { starts, lengths, draw };
}
