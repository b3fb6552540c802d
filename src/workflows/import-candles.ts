import { AppError } from '../core/domain/app-error.ts';
import type { Candle, CandleSeries, Revision } from '../core/domain/candle.ts';
import { CANDLE_FIELDS } from '../core/domain/candle.ts';
import { candleColumns, candleRows, mergeCandles, type ChangedBar } from '../core/domain/candle-merge.ts';
import type { FundingRate } from '../core/domain/funding.ts';
import { isoMinute, timeframeMs } from '../core/domain/time.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { CandleFile, CandleFileReport } from '../ports/candle-file.ts';

export interface ImportPorts {
  readonly cache: CandleCache;
  readonly file: CandleFile;
}

export interface ImportRequest {
  readonly paths: readonly string[];
  readonly series: CandleSeries;
  /** Which side wins where a file and the cache differ; without it such an import is refused. */
  readonly prefer: 'file' | 'cache' | null;
}

export interface ImportResult {
  readonly files: readonly { readonly path: string; readonly report: CandleFileReport }[];
  readonly added: number;
  readonly unchanged: number;
  /** Bars where file and cache differed and the cache was kept. */
  readonly keptCached: number;
  /** Bars where they differed and the file has won, for the caller to record. */
  readonly revisions: readonly Revision[];
  /** Funding stamps read and stored. */
  readonly fundingRates: number;
}

/**
 * Merges files into the cache: all of them or, when one cannot be used or contradicts the cache or another, none.
 * @throws AppError `storage` or `data` from the files and the cache; `data` on contradictions nobody decided
 */
export async function importCandles({ cache, file }: ImportPorts, request: ImportRequest): Promise<ImportResult> {
  const { series, prefer } = request;
  const barMs = timeframeMs(series.timeframe);
  const files: { path: string; report: CandleFileReport }[] = [];
  let candles = candleColumns([]);
  const funding: FundingRate[] = [];
  for (const path of request.paths) {
    const content = file.read(path, { symbol: series.symbol, barMs });
    files.push({ path, report: content.report });
    const merge = mergeCandles(candles, content.candles);
    if (merge.changed.length > 0) throw filesDisagree(path, merge.changed);
    candles = merge.columns;
    funding.push(...content.funding);
  }
  const bars = candleRows(candles);
  const conflicts = await conflictsWithCache(cache, series, bars, barMs);
  if (conflicts.length > 0 && prefer === null) throw contradicts(series, conflicts);
  const yielding = new Set(prefer === 'cache' ? conflicts.map(({ after }) => after.ts) : []);
  const merged = await cache.merge(
    series,
    bars.filter(({ ts }) => !yielding.has(ts)),
  );
  if (funding.length > 0) await cache.mergeFunding(series.venue, series.symbol, funding);
  return { files, ...merged, keptCached: yielding.size, fundingRates: funding.length };
}

async function conflictsWithCache(
  cache: CandleCache,
  series: CandleSeries,
  bars: readonly Candle[],
  barMs: number,
): Promise<readonly ChangedBar[]> {
  const last = bars.at(-1);
  if (last === undefined) return [];
  const cached = await cache.read(series, bars[0].ts, last.ts + barMs);
  return mergeCandles(cached.candles, bars).changed;
}

function contradicts(series: CandleSeries, conflicts: readonly ChangedBar[]): AppError {
  const [first] = conflicts;
  const count = conflicts.length === 1 ? '1 bar' : `${conflicts.length} bars`;
  return new AppError(
    'data',
    `nothing imported: ${count} of ${series.symbol} differ from the cache, first ${difference(first, 'the cache', 'the file')}; ` +
      'say which wins with --prefer file or --prefer cache',
    { facts: { symbol: series.symbol, conflicts: conflicts.length, first: isoMinute(first.after.ts) } },
  );
}

function filesDisagree(path: string, changed: readonly ChangedBar[]): AppError {
  const example = difference(changed[0], 'earlier files', 'this one');
  return new AppError(
    'data',
    `nothing imported: ${changed.length} bars of ${path} differ from the files before it, first ${example}; leave one out`,
    { facts: { path, conflicts: changed.length } },
  );
}

/** `2024-01-01T00:00Z (close: 1 in the cache, 2 in the file)`. */
function difference({ before, after }: ChangedBar, one: string, other: string): string {
  const field = CANDLE_FIELDS.find((name) => before[name] !== after[name]) ?? 'close';
  return `${isoMinute(after.ts)} (${field}: ${before[field]} in ${one}, ${after[field]} in ${other})`;
}
