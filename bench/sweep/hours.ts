import { alignCandles, type AlignedCandles } from '../../src/core/domain/aligned-candles.ts';
import { candleColumns } from '../../src/core/domain/candle-merge.ts';
import type { StrategySettings } from '../../src/core/domain/settings.ts';
import { strategySettings } from '../../tests/support/strategy-settings.ts';
import { world } from '../scan/world.ts';

/** Eight years and four months of hours. */
export const BARS = 73_000;
const HOUR_MS = 3_600_000;

/** The starter config; its costs and limits stand in sweep.c and the peers too. */
export const SETTINGS: StrategySettings = strategySettings();

/** The last 73,000 hours of the simulated world, aligned. */
export function hours(): AlignedCandles {
  const candles = world();
  const leg = (symbol: string) => candleColumns((candles.get(symbol) ?? []).slice(-BARS));
  return alignCandles(leg('BTC/USDT'), leg('ETH/USDT'), HOUR_MS);
}

/** Median of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
