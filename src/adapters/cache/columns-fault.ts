import type { Candle, CandleColumns } from '../../core/domain/candle.ts';
import { candleFault } from '../../core/domain/candle.ts';
import { candleAt } from '../../core/domain/candle-merge.ts';

/** The first bad row of many by the rule of `candleFault`, or null. Written for columns in which every row is good. */
export function columnsFault(columns: CandleColumns, barMs: number): string | null {
  const { ts, open, high, low, close, volume } = columns;
  for (let i = 0; i < ts.length; i++) {
    const isGood =
      ts[i] % barMs === 0 &&
      low[i] > 0 &&
      low[i] <= open[i] &&
      low[i] <= close[i] &&
      high[i] >= open[i] &&
      high[i] >= close[i] &&
      high[i] < Infinity &&
      volume[i] >= 0 &&
      volume[i] < Infinity;
    const fault = isGood ? null : candleFault(candleAt(columns, i), barMs);
    if (fault !== null) return `row ${i + 1}: ${fault}`;
  }
  return null;
}

/** @throws RangeError when a bar is bad or out of order: who stores bars has checked them */
export function requireGoodBars(candles: readonly Candle[], barMs: number): void {
  let last = -Infinity;
  for (const candle of candles) {
    const fault = candleFault(candle, barMs) ?? (candle.ts > last ? null : `it comes after ${last}`);
    if (fault !== null) throw new RangeError(`a bar that must not be stored: ${candle.ts}: ${fault}`);
    last = candle.ts;
  }
}
