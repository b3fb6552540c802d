import type { Candle } from '../domain/candle.ts';
import type { EpochMs } from '../domain/time.ts';
import { randomSource, standardNormal } from '../stats/random.ts';

export interface SimulatedBarsOptions {
  readonly seed: number;
  readonly firstTs: EpochMs;
  readonly barMs: number;
  /** Price at log price 0. */
  readonly price: number;
  /** Typical dollar volume of a bar. */
  readonly volumeUsd: number;
  /** Smallest price step. */
  readonly tickSize: number;
}

/**
 * Candles around a path of log prices: each opens at the close before, its wicks and volume are random and seeded. All
 * prices lie on the tick grid.
 */
export function simulatedBars(logPrices: Float64Array, options: SimulatedBarsOptions): Candle[] {
  const { firstTs, barMs, price, volumeUsd, tickSize } = options;
  const uniform = randomSource(options.seed);
  const ticks = 1 / tickSize;
  const onTick = (value: number): number => Math.max(1, Math.round(value * ticks)) / ticks;
  let previous = onTick(price);
  return Array.from(logPrices, (logPrice, i) => {
    const open = previous;
    const close = onTick(price * Math.exp(logPrice));
    const wick = 0.001 * (1 + Math.abs(standardNormal(uniform)));
    const high = Math.max(open, close, onTick(Math.max(open, close) * (1 + wick * uniform())));
    const low = Math.min(open, close, onTick(Math.min(open, close) * (1 - wick * uniform())));
    const volume = Number(((volumeUsd / close) * Math.exp(0.3 * standardNormal(uniform))).toFixed(5));
    previous = close;
    return { ts: firstTs + i * barMs, open, high, low, close, volume };
  });
}
