import type { Candle } from '../../src/core/domain/candle.ts';
import { timeframeMs } from '../../src/core/domain/time.ts';
import type { KlineRow } from './binance-faults.ts';

/**
 * The klines answer for a query (`startTime`, `endTime`, `limit` 500 by default and 1000 at most): the first rows from
 * `startTime` on, or the newest ones when it is not given. The bar that is still open at `now` is among them, as far as it has come.
 */
export function klineRows(
  bars: readonly Candle[],
  timeframe: string,
  now: number,
  query: Readonly<Partial<Record<string, string>>>,
): KlineRow[] {
  const barMs = timeframeMs(timeframe);
  const limit = Math.min(Number(query['limit'] ?? 500), 1000);
  const end = firstAfter(bars, Math.min(now, Number(query['endTime'] ?? Infinity)));
  const start =
    query['startTime'] === undefined
      ? Math.max(0, end - limit)
      : Math.min(firstAfter(bars, Number(query['startTime']) - 1), end);
  return bars.slice(start, Math.min(end, start + limit)).map((bar) => klineRow(soFar(bar, barMs, now), barMs));
}

/** Index of the first bar that opens after `ts`. */
function firstAfter(bars: readonly Candle[], ts: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bars[middle]?.ts ?? Infinity) > ts) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What of a bar has happened until `now`, taking every value to move evenly. */
function soFar(bar: Candle, barMs: number, now: number): Candle {
  const share = (now - bar.ts) / barMs;
  if (share >= 1) return bar;
  const towards = (value: number): number => bar.open + (value - bar.open) * share;
  return {
    ts: bar.ts,
    open: bar.open,
    high: towards(bar.high),
    low: towards(bar.low),
    close: towards(bar.close),
    volume: bar.volume * share,
  };
}

/** Full digits, so that the served bar is exactly the given one; Binance pads to eight decimals. */
function decimal(value: number): string {
  const padded = value.toFixed(8);
  return Number(padded) === value ? padded : String(value);
}

function klineRow({ ts, open, high, low, close, volume }: Candle, barMs: number): KlineRow {
  const quoteVolume = decimal(volume * close);
  return [
    ts,
    decimal(open),
    decimal(high),
    decimal(low),
    decimal(close),
    decimal(volume),
    ts + barMs - 1,
    quoteVolume,
    1000,
    decimal(volume / 2),
    decimal((volume * close) / 2),
    '0',
  ];
}
