import type { Candle } from '../../src/core/domain/candle.ts';
import type { EpochMs } from '../../src/core/domain/time.ts';
import { simulatedBars } from '../../src/core/simulation/simulated-bars.ts';
import { simulatedPair } from '../../src/core/simulation/simulated-pair.ts';

export const HOUR_MS = 3_600_000;
/** Ten years of hours. */
export const TEN_YEARS = 87_600;
/** The first hour that is scanned: late in its month, where the file that every scan rewrites is large. */
export const FIRST_SCAN: EpochMs = Date.UTC(2025, 11, 28);
/** Bars after it: what the scans bring in, one by one. */
const BARS_TO_COME = 72;

/** Hourly candles of both legs over ten years up to the first scan and a little beyond; the same in every process. */
export function world(): ReadonlyMap<string, readonly Candle[]> {
  const bars = TEN_YEARS + BARS_TO_COME;
  const paths = simulatedPair(bars);
  const common = { firstTs: FIRST_SCAN - TEN_YEARS * HOUR_MS, barMs: HOUR_MS, tickSize: 0.01 };
  return new Map([
    ['BTC/USDT', simulatedBars(paths.x, { ...common, seed: 2, price: 40_000, volumeUsd: 60_000_000 })],
    ['ETH/USDT', simulatedBars(paths.y, { ...common, seed: 3, price: 2_500, volumeUsd: 30_000_000 })],
  ]);
}
