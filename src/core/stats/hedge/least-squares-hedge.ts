import { leastSquares } from '../least-squares.ts';
import { hedgeEstimate, type HedgeEstimator } from './hedge-estimate.ts';

/** Ordinary least squares of y on x: the residual is as small as it can be. All error is taken to be in y. */
export const leastSquaresHedge: HedgeEstimator = (y, x) => {
  const { slope, intercept } = leastSquares(x, y);
  return hedgeEstimate(y, x, slope, intercept);
};
