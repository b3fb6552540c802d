import { bartlettVariance } from './long-run-variance.ts';

export interface Cusum {
  /** Largest |S_t| / (σ √n), S_t the sum of the first t residuals and σ² their long-run variance. NaN for a constant or a NaN. */
  readonly statistic: number;
  /** Weights of the kernel taken beside the variance. */
  readonly lags: number;
}

/**
 * CUSUM of least-squares residuals: how far they wander to one side, which they do when the relation behind them shifts.
 *
 * Residuals of a pair are autocorrelated, so they are measured against their long-run standard deviation (Bartlett kernel,
 * 12 · (n/100)^¼ lags, as in KPSS); by their plain one every slowly reverting spread would look broken. A Brownian
 * bridge strays beyond 1.358 once in 20. That was derived for regressors that stand still: for one that wanders, as prices do, it
 * happens less often.
 *
 * @param residual of a regression with a constant, so of mean 0
 * @throws RangeError for fewer than 2 values
 *
 * Source: W. Ploberger & W. Krämer, "The CUSUM test with OLS residuals", Econometrica 60 (1992); the scale by long-run variance:
 * Z. Xiao & P. C. B. Phillips, "A CUSUM test for cointegration using regression residuals", Journal of Econometrics 108 (2002).
 */
export function cusum(residual: Float64Array): Cusum {
  const n = residual.length;
  if (n < 2) throw new RangeError(`${n} residuals are too few for a CUSUM`);
  const lags = Math.min(n - 1, Math.ceil(12 * (n / 100) ** 0.25));
  let sum = 0;
  let most = 0;
  for (let t = 0; t < n; t++) {
    sum += residual[t];
    most = Math.max(most, Math.abs(sum));
  }
  const scale = Math.sqrt(bartlettVariance(residual, lags) * n);
  return { statistic: scale > 0 ? most / scale : NaN, lags };
}
