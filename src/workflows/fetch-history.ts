import type { CandleColumns, CandleSeries } from '../core/domain/candle.ts';
import type { EpochMs } from '../core/domain/time.ts';
import { isoMinute, newestClosedBar, timeframeMs } from '../core/domain/time.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { CandleSource } from '../ports/candle-source.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { joined, NOTHING_REFRESHED, refreshSeries, type Refreshed } from './refresh-series.ts';

export interface FetchPorts {
  readonly source: CandleSource;
  readonly cache: CandleCache;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface FetchRequest {
  readonly symbols: readonly string[];
  readonly timeframe: string;
  /** First open time wanted; earlier than the listing is no fault. */
  readonly from: EpochMs;
  /** Open times before this; bars that have not closed yet are left out. */
  readonly to: EpochMs;
  readonly closeGraceMs?: number;
  readonly onProgress?: (progress: FetchProgress) => void;
}

/** Bars of one symbol that are settled (cached, fetched, or known to the venue as absent) out of all bars wanted. */
export interface FetchProgress {
  readonly symbol: string;
  readonly done: number;
  readonly total: number;
}

/** Missing bars in a row: `from` inclusive, `to` exclusive. */
export interface MissingStretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Its `revisions` are the caller's to record. */
export interface FetchedSymbol extends Refreshed {
  readonly symbol: string;
  /** Bars wanted that the venue does not have, counted and as stretches. */
  readonly missing: number;
  readonly missingStretches: readonly MissingStretch[];
}

/**
 * Back-fills the cache, symbol by symbol. Only stretches that the cache lacks are asked for, and what arrives is stored as
 * it comes, so an interrupted run goes on where it stopped.
 * @throws AppError `venue`, `data` or `storage`; what was fetched until then is stored
 */
export async function fetchHistory(ports: FetchPorts, request: FetchRequest): Promise<readonly FetchedSymbol[]> {
  const { symbols, timeframe, closeGraceMs = 10_000 } = request;
  const barMs = timeframeMs(timeframe);
  const from = Math.ceil(request.from / barMs) * barMs;
  const closedTo = newestClosedBar(ports.clock.now(), barMs, closeGraceMs) + barMs;
  const to = Math.min(Math.ceil(request.to / barMs) * barMs, closedTo);
  const results: FetchedSymbol[] = [];
  for (const symbol of symbols) {
    const series = { venue: ports.source.venue, symbol, timeframe };
    results.push(await fetchSymbol(ports, series, { from, to }, request.onProgress));
  }
  return results;
}

async function fetchSymbol(
  ports: FetchPorts,
  series: CandleSeries,
  wanted: MissingStretch,
  onProgress: FetchRequest['onProgress'],
): Promise<FetchedSymbol> {
  const { cache, log } = ports;
  const barMs = timeframeMs(series.timeframe);
  const total = Math.max(0, (wanted.to - wanted.from) / barMs);
  const before = missingStretches((await cache.read(series, wanted.from, wanted.to)).candles, wanted, barMs);
  let done = total - countBars(before, barMs);
  const tell = (bars: number): void => onProgress?.({ symbol: series.symbol, done: bars, total });
  tell(done);
  let result = NOTHING_REFRESHED;
  for (const { from, to } of before) {
    const settled = done;
    const fetched = await refreshSeries(ports, series, from, to, (ts) => {
      tell(settled + (ts - from) / barMs + 1);
    });
    result = joined(result, fetched);
    done += (to - from) / barMs;
    tell(done);
  }
  const after = missingStretches((await cache.read(series, wanted.from, wanted.to)).candles, wanted, barMs);
  const missing = countBars(after, barMs);
  log.info(`${series.symbol}: ${result.added} bars added, ${missing} not on the venue`, {
    from: isoMinute(wanted.from),
    to: isoMinute(wanted.to),
  });
  return { symbol: series.symbol, ...result, missing, missingStretches: after };
}

/** The grid times of a stretch that the bars do not have, as runs. */
function missingStretches(bars: CandleColumns, wanted: MissingStretch, barMs: number): MissingStretch[] {
  const missing: MissingStretch[] = [];
  let next = wanted.from;
  for (const ts of bars.ts) {
    if (ts > next) missing.push({ from: next, to: ts });
    next = ts + barMs;
  }
  if (next < wanted.to) missing.push({ from: next, to: wanted.to });
  return missing;
}

function countBars(stretches: readonly MissingStretch[], barMs: number): number {
  return stretches.reduce((sum, { from, to }) => sum + (to - from) / barMs, 0);
}
