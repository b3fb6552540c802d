import { firstIndexAt } from '../../core/domain/aligned-candles.ts';
import type { Candle, CandleColumns, CandleSeries, Revision } from '../../core/domain/candle.ts';
import { candleColumns, joinColumns, mergeCandles, sliceColumns } from '../../core/domain/candle-merge.ts';
import { safeName, symbolSlug } from '../../core/domain/pair.ts';
import type { EpochMs } from '../../core/domain/time.ts';
import { timeframeMs } from '../../core/domain/time.ts';
import type { DamagedMonth, MergeResult } from '../../ports/candle-cache.ts';
import type { Logger } from '../../ports/logger.ts';
import { columnsFault, requireGoodBars } from './columns-fault.ts';
import type { MonthFolder, MonthKind } from './month-folder.ts';
import { monthFolder } from './month-folder.ts';
import type { MonthMemo } from './month-memo.ts';
import type { MonthLayout } from './parquet-month.ts';
import type { Stretch } from './utc-months.ts';
import { byMonth, monthOf, monthStretch, overlap } from './utc-months.ts';

type Column = 'open' | 'high' | 'low' | 'close' | 'volume';

export const CANDLE_LAYOUT: MonthLayout<Column> = { values: ['open', 'high', 'low', 'close', 'volume'], nullable: [] };
const NO_BARS = candleColumns([]);

/** A series as part of a file name: `binance_BTC-USDT_1h`. */
export const seriesName = ({ venue, symbol, timeframe }: CandleSeries): string =>
  `${safeName(venue)}_${symbolSlug(symbol)}_${safeName(timeframe)}`;

/** The candle half of the cache, as `ports/candle-cache.ts` describes it. Synchronous: two merges never overlap. */
export interface CandleFiles {
  lastTs(series: CandleSeries): EpochMs | null;
  firstTs(series: CandleSeries): EpochMs | null;
  read(series: CandleSeries, stretch: Stretch): { candles: CandleColumns; damaged: readonly DamagedMonth[] };
  merge(series: CandleSeries, candles: readonly Candle[], asked: Stretch | null): MergeResult;
}

export function candleFiles(root: string, memo: MonthMemo, log: Logger, isReadOnly = false): CandleFiles {
  const folderOf = (series: CandleSeries): MonthFolder<Column> => {
    const barMs = timeframeMs(series.timeframe);
    const name = seriesName(series);
    const kind: MonthKind<Column> = { layout: CANDLE_LAYOUT, fault: (table) => columnsFault(table, barMs) };
    return monthFolder(root, name, kind, memo, log, isReadOnly);
  };
  return {
    lastTs: (series) => {
      const folder = folderOf(series);
      return firstFound([...folder.months()].reverse(), (month) => folder.load(month)?.ts.at(-1));
    },
    firstTs: (series) => {
      const folder = folderOf(series);
      return firstFound(folder.months(), (month) => folder.load(month)?.ts[0]);
    },
    read: (series, stretch) => readStretch(folderOf(series), stretch, timeframeMs(series.timeframe)),
    merge: (series, candles, asked) => {
      requireGoodBars(candles, timeframeMs(series.timeframe));
      return mergeMonths(folderOf(series), series, candles, asked);
    },
  };
}

function readStretch(folder: MonthFolder<Column>, stretch: Stretch, barMs: number): ReturnType<CandleFiles['read']> {
  const { from, to } = stretch;
  const pieces: CandleColumns[] = [];
  if (from < to) {
    const [first, last] = [monthOf(from), monthOf(to - 1)];
    for (const month of folder.months()) {
      if (month < first || month > last) continue;
      const table = folder.load(month);
      if (table !== null) pieces.push(sliceColumns(table, firstIndexAt(table.ts, from), firstIndexAt(table.ts, to)));
    }
  }
  const candles = joinColumns(pieces);
  const damaged = [...folder.marks.all().values()].flatMap((mark) => {
    const lost = lostBars(candles.ts, overlap(mark, stretch), barMs);
    return lost === null ? [] : [{ ...mark, ...lost }];
  });
  return { candles, damaged };
}

/** From the first to the last bar of a stretch that is not there, or null when all are. */
function lostBars(ts: Float64Array, stretch: Stretch | null, barMs: number): Stretch | null {
  if (stretch === null) return null;
  const present = new Set(ts.subarray(firstIndexAt(ts, stretch.from), firstIndexAt(ts, stretch.to)));
  let { from, to } = stretch;
  while (from < to && present.has(Math.ceil(from / barMs) * barMs)) from += barMs;
  while (from < to && present.has(Math.ceil(to / barMs) * barMs - barMs)) to -= barMs;
  return from < to ? { from, to } : null;
}

function mergeMonths(
  folder: MonthFolder<Column>,
  series: CandleSeries,
  candles: readonly Candle[],
  asked: Stretch | null,
): MergeResult {
  let added = 0;
  let unchanged = 0;
  const revisions: Revision[] = [];
  const marked = folder.marks.all();
  const hadFile = new Set(marked.size === 0 ? [] : folder.months());
  for (const [month, bars] of byMonth(candles)) {
    let merge = mergeCandles(NO_BARS, []);
    folder.update(month, (known) => {
      merge = mergeCandles(known ?? NO_BARS, bars);
      return known !== null && merge.added === 0 && merge.changed.length === 0 ? known : merge.columns;
    });
    added += merge.added;
    unchanged += merge.unchanged;
    revisions.push(...merge.changed.map((changed) => ({ series, ...changed })));
    if (asked === null && marked.has(month) && !hadFile.has(month)) folder.marks.settle(month, monthStretch(month));
  }
  if (asked !== null) {
    for (const [month, mark] of folder.marks.all()) {
      if (overlap(mark, asked) !== null) folder.marks.settle(month, asked);
    }
  }
  return { added, unchanged, revisions };
}

function firstFound(months: readonly string[], find: (month: string) => EpochMs | undefined): EpochMs | null {
  for (const month of months) {
    const ts = find(month);
    if (ts !== undefined) return ts;
  }
  return null;
}
