import type { BarGrid } from './bar-grid.ts';
import { rollingCoMoments } from './rolling-co-moments.ts';

/** Slope and intercept of y on x for each bar; NaN where the window is not full, holds a NaN, or x is constant. */
export interface RollingOls {
  readonly beta: Float64Array;
  readonly alpha: Float64Array;
}

/**
 * Ordinary least squares of y on x with intercept over a rolling window: beta = Sxy / Sxx, alpha = mean y − beta · mean x.
 *
 * @param x regressor
 * @param y dependent series, as long as x
 * @param grid the bars' times
 * @param window number of elements, ≥ 2
 */
export function rollingOls(x: Float64Array, y: Float64Array, grid: BarGrid, window: number): RollingOls {
  const beta = new Float64Array(x.length);
  const alpha = new Float64Array(x.length);
  rollingCoMoments(x, y, grid, window, null, ({ meanX, meanY, sxx, sxy }, start, end) => {
    for (let i = start, j = 0; i < end; i++, j++) {
      const slope = sxx[j] > 0 ? sxy[j] / sxx[j] : NaN;
      beta[i] = slope;
      alpha[i] = y[start] + meanY[j] - slope * (x[start] + meanX[j]);
    }
  });
  return { beta, alpha };
}
