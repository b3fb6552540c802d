import { johansen } from '../johansen.ts';
import { hedgeEstimate, type HedgeEstimator } from './hedge-estimate.ts';

/** Values that `johansen` needs for two series and one lag. */
const LEAST = 8;

/**
 * Johansen's cointegrating vector of the largest eigenvalue (a constant, one lagged difference): the mix of the legs whose level says
 * most about the next moves. Swapping the legs gives 1 / beta. NaN where it holds no y.
 */
export const johansenHedge: HedgeEstimator = (y, x) => {
  if (x.length < LEAST) return hedgeEstimate(y, x, NaN);
  const [weightY, weightX] = johansen([y, x], { deterministic: 0, lags: 1 }).eigenvectors[0];
  return hedgeEstimate(y, x, weightY === 0 ? NaN : -weightX / weightY);
};
