import { rollingCoMoments, type CoMoments } from './rolling-co-moments.ts';

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
 * @param grid whole bar number of each element, ascending
 * @param window number of elements, ≥ 3
 */
export function rollingOls(x: Float64Array, y: Float64Array, grid: Float64Array, window: number): RollingOls {
  return olsFromMoments(rollingCoMoments(x, y, grid, window));
}

/** The regression that belongs to windowed moments. */
export function olsFromMoments({ meanX, meanY, sxx, sxy }: CoMoments): RollingOls {
  const n = sxx.length;
  const beta = new Float64Array(n);
  const alpha = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const slope = sxx[i] > 0 ? sxy[i] / sxx[i] : NaN;
    beta[i] = slope;
    alpha[i] = meanY[i] - slope * meanX[i];
  }
  return { beta, alpha };
}
