import { cointegratingRegression } from './cointegrating-regression.ts';
import { bartlettVariance } from './long-run-variance.ts';
import type { TestResult } from './test-result.ts';

/** Statistics of the published table, and their p-values. */
const P_VALUES = [0.1, 0.05, 0.025, 0.01] as const;
const TABLE = { c: [0.347, 0.463, 0.574, 0.739], ct: [0.119, 0.146, 0.176, 0.216] } as const;

/**
 * KPSS test, whose null hypothesis is that the series **is** stationary (around a constant, or a trend): the other side of `adf`.
 *
 * @param series a NaN gives NaN, and so does a series that never moves
 * @param lags of the long-run variance; not given: chosen from the data (Hobijn, Franses & Ooms 1998)
 * @returns p between the table's ends, 0.01 and 0.1: beyond them it is not known, and the end is given
 *
 * Source: D. Kwiatkowski, P. C. B. Phillips, P. Schmidt & Y. Shin, Journal of Econometrics 54 (1992), table 1. The numbers are
 * statsmodels' `kpss`.
 */
export function kpss(series: Float64Array, trend: 'c' | 'ct' = 'c', lags?: number): TestResult {
  const n = series.length;
  const residual = trend === 'ct' ? aroundTrend(series) : aroundMean(series);
  const taken = Math.min(lags ?? automaticLags(residual), n - 1);
  let level = 0;
  let squares = 0;
  for (let t = 0; t < n; t++) {
    level += residual[t];
    squares += level * level;
  }
  const variance = bartlettVariance(residual, taken);
  const statistic = variance > 0 ? squares / (n * n) / variance : NaN;
  const [at10, at5, , at1] = TABLE[trend];
  return {
    statistic,
    pValue: interpolated(statistic, TABLE[trend]),
    lags: taken,
    observations: n,
    criticalValues: { at1, at5, at10 },
    nullHypothesis: `the series is stationary around a ${trend === 'c' ? 'constant' : 'trend'}`,
  };
}

function aroundMean(series: Float64Array): Float64Array {
  const base = series[0];
  let sum = 0;
  for (const value of series) sum += value - base;
  const mean = sum / series.length;
  return series.map((value) => value - base - mean);
}

/** Around the least-squares line over time. */
function aroundTrend(series: Float64Array): Float64Array {
  return cointegratingRegression(
    series,
    Float64Array.from(series, (_, t) => t),
    'c',
  ).residual;
}

/** The data's own bandwidth for a Bartlett kernel. */
function automaticLags(residual: Float64Array): number {
  const n = residual.length;
  const covered = Math.trunc(n ** (2 / 9));
  let s0 = 0;
  let s1 = 0;
  for (let t = 0; t < n; t++) s0 += residual[t] * residual[t];
  s0 /= n;
  for (let lag = 1; lag <= covered; lag++) {
    let product = 0;
    for (let t = lag; t < n; t++) product += residual[t] * residual[t - lag];
    product /= n / 2;
    s0 += product;
    s1 += lag * product;
  }
  const ratio = s1 / s0;
  const lags = Math.trunc(1.1447 * (ratio * ratio) ** (1 / 3) * n ** (1 / 3));
  return Number.isNaN(lags) ? 0 : lags;
}

function interpolated(statistic: number, table: readonly number[]): number {
  if (Number.isNaN(statistic)) return NaN;
  if (statistic <= table[0]) return P_VALUES[0];
  for (let k = 1; k < table.length; k++) {
    if (statistic > table[k]) continue;
    const share = (statistic - table[k - 1]) / (table[k] - table[k - 1]);
    return P_VALUES[k - 1] + share * (P_VALUES[k] - P_VALUES[k - 1]);
  }
  return P_VALUES[3];
}
