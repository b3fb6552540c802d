import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '../../core/domain/app-error.ts';
import { checkOwnership, migrate, MIGRATIONS, schemaVersion } from './migrations.ts';
import { guarded, sqliteError } from './sqlite-error.ts';
import { sqlitePackage } from './sqlite-package.ts';

/** How long a write waits for a reader or a checkpoint before it gives up. */
export const BUSY_TIMEOUT_MS = 5_000;

export interface OpenOptions {
  /** Changes nothing on disk: a missing database reads as an empty one, and nothing can be written. */
  readonly isReadOnly?: boolean;
  /** For a state that is thrown away afterwards: commits do not wait for the disk. A killed process loses nothing, a power cut may. */
  readonly isScratch?: boolean;
  readonly migrations?: readonly string[];
}

/** Loads the native module only when a database is really needed. */
export async function loadSqlite(file: string): Promise<typeof Database> {
  try {
    return await sqlitePackage();
  } catch (error) {
    throw sqliteError(file, error);
  }
}

/**
 * Opens the database, making its folder and bringing its schema up to date.
 * @param file path of the database, or `:memory:`
 * @throws AppError `storage` when it cannot be opened, is damaged, or is not ours; it is never overwritten
 */
export async function openDatabase(file: string, options: OpenOptions = {}): Promise<Database.Database> {
  const steps = options.migrations ?? MIGRATIONS;
  const Sqlite = await loadSqlite(file);
  const isReadOnly = options.isReadOnly === true && file !== ':memory:' && existsSync(file);
  const path = options.isReadOnly === true && !isReadOnly ? ':memory:' : file;
  return guarded(file, () => {
    if (path !== ':memory:' && !isReadOnly) mkdirSync(dirname(path), { recursive: true });
    // A connection that SQLite itself holds for read-only could not remove the -wal and -shm files that reading makes.
    const db = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS, fileMustExist: isReadOnly });
    try {
      prepareDatabase(db, file, steps, { isReadOnly, isScratch: options.isScratch === true });
      if (options.isReadOnly === true) db.pragma('query_only = ON');
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function prepareDatabase(
  db: Database.Database,
  file: string,
  steps: readonly string[],
  { isReadOnly, isScratch }: { readonly isReadOnly: boolean; readonly isScratch: boolean },
): void {
  checkOwnership(db, file, steps);
  if (isReadOnly) {
    if (schemaVersion(db) === steps.length) return;
    throw new AppError('storage', `${file} is of an older statarb: run \`statarb scan\` once, which upgrades it`, {
      facts: { file },
    });
  }
  // Asking first spares a lock: changing the mode needs the database alone, reading it does not.
  if (db.pragma('journal_mode', { simple: true }) !== 'wal') db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${isScratch ? 'OFF' : 'FULL'}`);
  db.pragma('foreign_keys = ON');
  migrate(db, steps);
}
