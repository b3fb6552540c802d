import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SetAsideMonth, StoredMonth } from '../../core/data-quality/series-quality.ts';
import type { CandleSeries } from '../../core/domain/candle.ts';
import type { CacheInspection } from '../../ports/cache-inspection.ts';
import { errnoOf, storageError } from '../storage-error.ts';
import { CANDLE_LAYOUT, seriesName } from './candle-files.ts';
import { MONTH_FILE } from './month-folder.ts';
import { decodeMonth } from './parquet-month.ts';
import { refetchMarks } from './refetch-marks.ts';

/** What lies in the cache folder, damaged or not, without touching it. */
export function cacheInspection(root: string): CacheInspection {
  return {
    months: (series) => {
      const folder = join(root, `${seriesName(series)}.parquet`);
      return namesIn(folder).flatMap((name) => {
        const month = MONTH_FILE.exec(name)?.[1];
        return month === undefined ? [] : [storedMonth(month, join(folder, name))];
      });
    },
    spotSymbols: (venue, timeframe) =>
      namesIn(root).flatMap((name) => {
        // `<venue>_<BASE>-<QUOTE>_<timeframe>.parquet`; what has more parts is no spot market.
        const parts = /_([^_]+)_[^_]+$/.exec(name)?.[1].split('-') ?? [];
        if (parts.length !== 2) return [];
        const symbol = parts.map(decodeURIComponent).join('/');
        return name === `${seriesName({ venue, symbol, timeframe })}.parquet` ? [symbol] : [];
      }),
    setAside: (series) => setAsideMonths(root, series),
  };
}

function storedMonth(month: string, path: string): StoredMonth {
  try {
    return { month, path, rows: decodeMonth(CANDLE_LAYOUT, readFileSync(path)), damage: null };
  } catch (error) {
    return { month, path, rows: null, damage: error instanceof Error ? error.message : String(error) };
  }
}

/** Damaged files and marks of what is still to be fetched again; either may be there without the other. */
function setAsideMonths(root: string, series: CandleSeries): readonly SetAsideMonth[] {
  const folder = join(root, '_set-aside', seriesName(series));
  const marks = [...refetchMarks(folder).all().values()];
  const pending = marks.map(({ setAsideAs, from, to }) => ({ path: setAsideAs, pending: { from, to } }));
  const isPending = new Set(pending.map(({ path }) => path));
  const settled = namesIn(folder)
    .filter((name) => name.endsWith('.damaged'))
    .map((name) => join(folder, name))
    .filter((path) => !isPending.has(path));
  return [...pending, ...settled.map((path) => ({ path, pending: null }))];
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw storageError('read', folder, error);
  }
}
