/** The line y = intercept + slope · x. */
export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/** Least-squares line of y on x, arrays of equal length. NaN for nothing, when x never differs, and when a value is NaN. */
export function leastSquares(x: Float64Array, y: Float64Array): Line {
  const n = x.length;
  let meanX = 0;
  let meanY = 0;
  // Relative to the first point, so that equal values of x give exactly 0 below.
  for (let i = 0; i < n; i++) {
    meanX += (x[i] - x[0]) / n;
    meanY += (y[i] - y[0]) / n;
  }
  let xx = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    const dx = x[i] - x[0] - meanX;
    xx += dx * dx;
    xy += dx * (y[i] - y[0] - meanY);
  }
  const slope = xx > 0 ? xy / xx : NaN;
  return { slope, intercept: y[0] + meanY - slope * (x[0] + meanX) };
}
