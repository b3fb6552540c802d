import { blockEnd, type BarGrid } from './bar-grid.ts';

/** Windowed moments of two series for the bars of one block; NaN where the window is not full or holds a NaN. */
export interface CoMoments {
  readonly meanX: Float64Array;
  readonly meanY: Float64Array;
  /** Sums of squared deviations and cross products about the means (not divided by n). */
  readonly sxx: Float64Array;
  readonly sxy: Float64Array;
  readonly syy: Float64Array;
}

/** Takes the moments of the bars from `start` to `end` (exclusive); element 0 belongs to bar `start`. Valid during the call only. */
export type UseCoMoments = (moments: CoMoments, start: number, end: number) => void;

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
 * @param grid the bars' times; a bar's result does not depend on where the series begins
 * @param window number of elements, ≥ 2
 * @param use called once a block, in order; every bar is in exactly one block
 */
export function rollingCoMoments(
  x: Float64Array,
  y: Float64Array,
  grid: BarGrid,
  window: number,
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
      const dy = y[i] - y0;
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
      const dy = y[i] - y0;
      x1 += dx;
      y1 += dy;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
      const sumX = x1 + meanX[j];
      const sumY = y1 + meanY[j];
      const mx = sumX * inverse;
      const my = sumY * inverse;
      meanX[j] = x0 + mx;
      meanY[j] = y0 + my;
      sxx[j] = xx + sxx[j] - sumX * mx;
      sxy[j] = xy + sxy[j] - sumX * my;
      syy[j] = yy + syy[j] - sumY * my;
    }
    use(moments, start, end);
  }
}
