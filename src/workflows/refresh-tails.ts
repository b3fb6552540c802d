import type { CandleSeries } from '../core/domain/candle.ts';
import type { EpochMs } from '../core/domain/time.ts';
import { joined, NOTHING_REFRESHED, refreshSeries, type Refreshed } from './refresh-series.ts';
import type { ScanPorts } from './scan-options.ts';

/** What became of each symbol's refresh: its new bars, or why there are none. */
export type Tails = ReadonlyMap<string, Refreshed | Error>;

/**
 * Brings every symbol's cache up to the newest closed bar, each symbol once and on its own: one that fails leaves the others
 * as they are. Fetches from the last cached bar (inclusive, to catch a revision), or from `firstFrom` into an empty cache.
 */
export async function refreshTails(
  ports: Pick<ScanPorts, 'source' | 'cache'>,
  seriesList: readonly CandleSeries[],
  firstFrom: EpochMs,
  newest: EpochMs,
  barMs: number,
): Promise<Tails> {
  const results = await Promise.all(
    seriesList.map(async (series): Promise<[string, Refreshed | Error]> => {
      try {
        return [series.symbol, await refreshTail(ports, series, firstFrom, newest, barMs)];
      } catch (error) {
        if (error instanceof Error) return [series.symbol, error];
        throw error;
      }
    }),
  );
  return new Map(results);
}

async function refreshTail(
  ports: Pick<ScanPorts, 'source' | 'cache'>,
  series: CandleSeries,
  firstFrom: EpochMs,
  newest: EpochMs,
  barMs: number,
): Promise<Refreshed> {
  const last = await ports.cache.lastTs(series);
  // A cache that is ahead of the clock (a scan of the past) needs nothing.
  if (last !== null && last > newest) return NOTHING_REFRESHED;
  const first = await refreshSeries(ports, series, last ?? firstFrom, newest + barMs);
  const reached = await ports.cache.lastTs(series);
  if (reached !== null && reached >= newest) return first;
  // The newest bar is missing: a venue may be some seconds late with one symbol. Ask once more.
  return joined(first, await refreshSeries(ports, series, reached ?? firstFrom, newest + barMs));
}
