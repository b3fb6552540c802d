import { kalmanFilter } from '../kalman-filter.ts';
import { likeliestNoise } from '../kalman-noise.ts';
import { hedgeEstimate, type HedgeEstimator } from './hedge-estimate.ts';

/**
 * Alpha and beta as random walks, with the likeliest noise: the state of `kalmanFilter` after the last bar, the one that hedges now.
 * The residual holds all bars against that last state.
 */
export const kalmanHedge: HedgeEstimator = (y, x) => {
  if (x.length < 4) return hedgeEstimate(y, x, NaN);
  const { alpha, beta } = kalmanFilter(x, y, likeliestNoise(x, y), null);
  return hedgeEstimate(y, x, beta, alpha);
};
