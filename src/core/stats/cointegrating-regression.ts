import type { Trend } from './test-result.ts';

export interface CointegratingRegression {
  readonly beta: number;
  /** 0 without a constant. With a trend, the value at the first bar. */
  readonly alpha: number;
  /** Change of the trend a bar; 0 without one. */
  readonly slope: number;
  readonly residual: Float64Array;
  /** Share of y's variance that is explained; of its squares, without a constant. */
  readonly rSquared: number;
}

/**
 * Least squares of y on x, a constant and a trend.
 *
 * @param out where to write the residual, as long as y; made anew when not given
 * @returns NaN throughout when x never moves (beyond the trend) or a value is NaN
 * @throws RangeError when the legs differ in length
 */
export function cointegratingRegression(
  y: Float64Array,
  x: Float64Array,
  trend: Trend,
  out = new Float64Array(y.length),
): CointegratingRegression {
  const n = y.length;
  if (x.length !== n) throw new RangeError(`legs of ${n} and ${x.length} values`);
  // Relative to the first value, so that equal values give exactly 0.
  const [x0, y0] = trend === 'n' ? [0, 0] : [x[0], y[0]];
  const middle = (n - 1) / 2;
  let [sx, sy, xx, xy, yy, tx, ty] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    sx += x[i] - x0;
    sy += y[i] - y0;
  }
  const [mx, my] = trend === 'n' ? [0, 0] : [sx / n, sy / n];
  for (let i = 0; i < n; i++) {
    const dx = x[i] - x0 - mx;
    const dy = y[i] - y0 - my;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
    tx += (i - middle) * dx;
    ty += (i - middle) * dy;
  }
  const tt = trend === 'ct' ? (n * (n * n - 1)) / 12 : Infinity;
  const own = xx - (tx * tx) / tt;
  const beta = own > 1e-14 * xx ? (xy - (tx * ty) / tt) / own : NaN;
  const slope = (ty - beta * tx) / tt;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const rest = y[i] - y0 - my - beta * (x[i] - x0 - mx) - slope * (i - middle);
    out[i] = rest;
    squares += rest * rest;
  }
  const alpha = trend === 'n' ? 0 : y0 + my - beta * (x0 + mx) - slope * middle;
  return { beta, alpha, slope, residual: out, rSquared: yy > 0 ? 1 - squares / yy : NaN };
}
