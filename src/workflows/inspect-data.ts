import { findings, type Finding } from '../core/data-quality/findings.ts';
import { goodRows, seriesQuality, type SeriesQuality, type SeriesRecord } from '../core/data-quality/series-quality.ts';
import type { CandleColumns, CandleSeries } from '../core/domain/candle.ts';
import type { Pair } from '../core/domain/pair.ts';
import { newestClosedBar, timeframeMs, type EpochMs } from '../core/domain/time.ts';
import type { CacheInspection } from '../ports/cache-inspection.ts';
import type { CycleStore } from '../ports/cycle-store.ts';

export interface InspectPorts {
  readonly cache: CacheInspection;
  /** What the scans have noted of gaps and revisions; null before the first one. */
  readonly store: Pick<CycleStore, 'confirmedGaps' | 'revisedBars'> | null;
}

export interface InspectRequest {
  readonly venue: string;
  readonly pairs: readonly Pair[];
  readonly timeframe: string;
  readonly closeGraceMs: number;
  readonly now: EpochMs;
  /** These symbols only; each one of a pair. */
  readonly symbols: readonly string[];
}

export interface InspectedSeries {
  readonly quality: SeriesQuality;
  readonly findings: readonly Finding[];
}

/** Looks through the cached candles of each symbol, its partner beside it. Nothing is changed and no venue asked. */
export function inspectData(ports: InspectPorts, request: InspectRequest): readonly InspectedSeries[] {
  const barMs = timeframeMs(request.timeframe);
  const newestClosed = newestClosedBar(request.now, barMs, request.closeGraceMs);
  const known = new Map<string, { record: SeriesRecord; candles: CandleColumns }>();
  const load = (symbol: string): { record: SeriesRecord; candles: CandleColumns } => {
    const before = known.get(symbol);
    if (before !== undefined) return before;
    const record = recordOf(ports, { venue: request.venue, symbol, timeframe: request.timeframe });
    const loaded = { record, candles: goodRows(record, barMs) };
    known.set(symbol, loaded);
    return loaded;
  };
  return request.symbols.map((symbol) => {
    const { record, candles } = load(symbol);
    const partner = partnerOf(request.pairs, symbol);
    const other = partner === null ? null : load(partner).candles;
    const quality = seriesQuality(record, candles, other, barMs);
    const otherLast = other?.ts.at(-1) ?? null;
    return { quality, findings: findings(quality, { barMs, newestClosed, otherLast }) };
  });
}

function recordOf({ cache, store }: InspectPorts, series: CandleSeries): SeriesRecord {
  return {
    symbol: series.symbol,
    months: cache.months(series),
    setAside: cache.setAside(series),
    confirmedGaps: store?.confirmedGaps(series, 0, Number.MAX_SAFE_INTEGER) ?? new Set(),
    revisions: store?.revisedBars(series, 0, Number.MAX_SAFE_INTEGER) ?? [],
  };
}

/** The other leg of the first pair that has the symbol. */
function partnerOf(pairs: readonly Pair[], symbol: string): string | null {
  const pair = pairs.find(({ x, y }) => x === symbol || y === symbol);
  if (pair === undefined) return null;
  return pair.x === symbol ? pair.y : pair.x;
}
