/**
 * Long-run variance of a series of mean 0 with a Bartlett kernel: γ₀ + 2 Σ (1 − j/(lags + 1)) γ_j, each γ a sum over n values
 * divided by n. NaN when a value is.
 *
 * Source: W. K. Newey & K. D. West, Econometrica 55 (1987).
 */
export function bartlettVariance(series: Float64Array, lags: number): number {
  const n = series.length;
  let variance = 0;
  for (let j = 0; j <= lags; j++) {
    let product = 0;
    for (let t = j; t < n; t++) product += series[t] * series[t - j];
    variance += (j === 0 ? 1 : 2 * (1 - j / (lags + 1))) * product;
  }
  return variance / n;
}
