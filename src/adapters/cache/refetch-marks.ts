import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../atomic-file.ts';
import { errnoOf, storageError } from '../storage-error.ts';
import type { Stretch } from './utc-months.ts';
import { monthStretch } from './utc-months.ts';

/** Bars that lay in a file set aside and have not been fetched again since. */
export interface RefetchMark extends Stretch {
  readonly setAsideAs: string;
  readonly reason: string;
}

const SUFFIX = '.refetch.json';

/**
 * Small files beside the months set aside. A mark outlives the process that found the damage, so that a crash between
 * setting a month aside and fetching it again cannot turn lost bars into hours that look like an outage.
 */
export interface RefetchMarks {
  /** Months that have a mark, with it, ascending. */
  all(): ReadonlyMap<string, RefetchMark>;
  put(month: string, mark: RefetchMark): void;
  /** Takes a stretch that was fetched again out of the month's mark; an inner stretch changes nothing. */
  settle(month: string, fetched: Stretch): void;
}

/** The marks in one folder, which need not exist. */
export function refetchMarks(folder: string): RefetchMarks {
  const all = (): Map<string, RefetchMark> => {
    const marks = new Map<string, RefetchMark>();
    for (const name of listing(folder).sort()) {
      if (!name.endsWith(SUFFIX)) continue;
      const month = name.slice(0, -SUFFIX.length);
      marks.set(month, readMark(join(folder, name), month));
    }
    return marks;
  };
  const put = (month: string, mark: RefetchMark): void => {
    replaceFile(join(folder, month + SUFFIX), JSON.stringify(mark));
  };
  const settle = (month: string, fetched: Stretch): void => {
    const mark = all().get(month);
    if (mark === undefined) return;
    const from = fetched.from <= mark.from ? Math.max(mark.from, fetched.to) : mark.from;
    const to = fetched.to >= mark.to ? Math.min(mark.to, fetched.from) : mark.to;
    if (from < to) put(month, { ...mark, from, to });
    else remove(join(folder, month + SUFFIX));
  };
  return { all, put, settle };
}

function listing(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw storageError('read', folder, error);
  }
}

/** A mark that cannot be read stands for its whole month. */
function readMark(path: string, month: string): RefetchMark {
  try {
    const mark = JSON.parse(readFileSync(path, 'utf8')) as Partial<RefetchMark> | null;
    if (typeof mark?.from === 'number' && typeof mark.to === 'number') {
      return { from: mark.from, to: mark.to, setAsideAs: String(mark.setAsideAs), reason: String(mark.reason) };
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw storageError('read', path, error);
  }
  return { ...monthStretch(month), setAsideAs: path, reason: 'its mark cannot be read' };
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch (error) {
    throw storageError('remove', path, error);
  }
}
