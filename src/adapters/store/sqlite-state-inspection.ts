import { existsSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { StateCondition, StateInspection } from '../../ports/state-inspection.ts';
import { errnoOf } from '../storage-error.ts';
import { checkOwnership, MIGRATIONS, schemaVersion } from './migrations.ts';
import { BUSY_TIMEOUT_MS, loadSqlite } from './open-database.ts';
import { unsoundParts } from './soundness.ts';
import { guarded, sqliteError } from './sqlite-error.ts';
import { lockHolderOf } from './sqlite-run-lock.ts';

/** Looks at one state database. @param file need not exist */
export function sqliteStateInspection(file: string): StateInspection {
  return {
    engineVersion: async () => {
      const Sqlite = await loadSqlite(file);
      return guarded(file, () => {
        const db = new Sqlite(':memory:');
        try {
          return String(db.prepare('SELECT sqlite_version()').pluck().get());
        } finally {
          db.close();
        }
      });
    },
    condition: async () => {
      if (!existsSync(file)) return null;
      const Sqlite = await loadSqlite(file);
      const walBytes = existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0;
      try {
        // A connection that SQLite itself holds for read-only could not remove the -wal and -shm files that reading makes.
        const db = new Sqlite(file, { fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
        try {
          db.pragma('query_only = ON');
          checkOwnership(db, file);
          const schema = schemaVersion(db);
          const faults = unsoundParts(db);
          const lastRun = schema === 0 || faults.length > 0 ? null : selectLastRun(db);
          return { schema, newestSchema: MIGRATIONS.length, faults, walBytes, lastRun };
        } finally {
          db.close();
        }
      } catch (error) {
        if (!/^SQLITE_(NOTADB|CORRUPT)/.test(errnoOf(error))) throw sqliteError(file, error);
        const fault = error instanceof Error ? error.message : String(error);
        return { schema: 0, newestSchema: MIGRATIONS.length, faults: [fault], walBytes, lastRun: null };
      }
    },
    lockHolder: () => lockHolderOf(file),
  };
}

/** In the words of every schema so far. */
function selectLastRun(db: Database.Database): StateCondition['lastRun'] {
  const run = db
    .prepare<[], { now: number; exit_code: number }>('SELECT now, exit_code FROM runs ORDER BY seq DESC LIMIT 1')
    .get();
  return run === undefined ? null : { at: run.now, exitCode: run.exit_code };
}
