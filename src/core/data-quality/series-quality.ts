import type { CandleColumns } from '../domain/candle.ts';
import { candleColumns, candleRows, joinColumns } from '../domain/candle-merge.ts';
import type { EpochMs } from '../domain/time.ts';
import { gapRuns, type GapRun } from './gaps.ts';
import { outliers, type Outlier } from './outliers.ts';
import { rowFaults, type RowFault } from './row-faults.ts';
import { zeroVolumeRuns, type ZeroVolumeRun } from './zero-volume-runs.ts';

/** One month file of a series, as it lies there. */
export interface StoredMonth {
  readonly month: string;
  readonly path: string;
  /** Its rows, unchecked; null when they cannot be read. */
  readonly rows: CandleColumns | null;
  /** Why they cannot be read, or null. */
  readonly damage: string | null;
}

/** A file that was found damaged before and moved aside. */
export interface SetAsideMonth {
  readonly path: string;
  /** What of it has not been fetched again, or null when all has. */
  readonly pending: { readonly from: EpochMs; readonly to: EpochMs } | null;
}

/** Everything known of one cached series. */
export interface SeriesRecord {
  readonly symbol: string;
  readonly months: readonly StoredMonth[];
  readonly setAside: readonly SetAsideMonth[];
  readonly confirmedGaps: ReadonlySet<EpochMs>;
  /** Bars that the venue changed after they were stored. */
  readonly revisions: readonly { readonly ts: EpochMs; readonly seenAt: EpochMs }[];
}

export interface SeriesQuality {
  readonly symbol: string;
  /** Open times of the first and last good bar; null when there is none. */
  readonly first: EpochMs | null;
  readonly last: EpochMs | null;
  readonly bars: number;
  readonly files: number;
  readonly damagedFiles: readonly StoredMonth[];
  /** Files that can be read and hold rows that must not be there. */
  readonly faultyFiles: readonly { readonly file: StoredMonth; readonly faults: readonly RowFault[] }[];
  readonly setAside: readonly SetAsideMonth[];
  readonly gaps: readonly GapRun[];
  readonly revisions: SeriesRecord['revisions'];
  readonly outliers: readonly Outlier[];
  readonly zeroVolumeRuns: readonly ZeroVolumeRun[];
}

/** The good rows of a series, ascending; of a repeated time the first. */
export function goodRows({ months }: SeriesRecord, barMs: number): CandleColumns {
  return joinColumns(
    months.flatMap(({ month, rows }) => {
      if (rows === null) return [];
      const faults = rowFaults(rows, month, barMs);
      if (faults.length === 0) return [rows];
      const dropped = new Set(faults.filter(({ kind }) => kind !== 'out_of_order').map(({ row }) => row));
      const kept = candleRows(rows).filter((_, i) => !dropped.has(i));
      return [candleColumns(kept.sort((a, b) => a.ts - b.ts))];
    }),
  );
}

/**
 * What a cached series is worth: all that is measured, nothing judged yet.
 * @param candles its good rows
 * @param other the good rows of the other leg of its pair, or null
 */
export function seriesQuality(
  record: SeriesRecord,
  candles: CandleColumns,
  other: CandleColumns | null,
  barMs: number,
): SeriesQuality {
  const { symbol, months, setAside, confirmedGaps, revisions } = record;
  return {
    symbol,
    first: candles.ts.at(0) ?? null,
    last: candles.ts.at(-1) ?? null,
    bars: candles.ts.length,
    files: months.length,
    damagedFiles: months.filter(({ damage }) => damage !== null),
    faultyFiles: months.flatMap((file) => {
      const faults = file.rows === null ? [] : rowFaults(file.rows, file.month, barMs);
      return faults.length === 0 ? [] : [{ file, faults }];
    }),
    setAside,
    gaps: gapRuns(candles.ts, barMs, confirmedGaps),
    revisions,
    outliers: outliers(candles, other, barMs),
    zeroVolumeRuns: zeroVolumeRuns(candles, other, barMs),
  };
}
