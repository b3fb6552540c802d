import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Logger } from '../../ports/logger.ts';
import { moveFile, replaceFile } from '../atomic-file.ts';
import { errnoOf, storageError } from '../storage-error.ts';
import type { MonthMemo } from './month-memo.ts';
import type { MonthLayout, MonthTable } from './parquet-month.ts';
import { decodeMonth, encodeMonth } from './parquet-month.ts';
import type { RefetchMarks } from './refetch-marks.ts';
import { refetchMarks } from './refetch-marks.ts';
import { monthStretch } from './utc-months.ts';

/** Name of a month file; its first group is the month. */
export const MONTH_FILE = /^(\d{4}-(?:0[1-9]|1[0-2]))\.parquet$/;

/** How often a write starts over when other processes keep replacing the same month. */
const MAX_TRIES = 5;

/** What a series folder keeps, and what makes its rows bad. */
export interface MonthKind<Name extends string> {
  readonly layout: MonthLayout<Name>;
  /** What is wrong with the rows (times are checked already), or null. */
  readonly fault: (table: MonthTable<Name>) => string | null;
}

/** One series on disk: a folder of month files, which is one Parquet dataset. */
export interface MonthFolder<Name extends string> {
  /** Months that have a file, ascending. */
  months(): readonly string[];
  /** The month's rows; null when there is no file, or when it was damaged and has now been set aside. */
  load(month: string): MonthTable<Name> | null;
  /** Replaces the month by `change(what it holds)`. Nothing is written when the same table, or null, comes back. */
  update(month: string, change: (known: MonthTable<Name> | null) => MonthTable<Name> | null): void;
  readonly marks: RefetchMarks;
}

/**
 * @param root the cache folder
 * @param name the series, such as `binance_BTC-USDT_1h`
 * @param isReadOnly a damaged file is told of and left where it is
 */
export function monthFolder<Name extends string>(
  root: string,
  name: string,
  kind: MonthKind<Name>,
  memo: MonthMemo,
  log: Logger,
  isReadOnly = false,
): MonthFolder<Name> {
  const folder = join(root, `${name}.parquet`);
  const asideFolder = join(root, '_set-aside', name);
  const marks = refetchMarks(asideFolder);
  const pathOf = (month: string): string => join(folder, `${month}.parquet`);

  const months = (): string[] => {
    try {
      return readdirSync(folder)
        .flatMap((file) => MONTH_FILE.exec(file)?.[1] ?? [])
        .sort();
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return [];
      throw storageError('read', folder, error);
    }
  };

  /** The mark is written first: a crash in between leaves the damaged file to be found again. */
  const setAside = (month: string, bytes: Buffer, reason: string): void => {
    if (isReadOnly) {
      log.warn(`${pathOf(month)} is damaged (${reason}): its rows must be fetched again`);
      return;
    }
    const setAsideAs = join(asideFolder, `${month}.${crc32(bytes).toString(16)}.damaged`);
    log.warn(`${pathOf(month)} is damaged (${reason}): set aside, its rows must be fetched again`, { setAsideAs });
    marks.put(month, { ...monthStretch(month), setAsideAs, reason });
    moveFile(pathOf(month), setAsideAs);
  };

  const decode = (month: string, bytes: Buffer): MonthTable<Name> | null => {
    const known = memo.recall(pathOf(month), bytes);
    if (known !== null) return known;
    try {
      const table = decodeMonth(kind.layout, bytes);
      const fault = timeFault(month, table.ts) ?? kind.fault(table);
      if (fault !== null) throw new Error(fault);
      memo.remember(pathOf(month), { bytes, table });
      return table;
    } catch (error) {
      setAside(month, bytes, error instanceof Error ? error.message : String(error));
      return null;
    }
  };

  const load = (month: string): MonthTable<Name> | null => {
    const bytes = readIfThere(pathOf(month));
    return bytes === null ? null : decode(month, bytes);
  };

  const update: MonthFolder<Name>['update'] = (month, change) => {
    const path = pathOf(month);
    for (let tries = 1; ; tries++) {
      const before = readIfThere(path);
      const known = before === null ? null : decode(month, before);
      const next = change(known);
      if (next === null || next === known) return;
      const bytes = encodeMonth(kind.layout, next);
      const now = readIfThere(path);
      const isUntouched = known === null ? now === null : now !== null && before?.equals(now) === true;
      if (!isUntouched && tries < MAX_TRIES) continue;
      replaceFile(path, bytes, root);
      memo.remember(path, { bytes, table: next });
      return;
    }
  };

  return { months, load, update, marks };
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw storageError('read', path, error);
  }
}

function timeFault(month: string, ts: Float64Array): string | null {
  const { from, to } = monthStretch(month);
  let last = from - 1;
  for (let i = 0; i < ts.length; i++) {
    const time = ts[i];
    if (!(time > last && time < to)) return `time ${time} is out of order or out of its month`;
    last = time;
  }
  return null;
}
