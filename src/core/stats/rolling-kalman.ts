import { blockEnd, type BarGrid } from './bar-grid.ts';
import { kalmanFilter, type KalmanColumns, type KalmanNoise } from './kalman-filter.ts';
import { likeliestNoise } from './kalman-noise.ts';

/**
 * The Kalman filter with a memory that ends: time is cut into the blocks of `blockEnd`, and for the bars of each the filter starts
 * anew at the first of the `window` bars before the block. These bars alone also give the noise variances when none are given;
 * the bars of the block are then filtered with them. So a bar's values come from at most 2 · window − 1 bars before it, wherever
 * the series begins, and neither they nor the variances read the bar itself or a later one.
 *
 * At the first bar of a block the memory is cut back and the variances change, so the state may jump.
 *
 * @param x regressor
 * @param y dependent series, as long as x
 * @param grid the bars' times
 * @param window number of bars, ≥ 4
 * @param given noise variances; null for the likeliest ones of each window
 * @returns NaN where there are not `window` bars before the block, x does not change in them, or a value is NaN. Where x explains
 *   y to the last digits, the variance is 0
 */
export function rollingKalman(
  x: Float64Array,
  y: Float64Array,
  grid: BarGrid,
  window: number,
  given: KalmanNoise | null,
): KalmanColumns {
  const n = x.length;
  const unknown = (): Float64Array => new Float64Array(n).fill(NaN);
  const columns = { alpha: unknown(), beta: unknown(), innovation: unknown(), variance: unknown() };
  const desk = (): Float64Array => new Float64Array(2 * window);
  const run = { alpha: desk(), beta: desk(), innovation: desk(), variance: desk() };

  for (let start = 0, end = 0; start < n; start = end) {
    end = blockEnd(grid, start, window);
    const first = start - window;
    if (first < 0) continue;
    const noise = given ?? likeliestNoise(x.subarray(first, start), y.subarray(first, start));
    kalmanFilter(x.subarray(first, end), y.subarray(first, end), noise, run);
    const spread = meanSquare(x, first, start);
    for (let i = start, k = window; i < end; i++, k++) {
      columns.alpha[i] = run.alpha[k];
      columns.beta[i] = run.beta[k];
      columns.innovation[i] = run.innovation[k];
      // Below this share of what beta explains the rest is rounding: y is an exact multiple of x.
      const rounding = 1e-14 * run.beta[k] * run.beta[k] * spread;
      columns.variance[i] = run.variance[k] <= rounding ? 0 : run.variance[k];
    }
  }
  return columns;
}

/** Of x from `first` to `end` (exclusive), about its first value. */
function meanSquare(x: Float64Array, first: number, end: number): number {
  let squares = 0;
  for (let i = first; i < end; i++) squares += (x[i] - x[first]) ** 2;
  return squares / (end - first);
}
