import type { EpochMs } from './time.ts';

/** One bar, named by its open time. Prices in quote units, volume in base units. */
export interface Candle {
  readonly ts: EpochMs;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Many bars of one symbol as columns of equal length, ascending in `ts`. */
export interface CandleColumns {
  readonly ts: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** Which candles: one symbol of one venue on one timeframe. */
export interface CandleSeries {
  readonly venue: string;
  readonly symbol: string;
  readonly timeframe: string;
}

/** A cached bar whose values the venue changed afterwards. */
export interface Revision {
  readonly series: CandleSeries;
  readonly before: Candle;
  readonly after: Candle;
}

/** The names of the value columns, in the order they are stored and printed. */
export const CANDLE_FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const;

/**
 * What is wrong with a raw row, or null when nothing is. A row is bad when a price is not finite and positive,
 * high or low contradict open and close, volume is negative, or the open time is off the timeframe grid.
 */
export function candleFault(candle: Candle, barMs: number): string | null {
  const { ts, open, high, low, close, volume } = candle;
  if (!Number.isFinite(ts) || ts % barMs !== 0) return `open time ${String(ts)} is off the timeframe grid`;
  for (const [name, price] of Object.entries({ open, high, low, close })) {
    if (!(Number.isFinite(price) && price > 0)) return `${name} is ${String(price)}`;
  }
  if (high < Math.max(open, close)) return `high ${String(high)} is below max(open, close)`;
  if (low > Math.min(open, close)) return `low ${String(low)} is above min(open, close)`;
  if (!(Number.isFinite(volume) && volume >= 0)) return `volume is ${String(volume)}`;
  return null;
}

/** Whether two bars carry the same values (their times are not compared). */
export function sameValues(a: Candle, b: Candle): boolean {
  return CANDLE_FIELDS.every((field) => a[field] === b[field]);
}
