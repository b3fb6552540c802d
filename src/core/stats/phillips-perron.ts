import { bartlettVariance } from './long-run-variance.ts';
import { mackinnonCriticalValues, mackinnonPValue } from './mackinnon.ts';
import { cointegratingRegression } from './cointegrating-regression.ts';
import type { TestResult, Trend } from './test-result.ts';
import { schwertLags } from './unit-root-regression.ts';

/**
 * Phillips–Perron test of a unit root (its Z_τ): a Dickey–Fuller regression without lags, whose t-statistic is corrected for
 * the autocorrelation and changing variance of its residual instead.
 *
 * @param series a NaN gives NaN, and so does a series that never moves
 * @param lags of the long-run variance; not given: Schwert's rule
 *
 * Source: P. C. B. Phillips & P. Perron, Biometrika 75 (1988); J. D. Hamilton, Time Series Analysis (1994), eq. 17.6.8 and on.
 * The numbers are those of `PhillipsPerron` in Kevin Sheppard's arch.
 */
export function phillipsPerron(
  series: Float64Array,
  trend: Trend = 'c',
  lags = schwertLags(series.length),
): TestResult {
  const [now, before] = [series.subarray(1), series.subarray(0, -1)];
  const observations = now.length;
  const { beta, residual } = cointegratingRegression(now, before, trend);
  let squares = 0;
  for (const rest of residual) squares += rest * rest;
  const freedom = observations - 1 - (trend === 'n' ? 0 : trend.length);
  const s2 = squares / freedom;
  const gamma = squares / observations;
  const longRun = bartlettVariance(residual, lags);
  const standardError = Math.sqrt(s2 / ownSquares(before, trend));
  const t = (beta - 1) / standardError;
  const statistic =
    Math.sqrt(gamma / longRun) * t -
    (0.5 * (longRun - gamma) * ((observations * standardError) / Math.sqrt(s2))) / Math.sqrt(longRun);
  return {
    statistic,
    pValue: mackinnonPValue(statistic, trend, 1),
    lags,
    observations,
    criticalValues: mackinnonCriticalValues(trend, 1, observations),
    nullHypothesis: 'the series has a unit root',
  };
}

/** Sum of squares of what the deterministic terms leave of the series. */
function ownSquares(series: Float64Array, trend: Trend): number {
  if (trend === 'n') return series.reduce((sum, value) => sum + value * value, 0);
  const time = Float64Array.from(series, (_, t) => t);
  const around = trend === 'ct' ? cointegratingRegression(series, time, 'c').residual : series;
  const base = around[0];
  const mean = around.reduce((sum, value) => sum + value - base, 0) / around.length;
  return around.reduce((sum, value) => sum + (value - base - mean) ** 2, 0);
}
