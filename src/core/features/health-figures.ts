import type { HealthFigures } from '../domain/pair-health.ts';
import { ar1 } from '../stats/ar1.ts';
import { cointegratingRegression } from '../stats/cointegrating-regression.ts';
import { correlation } from '../stats/correlation.ts';
import { cusum } from '../stats/cusum.ts';
import { halfLife, unbiasedPhi } from '../stats/half-life.ts';
import { mackinnonPValue } from '../stats/mackinnon.ts';
import { unitRootTester } from '../stats/unit-root-regression.ts';

/** Fewest bars that a health can be read from. */
const FEWEST_HEALTH_BARS = 20;
/** As in `engleGranger`. */
const COLLINEAR = 1 - 100 * Math.sqrt(Number.EPSILON);

/**
 * The health of a pair over all the bars given. p is that of `engleGranger(y, x, {trend: 'c', lags: {fixed: 1}})`, half-life and CUSUM
 * are of the same residual. Units do not matter: a price times a constant changes no figure but by rounding.
 *
 * @param x log closes of the hedge leg
 * @param y log closes of the dependent leg, as long
 * @returns NaN figures where a leg never moves, or there are fewer than `FEWEST_HEALTH_BARS`
 */
export function healthFigures(x: Float64Array, y: Float64Array): HealthFigures {
  const n = x.length;
  if (n < FEWEST_HEALTH_BARS) return { p: NaN, halfLife: NaN, betaDrift: NaN, correlation: NaN, cusum: NaN };
  const { beta, residual, rSquared } = cointegratingRegression(y, x, 'c');
  const quarter = n - Math.floor(n / 4);
  const { beta: late } = cointegratingRegression(y.subarray(quarter), x.subarray(quarter), 'c');
  const statistic = rSquared >= COLLINEAR ? -Infinity : unitRootTester()(residual, 'n', { fixed: 1 }).statistic;
  return {
    p: mackinnonPValue(statistic, 'c', 2),
    halfLife: halfLife(unbiasedPhi(ar1(residual).phi, n)),
    betaDrift: late / beta - 1,
    correlation: correlation(moves(x), moves(y)),
    cusum: cusum(residual).statistic,
  };
}

const moves = (logs: Float64Array): Float64Array => logs.subarray(1).map((value, t) => value - logs[t]);
