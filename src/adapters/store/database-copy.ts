import { rmSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { AppError } from '../../core/domain/app-error.ts';
import { BUSY_TIMEOUT_MS } from './open-database.ts';
import { checkSoundness, type DatabaseKind } from './soundness.ts';
import { sqliteError } from './sqlite-error.ts';

/** All pages in one step: a step of SQLite's backup is consistent in itself, several start over when the source changes. */
const ALL_PAGES = 0x7fffffff;

/**
 * Copies a database that others may be writing to into a new file: one file without journals beside it, checked as a whole.
 * @throws AppError `storage` when the source is not sound or not ours, or the copy cannot be made; then there is none
 */
export async function copyDatabase(
  Sqlite: typeof Database,
  from: string,
  to: string,
  kind: DatabaseKind,
): Promise<void> {
  try {
    const source = new Sqlite(from, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    try {
      checkSoundness(source, from, kind);
      await writePages(source, to, from);
    } finally {
      source.close();
    }
    const copy = new Sqlite(to, { fileMustExist: true });
    try {
      checkSoundness(copy, to, kind);
      // Whole in itself, and readable where nothing can be written beside it.
      copy.pragma('journal_mode = DELETE');
    } finally {
      copy.close();
    }
  } catch (error) {
    removeDatabase(to);
    throw sqliteError(from, error);
  }
}

/**
 * Puts the content of one database into another that exists, as one transaction of SQLite: whoever has it open sees the old
 * content or the new, and so does whoever opens it after a crash.
 * @throws AppError `storage`, retryable, when another program writes to it: nothing is changed then
 */
export async function overwriteDatabase(Sqlite: typeof Database, from: string, to: string): Promise<void> {
  const source = new Sqlite(from, { fileMustExist: true });
  try {
    await writePages(source, to, to);
    const changed = new Sqlite(to, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
    try {
      changed.pragma('synchronous = FULL');
      changed.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      changed.close();
    }
    // A commit that found the other database busy is given up without a word.
    if (!isSameContent(source, to)) throw busy(to);
  } catch (error) {
    throw sqliteError(to, error);
  } finally {
    source.close();
  }
}

/** The driver takes a database that is busy at the first step for one without pages. */
async function writePages(source: Database.Database, to: string, busyFile: string): Promise<void> {
  const { totalPages } = await source.backup(to, { progress: () => ALL_PAGES });
  if (totalPages === 0) throw busy(busyFile);
}

function isSameContent(db: Database.Database, other: string): boolean {
  db.prepare('ATTACH ? AS other').run(other);
  try {
    const tables = (schema: string): string[] =>
      db
        .prepare<[], string>(`SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' ORDER BY name`)
        .pluck()
        .all();
    const names = tables('main');
    if (names.join() !== tables('other').join()) return false;
    return names.every((name) =>
      [
        `main."${name}" EXCEPT SELECT * FROM other."${name}"`,
        `other."${name}" EXCEPT SELECT * FROM main."${name}"`,
      ].every((difference) => db.prepare(`SELECT 1 FROM (SELECT * FROM ${difference}) LIMIT 1`).get() === undefined),
    );
  } finally {
    db.exec('DETACH other');
  }
}

/** Removes a database with what SQLite keeps beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${suffix}`, { force: true });
}

const busy = (file: string): AppError =>
  new AppError(
    'storage',
    `${file} is held by another program: close what has it open (a database browser, a command of statarb) and run again; nothing was changed`,
    { retryable: true, facts: { file } },
  );
