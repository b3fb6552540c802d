import type { CandleSeries, Revision } from '../core/domain/candle.ts';
import type { EpochMs } from '../core/domain/time.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { CandleSource } from '../ports/candle-source.ts';

/** What fetching a stretch changed in the cache. */
export interface Refreshed {
  readonly added: number;
  readonly revisions: readonly Revision[];
}

export const NOTHING_REFRESHED: Refreshed = { added: 0, revisions: [] };

/** Fetches the bars with `from ≤ ts < to` and stores each page as it comes, so that an interruption loses at most one page. */
export async function refreshSeries(
  { source, cache }: { readonly source: CandleSource; readonly cache: CandleCache },
  series: CandleSeries,
  from: EpochMs,
  to: EpochMs,
): Promise<Refreshed> {
  let result = NOTHING_REFRESHED;
  for await (const page of source.pages({ symbol: series.symbol, timeframe: series.timeframe, from, to })) {
    if (page.length > 0) result = joined(result, await cache.merge(series, page));
  }
  return result;
}

export const joined = (a: Refreshed, b: Refreshed): Refreshed => ({
  added: a.added + b.added,
  revisions: [...a.revisions, ...b.revisions],
});
