import { ar1 } from './ar1.ts';
import { halfLife } from './half-life.ts';

/**
 * 2.5 % and 97.5 % quantiles of the t-ratio (estimate − phi) ÷ standard error of an autoregression with a constant, by
 * c = n · (phi − 1): 100,000 simulated series of 1,000 values each, stationary but for c = 0.
 */
const QUANTILES = [
  [0, -3.129, 0.239],
  [-1, -2.995, 0.508],
  [-2, -2.879, 0.662],
  [-4, -2.747, 0.903],
  [-7, -2.606, 1.113],
  [-12, -2.498, 1.334],
  [-20, -2.397, 1.469],
  [-35, -2.279, 1.609],
  [-60, -2.227, 1.686],
  [-100, -2.157, 1.736],
  [-200, -2.112, 1.824],
  [-1000, -1.99, 1.94],
] as const;

/**
 * 95 % interval of a series' half-life in bars: those whose phi the t-test does not reject, with the t-ratio's quantiles for that very
 * phi. Near a unit root they are far from ±1.96, and the usual interval holds the truth in 70 to 90 of 100 cases only.
 *
 * @param series evenly spaced
 * @returns low ≤ high; high is Infinity where a random walk is not rejected, and both are where only one is left; NaN where `ar1` is
 *
 * Source: J. H. Stock, Journal of Monetary Economics 28 (1991); D. W. K. Andrews, Econometrica 61 (1993).
 */
export function halfLifeInterval(series: Float64Array): readonly [low: number, high: number] {
  const n = series.length - 1;
  const { phi, variance } = ar1(series);
  const error = Math.sqrt((variance * n) / (n - 2) / squaresAboutMean(series.subarray(0, n)));
  if (Number.isNaN(phi) || Number.isNaN(error)) return [NaN, NaN];
  return [halfLife(bound(phi, error, n, 2)), halfLife(bound(phi, error, n, 1))];
}

/** The phi in [−1, 1] at which the t-ratio meets its quantile; the ratio falls with phi by more than the quantile does. */
function bound(estimate: number, error: number, n: number, side: 1 | 2): number {
  let low = -1;
  let high = 1;
  if (estimate - 1 > quantile(0, side) * error) return 1;
  for (let k = 0; k < 60; k++) {
    const phi = (low + high) / 2;
    if (estimate - phi > quantile(n * (phi - 1), side) * error) low = phi;
    else high = phi;
  }
  return (low + high) / 2;
}

/** Linear between the rows of the table. */
function quantile(c: number, side: 1 | 2): number {
  const next = QUANTILES.findIndex(([row]) => row <= c);
  if (next === -1) return side === 1 ? -1.96 : 1.96;
  if (next === 0) return QUANTILES[0][side];
  const [from, to] = [QUANTILES[next - 1], QUANTILES[next]];
  return from[side] + ((to[side] - from[side]) * (from[0] - c)) / (from[0] - to[0]);
}

function squaresAboutMean(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += (value - values[0]) / values.length;
  let squares = 0;
  for (const value of values) squares += (value - values[0] - mean) ** 2;
  return squares;
}
