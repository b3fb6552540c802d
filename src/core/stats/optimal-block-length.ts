import { mean } from 'simple-statistics';

/**
 * Mean block length that makes the stationary bootstrap's variance of the mean most accurate for this series: the automatic
 * choice of Politis & White (2004) with the correction of Patton, Politis & White (2009).
 *
 * The autocovariances are taken up to twice the lag after which five in a row are insignificant (|ρ| < 2·√(log₁₀ n / n)) and
 * weighted by the flat-top window; then length = (Σ|k|λγ ÷ Σλγ)^⅔ · n^⅓, as in their MATLAB code and Kevin Sheppard's `arch`.
 * O(n^1.5).
 *
 * @param values a stationary series in order of time: daily P&L, P&L a trade
 * @returns elements, between 1 and ⌈min(3√n, n/3)⌉, not rounded; 1 where nothing can be measured: fewer than four values,
 *   equal values, a NaN
 */
export function optimalBlockLength(values: Float64Array): number {
  const n = values.length;
  if (n < 4) return 1;
  const longest = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3));
  const covariances = significantCovariances(deviations(values));
  const lags = covariances.length - 1;
  let slope = 0;
  let longRunVariance = covariances[0];
  for (let k = 1; k <= lags; k++) {
    const weight = Math.min(1, 2 * (1 - k / lags));
    slope += 2 * weight * k * covariances[k];
    longRunVariance += 2 * weight * covariances[k];
  }
  const length = Math.cbrt((slope / longRunVariance) ** 2 * n);
  return length > 1 ? Math.min(length, longest) : 1;
}

/** Differences from the mean, exactly zero when the values are equal. */
function deviations(values: Float64Array): Float64Array {
  const shifted = values.map((value) => value - values[0]);
  const centre = mean(Array.from(shifted));
  return shifted.map((value) => value - centre);
}

/** Autocovariances (÷ n) from lag 0 to twice the lag m̂ after which correlations vanish. */
function significantCovariances(deviations: Float64Array): Float64Array {
  const n = deviations.length;
  const run = Math.max(5, Math.floor(Math.log10(n)));
  const maxLag = Math.min(Math.ceil(Math.sqrt(n)) + run, n - 2);
  const bound = 2 * Math.sqrt(Math.log10(n) / n);
  const squares = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) squares[i + 1] = squares[i] + deviations[i] * deviations[i];

  const covariances = new Float64Array(maxLag + 1);
  let quiet = 0;
  let lastLag = maxLag;
  for (let lag = 0; lag <= lastLag; lag++) {
    let product = 0;
    for (let i = lag; i < n; i++) product += deviations[i] * deviations[i - lag];
    covariances[lag] = product / n;
    const norm = Math.sqrt((squares[n] - squares[lag + 1]) * squares[n - lag - 1]);
    quiet = Math.abs(product) < bound * norm ? quiet + 1 : 0;
    // `arch` looks for the run among the lags below the last one it computes.
    if (quiet === run && lastLag === maxLag && lag < maxLag) lastLag = Math.min(2 * Math.max(1, lag - run + 1), maxLag);
  }
  return covariances.subarray(0, lastLag + 1);
}
