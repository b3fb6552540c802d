import type { Candle, CandleSeries, Revision } from '../core/domain/candle.ts';
import type { EpochMs } from '../core/domain/time.ts';
import { timeframeMs, utcMonth } from '../core/domain/time.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { CandleSource } from '../ports/candle-source.ts';

/** Bars held back before they are stored even though their month is not complete. */
const MAX_HELD_BARS = 10_000;

/** What fetching a stretch changed in the cache. */
export interface Refreshed {
  readonly added: number;
  readonly unchanged: number;
  readonly revisions: readonly Revision[];
}

export const NOTHING_REFRESHED: Refreshed = { added: 0, unchanged: 0, revisions: [] };

export const joined = (a: Refreshed, b: Refreshed): Refreshed => ({
  added: a.added + b.added,
  unchanged: a.unchanged + b.unchanged,
  revisions: [...a.revisions, ...b.revisions],
});

/**
 * Fetches the bars with `from ≤ ts < to` and stores them month by month, so that each month file is written once. When the
 * venue fails half-way, what it sent before is stored first: the next run goes on from there.
 * @param onBar told the open time of the newest bar after each page
 * @throws AppError `venue` or `data` from the source, `storage` from the cache
 */
export async function refreshSeries(
  { source, cache }: { readonly source: CandleSource; readonly cache: CandleCache },
  series: CandleSeries,
  from: EpochMs,
  to: EpochMs,
  onBar?: (ts: EpochMs) => void,
): Promise<Refreshed> {
  const barMs = timeframeMs(series.timeframe);
  let result = NOTHING_REFRESHED;
  let storedTo = from;
  let held: Candle[] = [];
  const store = async (upTo: EpochMs): Promise<void> => {
    const bars = held.filter((bar) => bar.ts < upTo);
    held = held.filter((bar) => bar.ts >= upTo);
    result = joined(result, await cache.merge(series, bars, { from: storedTo, to: upTo }));
    storedTo = upTo;
  };
  try {
    for await (const page of source.pages({ symbol: series.symbol, timeframe: series.timeframe, from, to })) {
      const newest = page.at(-1);
      if (newest === undefined) continue;
      held = held.concat(page);
      if (held.length > MAX_HELD_BARS) await store(newest.ts + barMs);
      else if (utcMonth(held[0].ts) !== utcMonth(newest.ts)) await store(monthStart(newest.ts));
      onBar?.(newest.ts);
    }
  } catch (error) {
    const newest = held.at(-1);
    if (newest !== undefined) await store(newest.ts + barMs);
    throw error;
  }
  if (storedTo < to) await store(to);
  return result;
}

function monthStart(ts: EpochMs): EpochMs {
  return Date.parse(`${utcMonth(ts)}-01T00:00Z`);
}
