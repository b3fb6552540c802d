import { hedgeEstimate, type HedgeEstimator } from './hedge-estimate.ts';

/**
 * Total least squares: the line with the smallest distances at right angles to it, both legs with errors of one size. Swapping the
 * legs gives 1 / beta, which no regression does. Its line depends on the legs' scales: it is meant for log prices.
 *
 * A beta is NaN where the line stands upright, or where the points lie around their mean alike on all sides.
 */
export const totalLeastSquaresHedge: HedgeEstimator = (y, x) => {
  const n = x.length;
  let meanX = 0;
  let meanY = 0;
  for (let t = 0; t < n; t++) {
    meanX += (x[t] - x[0]) / n;
    meanY += (y[t] - y[0]) / n;
  }
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let t = 0; t < n; t++) {
    const dx = x[t] - x[0] - meanX;
    const dy = y[t] - y[0] - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  const wider = yy - xx;
  const root = Math.hypot(wider, 2 * xy);
  // Of the two equal forms the one that subtracts nothing.
  const beta = wider > 0 ? (wider + root) / (2 * xy) : (2 * xy) / (root - wider);
  return hedgeEstimate(y, x, Number.isFinite(beta) ? beta : NaN);
};
