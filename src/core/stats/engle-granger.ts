import { cointegratingRegression } from './cointegrating-regression.ts';
import { mackinnonCriticalValues, mackinnonPValue } from './mackinnon.ts';
import type { LagChoice, TestResult, Trend } from './test-result.ts';
import { unitRootTester, type UnitRootTester } from './unit-root-regression.ts';

export interface EngleGranger extends TestResult {
  /** Of the cointegrating regression. */
  readonly beta: number;
  readonly alpha: number;
}

/** Above this R² the legs are one series and its residual is rounding (statsmodels' bound). */
const COLLINEAR = 1 - 100 * Math.sqrt(Number.EPSILON);

/**
 * Engle–Granger test of no cointegration: y on x by least squares, then a Dickey–Fuller regression of the residual without a
 * constant, judged by MacKinnon's surface **for residuals of two series**. A plain ADF table would reject 13–15 % of
 * independent random walks at a nominal 5 %, since the regression has already made the residual as stationary as it can.
 *
 * @param y dependent leg, log prices
 * @param x hedge leg, as long
 * @param options `trend` of the cointegrating regression, `c` unless said; `lags` of the residual, by AIC unless said
 * @param regress memory to work in, for callers with many pairs
 * @returns statistic −∞ with p 0 when y is a multiple of x; NaN when a leg never moves or has a NaN
 * @throws RangeError when the legs differ in length or are too short for the lags
 *
 * Source: R. F. Engle & C. W. J. Granger, Econometrica 55 (1987). The numbers are statsmodels' `coint`.
 */
export function engleGranger(
  y: Float64Array,
  x: Float64Array,
  options: { readonly trend?: Trend; readonly lags?: LagChoice } = {},
  regress: UnitRootTester = unitRootTester(),
): EngleGranger {
  const { trend = 'c', lags = { criterion: 'aic' } } = options;
  const { alpha, beta, residual, rSquared } = cointegratingRegression(y, x, trend);
  const found =
    rSquared >= COLLINEAR
      ? { statistic: -Infinity, lags: 0, observations: y.length - 1 }
      : regress(residual, 'n', lags);
  return {
    ...found,
    alpha,
    beta,
    pValue: mackinnonPValue(found.statistic, trend, 2),
    criticalValues: mackinnonCriticalValues(trend, 2, y.length - 1),
    nullHypothesis: 'the two series are not cointegrated',
  };
}
