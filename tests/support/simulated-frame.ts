import { alignCandles, type AlignedCandles } from '../../src/core/domain/aligned-candles.ts';
import type { Candle } from '../../src/core/domain/candle.ts';
import { candleColumns } from '../../src/core/domain/candle-merge.ts';
import { simulatedBars } from '../../src/core/simulation/simulated-bars.ts';
import { simulatedPair, type SimulatedPairOptions } from '../../src/core/simulation/simulated-pair.ts';

export const HOUR = 3_600_000;
export const FIRST_BAR = Date.UTC(2024, 0, 1);

export interface FrameOptions extends Partial<SimulatedPairOptions> {
  readonly bars?: number;
  /** Numbers of the hours that neither leg has. */
  readonly outage?: readonly number[];
  /** Numbers of the hours that x lacks. */
  readonly missingX?: readonly number[];
  readonly volumeUsd?: number;
}

/** An aligned frame of a simulated pair (BTC and ETH by price) from 2024-01-01T00:00Z, with holes where asked. */
export function simulatedFrame({
  bars = 1000,
  outage = [],
  missingX = [],
  volumeUsd = 2e8,
  ...pair
}: FrameOptions = {}): AlignedCandles {
  const path = simulatedPair(bars, pair);
  const seed = pair.seed ?? 1;
  const leg = (logPrices: Float64Array, price: number, salt: number): Candle[] =>
    simulatedBars(logPrices, { seed: seed + salt, firstTs: FIRST_BAR, barMs: HOUR, price, volumeUsd, tickSize: 0.01 });
  const without = (candles: Candle[], hours: readonly number[]): Candle[] =>
    candles.filter(({ ts }) => !hours.includes((ts - FIRST_BAR) / HOUR));
  const x = without(leg(path.x, 60_000, 1000), [...outage, ...missingX]);
  const y = without(leg(path.y, 3_000, 2000), outage);
  return alignCandles(candleColumns(x), candleColumns(y), HOUR);
}
