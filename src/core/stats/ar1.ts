/** The autoregression s_t = intercept + phi · s_{t−1} + error. All NaN for fewer than 3 values, a constant series or a NaN. */
export interface Ar1 {
  readonly phi: number;
  readonly intercept: number;
  /** Mean squared error (divided by the number of steps): the maximum-likelihood variance of the error. */
  readonly variance: number;
}

/**
 * First-order autoregression by ordinary least squares of s_t on a constant and s_{t−1}, which is also its exact maximum
 * likelihood given the first value. O(n), nothing allocated but the result.
 *
 * @param series s, evenly spaced
 */
export function ar1(series: Float64Array): Ar1 {
  const steps = series.length - 1;
  if (steps < 2) return { phi: NaN, intercept: NaN, variance: NaN };
  // Relative to the first value, so that a constant series gives exactly 0 below and its level costs no digits.
  const origin = series[0];
  let inner = 0;
  for (let t = 1; t < steps; t++) inner += series[t] - origin;
  const meanBefore = inner / steps;
  const meanNow = (inner + series[steps] - origin) / steps;

  let xx = 0;
  let xy = 0;
  let yy = 0;
  let before = -meanBefore;
  for (let t = 1; t <= steps; t++) {
    const value = series[t] - origin;
    const now = value - meanNow;
    xx += before * before;
    xy += before * now;
    yy += now * now;
    before = value - meanBefore;
  }
  const phi = xx > 0 ? xy / xx : NaN;
  const intercept = origin + meanNow - phi * (origin + meanBefore);
  return { phi, intercept, variance: Math.max(0, yy - phi * xy) / steps };
}
