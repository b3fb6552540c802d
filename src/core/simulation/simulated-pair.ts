import { randomSource, standardNormal } from '../stats/random.ts';

/** Volatility is multiplied by `factor` on the bars from `from` to `to` (exclusive) of every `period` bars. */
export interface VolatilityBurst {
  readonly period: number;
  readonly from: number;
  readonly to: number;
  readonly factor: number;
}

export interface SimulatedPairOptions {
  readonly seed: number;
  /** Standard deviation of x's log return, per bar. */
  readonly hedgeVol: number;
  /** Slope of log(y) on log(x). */
  readonly beta: number;
  /** Standard deviation of the shocks to y's deviation from beta · x, per bar. */
  readonly spreadShock: number;
  /** Bars after which half a deviation is gone; Infinity makes y's deviation a random walk: a pair that does not revert. */
  readonly halfLifeBars: number;
  readonly burst: VolatilityBurst | null;
}

/** Log prices of both legs, in units of their starting price. */
export interface SimulatedLogPrices {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

const SIMULATED_PAIR: SimulatedPairOptions = {
  seed: 1,
  hedgeVol: 0.006,
  beta: 1.2,
  spreadShock: 0.004,
  halfLifeBars: 9,
  burst: null,
};

/**
 * A pair whose truth is known: x is a random walk, y = beta · x + an AR(1) with φ = 2^(−1/half-life).
 * More bars of the same options only lengthen the series.
 *
 * @returns `bars` log prices a leg, both starting near 0
 */
export function simulatedPair(bars: number, options: Partial<SimulatedPairOptions> = {}): SimulatedLogPrices {
  const { seed, hedgeVol, beta, spreadShock, halfLifeBars, burst } = { ...SIMULATED_PAIR, ...options };
  const uniform = randomSource(seed);
  const phi = 2 ** (-1 / halfLifeBars);
  const x = new Float64Array(bars);
  const y = new Float64Array(bars);
  let hedge = 0;
  let deviation = 0;
  for (let i = 0; i < bars; i++) {
    const isBurst = burst !== null && i % burst.period >= burst.from && i % burst.period < burst.to;
    const scale = isBurst ? burst.factor : 1;
    hedge += scale * hedgeVol * standardNormal(uniform);
    deviation = phi * deviation + scale * spreadShock * standardNormal(uniform);
    x[i] = hedge;
    y[i] = beta * hedge + deviation;
  }
  return { x, y };
}
