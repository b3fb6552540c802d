import { simulatedCandles, SIMULATED_START } from '../../src/adapters/market/simulated-candles.ts';
import { setClock } from '../../src/adapters/clock/set-clock.ts';
import { alignCandles } from '../../src/core/domain/aligned-candles.ts';
import type { Candle } from '../../src/core/domain/candle.ts';
import { candleColumns } from '../../src/core/domain/candle-merge.ts';
import type { ClosedTrade } from '../../src/core/domain/position.ts';
import { strategySettings } from '../support/strategy-settings.ts';
import { decisionContext, walkHistory } from '../support/walk-history.ts';

export const HOUR_MS = 3_600_000;

/** Candles of one symbol of the simulated venue, `from ≤ ts < to`. */
export async function simulatedHistory(symbol: string, from: number, to: number): Promise<Candle[]> {
  const candles: Candle[] = [];
  const request = { symbol, timeframe: '1h', from, to };
  for await (const page of simulatedCandles(setClock(to)).pages(request)) candles.push(...page);
  return candles;
}

/** The trades that the simulated venue gives under the default settings in its first half year, oldest first. */
export async function simulatedTrades(): Promise<readonly ClosedTrade[]> {
  const to = SIMULATED_START + 180 * 24 * HOUR_MS;
  const [x, y] = await Promise.all(
    ['BTC/USDT', 'ETH/USDT'].map((symbol) => simulatedHistory(symbol, SIMULATED_START, to)),
  );
  const candles = alignCandles(candleColumns(x), candleColumns(y), HOUR_MS);
  return walkHistory(decisionContext(candles, strategySettings())).trades;
}
