import { mackinnonCriticalValues, mackinnonPValue } from './mackinnon.ts';
import type { LagChoice, TestResult, Trend } from './test-result.ts';
import { unitRootTester, type UnitRootTester } from './unit-root-regression.ts';

/**
 * Augmented Dickey–Fuller test: small p speaks against a unit root.
 *
 * @param series values in order of time; a NaN gives a NaN statistic, and so does a series that never moves
 * @param options `trend` of the regression, `c` unless said; `lags`, by AIC unless said
 * @param regress memory to work in, for callers with many series
 * @throws RangeError when the series is too short for the lags
 *
 * Source: D. A. Dickey & W. A. Fuller, JASA 74 (1979); S. E. Said & D. A. Dickey, Biometrika 71 (1984); p-values
 * and critical values `mackinnon.ts`. The numbers are statsmodels' `adfuller`.
 */
export function adf(
  series: Float64Array,
  options: { readonly trend?: Trend; readonly lags?: LagChoice } = {},
  regress: UnitRootTester = unitRootTester(),
): TestResult {
  const { trend = 'c', lags = { criterion: 'aic' } } = options;
  const found = regress(series, trend, lags);
  return {
    ...found,
    pValue: mackinnonPValue(found.statistic, trend, 1),
    criticalValues: mackinnonCriticalValues(trend, 1, found.observations),
    nullHypothesis: 'the series has a unit root',
  };
}
