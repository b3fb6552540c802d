/** Deterministic terms of a test's regression: none, a constant, a constant and a trend. */
export type Trend = 'n' | 'c' | 'ct';

/**
 * How many lagged differences a test regression takes: a fixed number, or the best by a criterion among 0 … `maxLag`, all compared
 * on one sample. Without `maxLag`, Schwert's 12 · (n/100)^¼, rounded up.
 */
export type LagChoice =
  { readonly fixed: number } | { readonly criterion: 'aic' | 'bic' | 't-stat'; readonly maxLag?: number };

/** Critical values by the size of the test. */
export interface CriticalValues {
  readonly at1: number;
  readonly at5: number;
  readonly at10: number;
}

/** What a test of one number says. */
export interface TestResult {
  readonly statistic: number;
  /** Chance of a statistic at least this far out when the null hypothesis holds; NaN where the statistic is. */
  readonly pValue: number;
  /** Lags taken. */
  readonly lags: number;
  /** Observations of the test regression. */
  readonly observations: number;
  readonly criticalValues: CriticalValues;
  readonly nullHypothesis: string;
}
