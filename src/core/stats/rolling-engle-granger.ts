import type { BarGrid } from './bar-grid.ts';
import { mackinnonPValue } from './mackinnon.ts';
import { rollingCoMoments } from './rolling-co-moments.ts';
import { rollingOls } from './rolling-ols.ts';

/** As in `engleGranger`: above this R² the legs are one series and its residual is rounding. */
const COLLINEAR = 1 - 100 * Math.sqrt(Number.EPSILON);

/**
 * p-value of `engleGranger(y, x, {trend: 'c', lags: {fixed: 1}})` over a rolling window, O(1) a bar and without drift.
 *
 * With e the residual of a window, all that the test regression needs follows from the window's co-moments, from Σ Δe_t² and
 * Σ Δe_t·Δe_{t−1} over its third to its last bar, and from e at its edges: 2 Σ e_{t−1}·Δe_t = e_last² − e_second² − Σ Δe_t². Both
 * sums are quadratic in beta, and their parts are kept in the blocks of `rolling-windows.md`, with the slope of the block's
 * first bar taken out. So a bar reads at most the last 2 · `window` bars, and its value is the same wherever the series begins.
 *
 * @param x hedge leg, log prices
 * @param y dependent leg, as long
 * @param grid the bars' times
 * @param window number of bars, ≥ 6
 * @returns NaN where the window is not full or holds a NaN, where a leg never moves in it, or where nothing is left to judge
 */
export function rollingEngleGranger(x: Float64Array, y: Float64Array, grid: BarGrid, window: number): Float64Array {
  const p = new Float64Array(x.length);
  const { beta } = rollingOls(x, y, grid, window);
  const sums = new Float64Array(PARTS * window);
  rollingCoMoments(x, y, grid, window, beta, (moments, start, end, slope) => {
    sumProducts(x, y, start, end, slope, window, sums);
    for (let i = start, j = 0; i < end; i++, j++) {
      const first = i - window + 1;
      if (first < 0) {
        p[i] = NaN;
        continue;
      }
      const turn = beta[i] - slope;
      const sxx = moments.sxx[j];
      const sxy = moments.sxy[j];
      const squares = moments.syy[j] - turn * (2 * sxy - turn * sxx);
      const total = moments.syy[j] + slope * (2 * sxy + slope * sxx);
      const level = y[start] - beta[i] * x[start] + (moments.meanY[j] - turn * moments.meanX[j]);
      const e0 = y[first] - beta[i] * x[first] - level;
      const e1 = y[first + 1] - beta[i] * x[first + 1] - level;
      const eBefore = y[i - 1] - beta[i] * x[i - 1] - level;
      const eLast = y[i] - beta[i] * x[i] - level;
      // Σ Δe_t² and Σ Δe_t · Δe_{t−1} over the third to the last bar; Σ Δe_{t−1}².
      const k = PARTS * j;
      const moved = sums[k + 2] - turn * (2 * sums[k + 1] - turn * sums[k]);
      const lagged = sums[k + 5] - turn * (sums[k + 4] - turn * sums[k + 3]);
      const movedBefore = moved + (e1 - e0) ** 2 - (eLast - eBefore) ** 2;
      // Σ e_{t−1}², Σ e_{t−1} · Δe_t and Σ e_{t−1} · Δe_{t−1} over the same bars.
      const levels = squares - e0 * e0 - eLast * eLast;
      const pull = (eLast * eLast - e1 * e1 - moved) / 2;
      const own = (eBefore * eBefore - e0 * e0 + movedBefore) / 2;
      // Frisch–Waugh: the lagged difference is taken out of all three.
      const a = levels - (own * own) / movedBefore;
      const b = pull - (own * lagged) / movedBefore;
      const rest = moved - (lagged * lagged) / movedBefore - (b * b) / a;
      if (1 - squares / total >= COLLINEAR) p[i] = 0;
      else if (rest > 1e-14 * moved) p[i] = mackinnonPValue(b / Math.sqrt((a * rest) / (window - 4)), 'c', 2);
      else p[i] = NaN;
    }
  });
  return p;
}

/** Of Δx², Δx·Δy, Δy², and of the moves of a bar and the one before it: x with x, x with y both ways round, y with y. */
const PARTS = 6;

/**
 * Sums of the products of moves of x and the tilted y over the third to the last bar of each window of a block.
 * @param sums out: `PARTS` numbers for each bar of the block; wrong where the window is not full
 */
function sumProducts(
  x: Float64Array,
  y: Float64Array,
  start: number,
  end: number,
  slope: number,
  window: number,
  sums: Float64Array,
): void {
  const sum = new Float64Array(PARTS);
  const add = (t: number): void => {
    const dx = x[t] - x[t - 1];
    const ux = x[t - 1] - x[t - 2];
    const dy = y[t] - y[t - 1] - slope * dx;
    const uy = y[t - 1] - y[t - 2] - slope * ux;
    sum[0] += dx * dx;
    sum[1] += dx * dy;
    sum[2] += dy * dy;
    sum[3] += dx * ux;
    sum[4] += dx * uy + dy * ux;
    sum[5] += dy * uy;
  };

  // Backwards from the block's first bar: element j takes the window − 2 − j bars up to it.
  sums.fill(0);
  for (let j = window - 3, t = start; j >= 0 && t >= 2; j--, t--) {
    add(t);
    for (let part = 0; part < PARTS; part++) sums[PARTS * j + part] = sum[part];
  }
  // Forwards: the second bar belongs to all windows but the last one, which begins with the block.
  sum.fill(0);
  if (start + 1 < end && start >= 1) {
    add(start + 1);
    const most = Math.min(end - start, window - 1);
    for (let j = 1; j < most; j++) for (let part = 0; part < PARTS; part++) sums[PARTS * j + part] += sum[part];
  }
  sum.fill(0);
  for (let j = 2, t = start + 2; t < end; j++, t++) {
    add(t);
    for (let part = 0; part < PARTS; part++) sums[PARTS * j + part] += sum[part];
  }
}
