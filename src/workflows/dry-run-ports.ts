import { candleColumns, candleRows, mergeCandles, sliceColumns } from '../core/domain/candle-merge.ts';
import { firstIndexAt } from '../core/domain/aligned-candles.ts';
import type { CandleColumns, CandleSeries } from '../core/domain/candle.ts';
import type { FundingRate } from '../core/domain/funding.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { ScanPorts } from './scan-options.ts';

/** The same ports with every write kept in memory: a dry run decides as a real one would and leaves no trace. */
export function dryRunPorts(ports: ScanPorts): ScanPorts {
  return {
    ...ports,
    cache: inMemoryOver(ports.cache),
    store: { ...ports.store, confirmGaps: () => undefined, recordRevisions: () => undefined },
    sinks: [],
    calibrations: { ...ports.calibrations, write: () => undefined },
  };
}

/** A cache that reads through to another one and keeps what is merged to itself. */
function inMemoryOver(cache: CandleCache): CandleCache {
  const fresh = new Map<string, CandleColumns>();
  const funding = new Map<string, readonly FundingRate[]>();
  const keyOf = ({ venue, symbol, timeframe }: CandleSeries): string => `${venue} ${symbol} ${timeframe}`;
  const knownBars: CandleCache['read'] = async (series, from, to) => {
    const stored = await cache.read(series, from, to);
    const own = fresh.get(keyOf(series));
    if (own === undefined) return stored;
    const inRange = sliceColumns(own, firstIndexAt(own.ts, from), firstIndexAt(own.ts, to));
    return { ...stored, candles: mergeCandles(stored.candles, candleRows(inRange)).columns };
  };
  return {
    lastTs: async (series) => fresh.get(keyOf(series))?.ts.at(-1) ?? cache.lastTs(series),
    firstTs: async (series) => fresh.get(keyOf(series))?.ts.at(0) ?? cache.firstTs(series),
    read: knownBars,
    async merge(series, candles) {
      const known = await knownBars(series, candles.at(0)?.ts ?? 0, (candles.at(-1)?.ts ?? -1) + 1);
      fresh.set(keyOf(series), mergeCandles(fresh.get(keyOf(series)) ?? candleColumns([]), candles).columns);
      const { added, unchanged, changed } = mergeCandles(known.candles, candles);
      return { added, unchanged, revisions: changed.map((bar) => ({ series, ...bar })) };
    },
    async readFunding(venue, symbol, from, to) {
      const stored = await cache.readFunding(venue, symbol, from, to);
      const own = (funding.get(symbol) ?? []).filter(({ ts }) => ts >= from && ts < to);
      const replaced = new Set(own.map(({ ts }) => ts));
      return [...stored.filter(({ ts }) => !replaced.has(ts)), ...own].sort((a, b) => a.ts - b.ts);
    },
    mergeFunding(_venue, symbol, rates) {
      funding.set(symbol, [...(funding.get(symbol) ?? []), ...rates]);
      return Promise.resolve();
    },
  };
}
