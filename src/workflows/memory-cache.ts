import { barIndex, firstIndexAt } from '../core/domain/aligned-candles.ts';
import {
  CANDLE_FIELDS,
  sameValues,
  type Candle,
  type CandleColumns,
  type CandleSeries,
} from '../core/domain/candle.ts';
import { candleAt, candleColumns, mergeCandles, sliceColumns } from '../core/domain/candle-merge.ts';
import type { FundingRate } from '../core/domain/funding.ts';
import type { CandleCache, MergeResult } from '../ports/candle-cache.ts';

/** A cache that begins empty and ends with the process. Adding a bar at the end costs the same however many there are. */
export function memoryCache(): CandleCache {
  const candles = new Map<string, GrowingCandles>();
  const funding = new Map<string, readonly FundingRate[]>();
  const growing = ({ venue, symbol, timeframe }: CandleSeries): GrowingCandles => {
    const key = `${venue} ${symbol} ${timeframe}`;
    const known = candles.get(key) ?? growingCandles();
    candles.set(key, known);
    return known;
  };
  return {
    lastTs: (series) => Promise.resolve(growing(series).columns().ts.at(-1) ?? null),
    firstTs: (series) => Promise.resolve(growing(series).columns().ts.at(0) ?? null),
    read(series, from, to) {
      const all = growing(series).columns();
      const stretch = sliceColumns(all, firstIndexAt(all.ts, from), firstIndexAt(all.ts, to));
      return Promise.resolve({ candles: stretch, damaged: [] });
    },
    merge: (series, bars) => Promise.resolve(growing(series).merge(series, bars)),
    readFunding: (_venue, symbol, from, to) =>
      Promise.resolve((funding.get(symbol) ?? []).filter(({ ts }) => ts >= from && ts < to)),
    mergeFunding(_venue, symbol, rates) {
      const replaced = new Set(rates.map(({ ts }) => ts));
      const kept = (funding.get(symbol) ?? []).filter(({ ts }) => !replaced.has(ts));
      funding.set(
        symbol,
        [...kept, ...rates].sort((a, b) => a.ts - b.ts),
      );
      return Promise.resolve();
    },
  };
}

interface GrowingCandles {
  columns(): CandleColumns;
  merge(series: CandleSeries, bars: readonly Candle[]): MergeResult;
}

/** Columns with room at their end. What was handed out is never overwritten: bars are only put behind it. */
function growingCandles(): GrowingCandles {
  let room = candleColumns([]);
  let size = 0;

  const columns = (): CandleColumns => sliceColumns(room, 0, size);

  const append = (bars: readonly Candle[]): void => {
    if (size + bars.length > room.ts.length) room = withRoom(columns(), 2 * (size + bars.length));
    for (const bar of bars) {
      room.ts[size] = bar.ts;
      for (const field of CANDLE_FIELDS) room[field][size] = bar[field];
      size++;
    }
  };

  const merge: GrowingCandles['merge'] = (series, bars) => {
    const known = columns();
    const last = known.ts.at(-1) ?? -Infinity;
    const fresh = bars.filter(({ ts }) => ts > last);
    const overlapping = bars.filter(({ ts }) => ts <= last);
    const isKnown = overlapping.every((bar) => {
      const index = barIndex(known, bar.ts);
      return index >= 0 && sameValues(candleAt(known, index), bar);
    });
    if (isKnown) {
      append(fresh);
      return { added: fresh.length, unchanged: overlapping.length, revisions: [] };
    }
    const { columns: merged, added, unchanged, changed } = mergeCandles(known, bars);
    room = merged;
    size = merged.ts.length;
    return { added, unchanged, revisions: changed.map((bar) => ({ series, ...bar })) };
  };

  return { columns, merge };
}

function withRoom(columns: CandleColumns, capacity: number): CandleColumns {
  const grown = (column: Float64Array): Float64Array => {
    const copy = new Float64Array(capacity);
    copy.set(column);
    return copy;
  };
  const { ts, open, high, low, close, volume } = columns;
  return {
    ts: grown(ts),
    open: grown(open),
    high: grown(high),
    low: grown(low),
    close: grown(close),
    volume: grown(volume),
  };
}
