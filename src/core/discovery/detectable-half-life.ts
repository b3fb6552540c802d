import { mackinnonPValue } from '../stats/mackinnon.ts';

/** Normal quantile of the power asked for, 80 %. */
const POWER_QUANTILE = 0.8416212335729143;
/** By the delta method the statistic's standard deviation is 1/√(2 (1 + φ)): a half near φ = 1. */
const DEVIATION = 0.5;
/** The estimate of φ leans towards 0 and the statistic with it: by simulation 0.24 over windows of 500 to 9,000 bars. */
const LEAN = 0.24;

/**
 * The slowest half-life, in bars, that Engle–Granger on so many bars still finds in 8 of 10 cases when the first of so many tests
 * must reach q ≤ `maxQ`. Slower pairs may be there and are missed; the answer is a longer window, not a laxer line.
 *
 * The statistic of an AR(1) residual is about normal around −√(n (1 − φ)/(1 + φ)).
 * @returns NaN when no window of this length could reach the line
 */
export function detectableHalfLife(bars: number, tests: number, maxQ: number): number {
  let harmonic = 0;
  for (let k = 1; k <= tests; k++) harmonic += 1 / k;
  const line = statisticAt(maxQ / (tests * harmonic));
  const needed = (DEVIATION * POWER_QUANTILE - LEAN - line) ** 2 / bars;
  if (!(needed < 1)) return NaN;
  return -Math.LN2 / Math.log((1 - needed) / (1 + needed));
}

/** The Engle–Granger statistic with this p-value. */
function statisticAt(p: number): number {
  let [low, high] = [-18, 0];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (mackinnonPValue(middle, 'c', 2) < p) low = middle;
    else high = middle;
  }
  return high;
}
