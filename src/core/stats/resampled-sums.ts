import { BLOCKS_AT_ONCE, blockDraws } from './block-draws.ts';

/**
 * Sums of columns over resamples of the stationary bootstrap: every column is summed over the same resamples, which are those of
 * `stationaryResamples` with the same block and seed. Running sums give a whole block at once, so it takes a step a block
 * instead of one an element; fractions may differ by rounding from sums of single elements.
 *
 * @param columns equally long series in order of time, at least one
 * @param meanBlock mean length of a block, elements, ≥ 1
 * @param resamples how many
 * @returns the sums of each column, resample by resample; zeros of empty columns
 * @throws RangeError when `meanBlock` is not a finite number ≥ 1
 */
export function resampledSums(
  columns: readonly Float64Array[],
  { meanBlock, resamples, seed }: { readonly meanBlock: number; readonly resamples: number; readonly seed: number },
): readonly Float64Array[] {
  const n = columns[0].length;
  const { starts, lengths, draw } = blockDraws(n, meanBlock, seed);
  const running = columns.map(runningSums);
  const sums = columns.map(() => new Float64Array(resamples));
  // The blocks of one resample: at most one an element.
  const from = new Int32Array(n);
  const to = new Int32Array(n);
  let block = BLOCKS_AT_ONCE;
  for (let r = 0; r < resamples; r++) {
    let blocks = 0;
    for (let at = 0; at < n; blocks++) {
      if (block === BLOCKS_AT_ONCE) {
        draw();
        block = 0;
      }
      const length = Math.min(lengths[block], n - at);
      from[blocks] = starts[block++];
      to[blocks] = from[blocks] + length;
      at += length;
    }
    for (let c = 0; c < sums.length; c++) sums[c][r] = sumOfBlocks(running[c], from, to, blocks);
  }
  return sums;
}

function sumOfBlocks(running: Float64Array, from: Int32Array, to: Int32Array, blocks: number): number {
  let sum = 0;
  for (let b = 0; b < blocks; b++) sum += running[to[b]] - running[from[b]];
  return sum;
}

/** Sums of the first k elements of the column twice over, so that a block may run past the end. */
function runningSums(column: Float64Array): Float64Array {
  const n = column.length;
  const sums = new Float64Array(2 * n + 1);
  for (let i = 0; i < 2 * n; i++) sums[i + 1] = sums[i] + column[i % n];
  return sums;
}
