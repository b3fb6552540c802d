import { BLOCKS_AT_ONCE, blockDraws } from './block-draws.ts';

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
