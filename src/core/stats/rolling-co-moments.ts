/** Columns of windowed moments of two series; NaN where the window is not full or holds a NaN. */
export interface CoMoments {
  readonly meanX: Float64Array;
  readonly meanY: Float64Array;
  /** Sums of squared deviations and cross products about the means (not divided by n). */
  readonly sxx: Float64Array;
  readonly sxy: Float64Array;
  readonly syy: Float64Array;
}

/**
 * Means, squared deviations and cross products of two series over a rolling window, O(1) a bar.
 *
 * Nothing is ever subtracted from a running sum, so nothing drifts: time is cut into blocks of `window` bars, and each
 * window is the end of the bars before its block (summed backwards once a block) plus the start of the block (summed
 * forwards). All values are taken relative to the block's first value, which lies inside every window of the block;
 * so a flat window gives exactly zero and the level of the series does not matter. See `rolling-windows.md`.
 *
 * @param x first series
 * @param y second series, as long as x
 * @param grid whole bar number of each element, ascending: blocks start at its multiples of `window`, so a bar's result
 *   depends on at most 2·window − 1 elements up to it and not on where the series begins
 * @param window number of elements, ≥ 2
 */
export function rollingCoMoments(x: Float64Array, y: Float64Array, grid: Float64Array, window: number): CoMoments {
  const n = x.length;
  const meanX = new Float64Array(n);
  const meanY = new Float64Array(n);
  const sxx = new Float64Array(n);
  const sxy = new Float64Array(n);
  const syy = new Float64Array(n);
  // tail*[k]: sums over the k elements before the block.
  const tailX = new Float64Array(window);
  const tailY = new Float64Array(window);
  const tailXX = new Float64Array(window);
  const tailXY = new Float64Array(window);
  const tailYY = new Float64Array(window);
  const inverse = 1 / window;

  let i = 0;
  while (i < n) {
    const start = i;
    const blockEnd = (Math.floor(grid[i] / window) + 1) * window;
    const x0 = x[start];
    const y0 = y[start];

    const tail = Math.min(window - 1, start);
    let x1 = 0;
    let y1 = 0;
    let xx = 0;
    let xy = 0;
    let yy = 0;
    for (let k = 1; k <= tail; k++) {
      const dx = x[start - k] - x0;
      const dy = y[start - k] - y0;
      tailX[k] = x1 += dx;
      tailY[k] = y1 += dy;
      tailXX[k] = xx += dx * dx;
      tailXY[k] = xy += dx * dy;
      tailYY[k] = yy += dy * dy;
    }

    x1 = y1 = xx = xy = yy = 0;
    for (; i < n && grid[i] < blockEnd; i++) {
      const dx = x[i] - x0;
      const dy = y[i] - y0;
      x1 += dx;
      y1 += dy;
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
      const k = window - 1 - (i - start);
      if (k > tail) {
        meanX[i] = meanY[i] = sxx[i] = sxy[i] = syy[i] = NaN;
        continue;
      }
      const sumX = x1 + tailX[k];
      const sumY = y1 + tailY[k];
      const mx = sumX * inverse;
      const my = sumY * inverse;
      meanX[i] = x0 + mx;
      meanY[i] = y0 + my;
      sxx[i] = xx + tailXX[k] - sumX * mx;
      sxy[i] = xy + tailXY[k] - sumX * my;
      syy[i] = yy + tailYY[k] - sumY * my;
    }
  }
  return { meanX, meanY, sxx, sxy, syy };
}
