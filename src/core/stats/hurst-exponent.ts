/** Longest horizon, as a share of the series: beyond it too few moves are independent. */
const LONGEST_SHARE = 1 / 8;

/**
 * Hurst exponent by the growth of moves with their horizon: the slope of log E|s_{t+τ} − s_t|² ÷ 2 on log τ over τ = 1, 2, 4, … up to an
 * eighth of the series. 0.5 for a random walk, towards 0 for a series that reverts within its horizon, above 0.5 for one that
 * trends. In a short window a random walk scatters widely around 0.5, a regression's residual below it: read it beside its null.
 *
 * @param series levels, at least 16; NaN when shorter, when it never moves, and when a value is NaN
 *
 * Source: the generalised Hurst exponent with q = 2 (T. Di Matteo, T. Aste & M. Dacorogna, Physica A 324 (2003)).
 */
export function hurstExponent(series: Float64Array): number {
  const n = series.length;
  const longest = n * LONGEST_SHARE;
  let points = 0;
  let [sumX, sumY, sumXX, sumXY] = [0, 0, 0, 0];
  for (let horizon = 1; horizon <= longest; horizon *= 2) {
    let squares = 0;
    for (let t = horizon; t < n; t++) {
      const move = series[t] - series[t - horizon];
      squares += move * move;
    }
    const x = points;
    const y = Math.log2(squares / (n - horizon)) / 2;
    points++;
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  const slope = (points * sumXY - sumX * sumY) / (points * sumXX - sumX * sumX);
  return points >= 2 && Number.isFinite(slope) ? slope : NaN;
}
