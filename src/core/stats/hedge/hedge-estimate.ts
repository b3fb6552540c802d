/** A hedge: y ≈ alpha + beta · x. */
export interface HedgeEstimate {
  readonly alpha: number;
  readonly beta: number;
  /** y − alpha − beta · x, one a bar. */
  readonly residual: Float64Array;
}

/**
 * Estimates the hedge of y by x, such as log prices of the dependent and of the hedge leg, equally long. What cannot be estimated
 * (a constant x, a NaN, too few values) is NaN throughout.
 */
export type HedgeEstimator = (y: Float64Array, x: Float64Array) => HedgeEstimate;

/** @param alpha the mean of y − beta · x when not given, which makes the residual's mean 0 */
export function hedgeEstimate(
  y: Float64Array,
  x: Float64Array,
  beta: number,
  alpha: number = meanSpread(y, x, beta),
): HedgeEstimate {
  return { alpha, beta, residual: y.map((value, t) => value - alpha - beta * x[t]) };
}

function meanSpread(y: Float64Array, x: Float64Array, beta: number): number {
  let mean = 0;
  // Relative to the first bar, so that the level costs no digits.
  for (let t = 0; t < y.length; t++) mean += (y[t] - y[0] - beta * (x[t] - x[0])) / y.length;
  return y[0] - beta * x[0] + mean;
}
