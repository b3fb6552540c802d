/**
 * Sharpe ratios (mean ÷ std, ddof 1, per period) of many series over any half of their blocks, a few operations a series.
 *
 * Sums and sums of squares of every subset of the first and of the last half of the blocks are made once: series ×
 * 2^(blocks/2) × 4 numbers. No sum is ever subtracted from another, so nothing drifts.
 *
 * @param series P&L a period, any unit, all equally long and finite
 * @param blocks even number of blocks the periods are cut into, equally long to one period
 * @returns a function that writes the ratio of each series over the blocks of a mask (bit 0 is the first block) into an array
 *   as long as `series`. A series that is 0 all over the half has a ratio of 0, and none exceeds 10⁶
 * @throws RangeError when lengths differ or a value is not finite
 */
export function halfSharpes(
  series: readonly Float64Array[],
  blocks: number,
): (mask: number, into: Float64Array) => void {
  const count = series.length;
  const periods = series.at(0)?.length ?? 0;
  const half = blocks / 2;
  const cuts = Int32Array.from({ length: blocks + 1 }, (_, block) => Math.floor((periods * block) / blocks));
  const early = subsetSums(series, cuts.subarray(0, half + 1));
  const late = subsetSums(series, cuts.subarray(half));

  return (mask, into) => {
    const first = mask & (2 ** half - 1);
    const second = mask >> half;
    const n = early.periods[first] + late.periods[second];
    for (let k = 0, a = first * count, b = second * count; k < count; k++, a++, b++) {
      const sum = early.sums[a] + late.sums[b];
      const squares = early.squares[a] + late.squares[b];
      // Of equal values only rounding is left: a std below a millionth of the values' size is taken as that.
      const deviations = Math.max(squares - (sum * sum) / n, 1e-12 * squares);
      into[k] = squares > 0 ? sum / n / Math.sqrt(deviations / (n - 1)) : 0;
    }
  };
}

/** Of each subset of some blocks: the number of periods, and subset by subset each series' sum and sum of squares. */
interface SubsetSums {
  readonly periods: Int32Array;
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/** @param cuts first period of each block, then the end of the last */
function subsetSums(series: readonly Float64Array[], cuts: Int32Array): SubsetSums {
  const count = series.length;
  const blocks = cuts.length - 1;
  const periods = new Int32Array(2 ** blocks);
  const sums = new Float64Array(2 ** blocks * count);
  const squares = new Float64Array(2 ** blocks * count);
  for (let block = 0; block < blocks; block++) {
    const alone = 2 ** block;
    const row = alone * count;
    periods[alone] = cuts[block + 1] - cuts[block];
    for (let k = 0; k < count; k++) {
      const values = series[k];
      if (values.length !== series[0].length)
        throw new RangeError(`series ${k} has ${values.length} periods, series 0 has ${series[0].length}`);
      let sum = 0;
      let square = 0;
      for (let i = cuts[block]; i < cuts[block + 1]; i++) {
        sum += values[i];
        square += values[i] * values[i];
      }
      if (!Number.isFinite(square)) throw new RangeError(`series ${k} holds a value that is not finite`);
      sums[row + k] = sum;
      squares[row + k] = square;
    }
    // Together with each subset of the blocks before it.
    for (let others = 1; others < alone; others++) {
      periods[alone + others] = periods[alone] + periods[others];
      for (let k = 0; k < count; k++) {
        sums[row + others * count + k] = sums[row + k] + sums[others * count + k];
        squares[row + others * count + k] = squares[row + k] + squares[others * count + k];
      }
    }
  }
  return { periods, sums, squares };
}
