/** The moments of one window as the textbook writes them: two passes, nothing carried over from bar to bar. */
export interface NaiveMoments {
  readonly meanX: number;
  readonly meanY: number;
  readonly sxx: number;
  readonly sxy: number;
  readonly syy: number;
}

/** Moments of the `window` elements that end with element i; NaN where there are fewer. */
export function naiveMoments(x: Float64Array, y: Float64Array, i: number, window: number): NaiveMoments {
  const first = i - window + 1;
  if (first < 0) return { meanX: NaN, meanY: NaN, sxx: NaN, sxy: NaN, syy: NaN };
  const meanX = naiveMean(x.subarray(first, i + 1));
  const meanY = naiveMean(y.subarray(first, i + 1));
  let sxx = 0;
  let sxy = 0;
  let syy = 0;
  for (let k = first; k <= i; k++) {
    sxx += (x[k] - meanX) ** 2;
    sxy += (x[k] - meanX) * (y[k] - meanY);
    syy += (y[k] - meanY) ** 2;
  }
  return { meanX, meanY, sxx, sxy, syy };
}

/** Mean, taken about the first value so that equal values have exactly their own mean. */
export function naiveMean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] - values[0];
  return values[0] + sum / values.length;
}

/** Sample standard deviation (ddof 1). */
export function naiveStd(values: ArrayLike<number>): number {
  const mean = naiveMean(values);
  let squares = 0;
  for (let k = 0; k < values.length; k++) squares += (values[k] - mean) ** 2;
  return Math.sqrt(squares / (values.length - 1));
}

/** Slope and intercept of y on x over the `window` elements that end with element i. */
export function naiveOls(x: Float64Array, y: Float64Array, i: number, window: number): { beta: number; alpha: number } {
  const { meanX, meanY, sxx, sxy } = naiveMoments(x, y, i, window);
  const beta = sxx > 0 ? sxy / sxx : NaN;
  return { beta, alpha: meanY - beta * meanX };
}

/** Spread, z and sigma under fixed beta: S_k = y_k − beta · x_k over the `window` elements that end with element i. */
export function naiveFixedBeta(
  x: Float64Array,
  y: Float64Array,
  beta: number,
  i: number,
  window: number,
): { spread: number; z: number; sigma: number } {
  const spread = y[i] - beta * x[i];
  if (i < window - 1 || Number.isNaN(beta)) return { spread, z: NaN, sigma: NaN };
  // About the oldest bar: the level of the prices says nothing about the spread's moves.
  const first = i - window + 1;
  const moves = Float64Array.from(
    { length: window },
    (_, k) => y[first + k] - y[first] - beta * (x[first + k] - x[first]),
  );
  const deviation = naiveStd(moves);
  // All bars on one line: what is left is rounding.
  const sigma = deviation > 1e-12 * naiveStd(y.subarray(first, i + 1)) ? deviation : 0;
  return { spread, sigma, z: sigma > 0 ? (moves[window - 1] - naiveMean(moves)) / sigma : NaN };
}
