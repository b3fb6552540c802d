import { geometricLength } from './geometric-length.ts';
import { randomSource } from './random.ts';

/** How many blocks each call of `draw` brings. */
export const BLOCKS_AT_ONCE = 512;

/**
 * The blocks of the stationary bootstrap: where each starts among n elements, and how long it is, at most n. They come many at a
 * time: `draw` puts new ones in the place of the old. One by one, the processor would guess the end of each block before its
 * length is drawn, and wait for the draw when it guessed wrong.
 * @throws RangeError when `meanBlock` is not a finite number ≥ 1
 */
export function blockDraws(
  n: number,
  meanBlock: number,
  seed: number,
): { readonly starts: Int32Array; readonly lengths: Int32Array; readonly draw: () => void } {
  if (!(meanBlock >= 1 && meanBlock < Infinity))
    throw new RangeError(`meanBlock must be a number ≥ 1, not ${meanBlock}`);
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
