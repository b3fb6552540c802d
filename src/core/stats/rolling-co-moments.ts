import { blockEnd, type BarGrid } from './bar-grid.ts';

/**
 * Windowed moments of x and the tilted y for the bars of one block, element 0 for its first bar; all NaN where the window is
 * not full or holds a NaN. With x₀, y₀ the block's first values and s its slope, the tilted y is y − y₀ − s · (x − x₀).
 */
export interface CoMoments {
  /** Mean of x − x₀. */
  readonly meanX: Float64Array;
  /** Mean of the tilted y. */
  readonly meanY: Float64Array;
  /** Sums of squared deviations and cross products about the means (not divided by n), of x and the tilted y. */
  readonly sxx: Float64Array;
  readonly sxy: Float64Array;
  readonly syy: Float64Array;
}

/** Takes the moments of the bars from `start` to `end` (exclusive) and the block's slope. The columns are reused afterwards. */
export type UseCoMoments = (moments: CoMoments, start: number, end: number, slope: number) => void;

/**
 * Means, squared deviations and cross products of two series over a rolling window, O(1) a bar, handed over block by block.
 *
 * Nothing is ever subtracted from a running sum, so nothing drifts: time is cut into blocks of `window` bars, and each
 * window is the end of the bars before its block (summed backwards once a block) plus the start of the block (summed
 * forwards). All values are taken relative to the block's first value, which lies inside every window of the block;
 * so a flat window gives exactly zero and the level of the series does not matter. See `rolling-windows.md`.
 *
 * @param x first series
 * @param y second series, as long as x
 * @param grid the bars' times
 * @param window number of elements, ≥ 2
 * @param slopes how much of x is taken out of y, one number a bar, of which each block uses its first bar's (0 where that is
 *   NaN); null takes nothing out. With about the slope of y on x in it, what is left of y keeps its digits however small it is
 * @param use called once a block, in order; every bar is in exactly one block
 */
export function rollingCoMoments(
  x: Float64Array,
  y: Float64Array,
  grid: BarGrid,
  window: number,
  slopes: Float64Array | null,
  use: UseCoMoments,
): void {
  const column = (): Float64Array => new Float64Array(window);
  const moments = { meanX: column(), meanY: column(), sxx: column(), sxy: column(), syy: column() };
  const { meanX, meanY, sxx, sxy, syy } = moments;
  const n = x.length;
  const newest = window - 1;
  const inverse = 1 / window;

  for (let start = 0, end = 0; start < n; start = end) {
    end = blockEnd(grid, start, window);
    const x0 = x[start];
    const y0 = y[start];
    const slope = slopes === null || Number.isNaN(slopes[start]) ? 0 : slopes[start];

    // Backwards: element j first takes the sums over the window − 1 − j bars before the block, NaN where there are fewer.
    const short = Math.max(0, newest - start);
    if (short > 0) for (const column of [meanX, meanY, sxx, sxy, syy]) column.fill(NaN, 0, short);
    let x1 = 0;
    let y1 = 0;
    let xx = 0;
    let xy = 0;
    let yy = 0;
    for (let j = newest, i = start - 1; j >= short; j--, i--) {
      meanX[j] = x1;
      meanY[j] = y1;
      sxx[j] = xx;
      sxy[j] = xy;
      syy[j] = yy;
      if (j === short) break;
      const dx = x[i] - x0;
      const dy = y[i] - y0 - slope * dx;
      x1 += dx;
      y1 += dy;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }

    // Forwards: the bars of the block join, and sums become moments.
    x1 = y1 = xx = xy = yy = 0;
    for (let j = 0, i = start; i < end; j++, i++) {
      const dx = x[i] - x0;
      const dy = y[i] - y0 - slope * dx;
      x1 += dx;
      y1 += dy;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
      const sumX = x1 + meanX[j];
      const sumY = y1 + meanY[j];
      const mx = sumX * inverse;
      const my = sumY * inverse;
      meanX[j] = mx;
      meanY[j] = my;
      sxx[j] = xx + sxx[j] - sumX * mx;
      sxy[j] = xy + sxy[j] - sumX * my;
      syy[j] = yy + syy[j] - sumY * my;
    }
    use(moments, start, end, slope);
  }
}
