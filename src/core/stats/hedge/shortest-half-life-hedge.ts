import { hedgeEstimate, type HedgeEstimator } from './hedge-estimate.ts';

/**
 * The beta whose y − beta · x has the shortest half-life, that is the smallest phi of `ar1`. As phi is a ratio of two quadratics in
 * beta, its least value is a root of one quadratic equation: exact, without a search or a bracket.
 *
 * It fits the past harder than a regression does: of unrelated legs too it finds a mix that seems to revert. And it knows no
 * size: the shortest half-life may belong to a residual too small to pay its costs, or to a beta that hedges nothing.
 */
export const shortestHalfLifeHedge: HedgeEstimator = (y, x) => {
  const last = x.length - 1;
  // phi = (yy − b · (yx + xy) + b² · xx with a lag) ÷ (the same without), each about the mean of its own stretch.
  const [beforeX, beforeY] = [x.subarray(0, last), y.subarray(0, last)];
  const [nowX, nowY] = [x.subarray(1), y.subarray(1)];
  const lag0 = product(beforeY, nowY);
  const lag1 = -product(beforeY, nowX) - product(beforeX, nowY);
  const lag2 = product(beforeX, nowX);
  const size0 = product(beforeY, beforeY);
  const size1 = -2 * product(beforeX, beforeY);
  const size2 = product(beforeX, beforeX);
  const phi = (b: number): number => (lag0 + b * (lag1 + b * lag2)) / (size0 + b * (size1 + b * size2));

  const a = lag2 * size1 - lag1 * size2;
  const half = lag2 * size0 - lag0 * size2;
  const c = lag1 * size0 - lag0 * size1;
  const root = Math.sqrt(Math.max(0, half * half - a * c));
  // Of the two equal forms of each root the one that subtracts nothing.
  const q = -(half + (half < 0 ? -root : root));
  const [one, other] = [q / a, c / q];
  const finite = [one, other].filter(Number.isFinite);
  const best = finite.length === 0 ? NaN : finite.reduce((least, b) => (phi(b) < phi(least) ? b : least));
  return hedgeEstimate(y, x, size2 > 0 ? best : NaN);
};

/** Sum of products about the means. */
function product(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  let meanA = 0;
  let meanB = 0;
  for (let t = 0; t < n; t++) {
    meanA += (a[t] - a[0]) / n;
    meanB += (b[t] - b[0]) / n;
  }
  let sum = 0;
  for (let t = 0; t < n; t++) sum += (a[t] - a[0] - meanA) * (b[t] - b[0] - meanB);
  return sum;
}
