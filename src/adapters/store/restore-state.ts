import { copyFileSync, existsSync, linkSync, mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '../../core/domain/app-error.ts';
import type { EpochMs } from '../../core/domain/time.ts';
import type { RestoreResult } from '../../ports/state-backup.ts';
import { moveFile, removeLeftovers, temporaryPath } from '../atomic-file.ts';
import { errnoOf, storageError } from '../storage-error.ts';
import { copyDatabase, overwriteDatabase, removeDatabase } from './database-copy.ts';
import { checkOwnership } from './migrations.ts';
import { BUSY_TIMEOUT_MS, loadSqlite, openDatabase } from './open-database.ts';
import { markPendingUnknown } from './outbox-rows.ts';
import { unsoundParts } from './soundness.ts';
import { guarded, sqliteError } from './sqlite-error.ts';
import { resolveState } from './sqlite-run-lock.ts';
import { addTrialsOf } from './sqlite-trial-ledger.ts';
import { timeStamp } from './time-stamp.ts';

interface Files {
  readonly state: string;
  readonly ledger: string;
}

/**
 * Puts a backup in the place of the state; see `ports/state-backup.ts`.
 *
 * A sound state is first copied aside, then overwritten by SQLite itself in one transaction: its journal and whoever reads it
 * are in SQLite's care throughout. One that cannot be read is moved away with its journals, which would otherwise be played
 * into the new file, and the backup gets its name.
 */
export async function restoreState(files: Files, backup: Files, at: EpochMs): Promise<RestoreResult> {
  const Sqlite = await loadSqlite(files.state);
  if (!existsSync(backup.state)) throw new AppError('usage', `there is no ${backup.state}: name a backup to restore`);
  const state = ofPath(files.state);
  const fresh = temporaryPath(state);
  removeLeftovers(dirname(state));
  await copyDatabase(Sqlite, backup.state, fresh, 'state');
  try {
    const undelivered = await prepare(fresh);
    const damage = existsSync(state) ? damageOf(Sqlite, state) : null;
    const aside = freeName(`${state.replace(/\.db$/, '')}.replaced-${timeStamp(at)}.db`);
    let replaced: string | null = null;
    let unknown: Unknown = { tickets: [], fills: 0 };
    if (existsSync(state) && damage === null) {
      replaced = aside;
      await copyDatabase(Sqlite, state, temporaryPath(aside), 'state');
      moveFile(temporaryPath(aside), aside);
      unknown = unknownIn(Sqlite, fresh, aside);
      await overwriteDatabase(Sqlite, fresh, state);
    } else {
      if (setAside(state, aside)) replaced = aside;
      moveFile(fresh, state);
    }
    const trialsAdded = existsSync(backup.ledger) ? await addTrialsOf(files.ledger, backup.ledger) : 0;
    return {
      ...{ replaced, damage, undelivered, trialsAdded },
      unknownTickets: unknown.tickets,
      unknownFills: unknown.fills,
    };
  } finally {
    removeDatabase(fresh);
  }
}

/** The state's one true path; its folder is made. */
function ofPath(file: string): string {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return resolveState(file);
  } catch (error) {
    throw storageError('write', file, error);
  }
}

/** Brings the copy to the newest schema; what it holds undelivered may have arrived since. */
async function prepare(fresh: string): Promise<number> {
  const db = await openDatabase(fresh);
  return guarded(fresh, () => {
    try {
      const undelivered = markPendingUnknown(db);
      db.pragma('journal_mode = DELETE');
      return undelivered;
    } finally {
      db.close();
    }
  });
}

/**
 * Why the state cannot be read as a whole, or null.
 * @throws AppError `storage` when it is another program's or a newer statarb's: those are never replaced
 */
function damageOf(Sqlite: typeof Database, state: string): string | null {
  try {
    // Any other connection would play the journal into the file when it closes, damaged or not.
    const db = new Sqlite(state, { readonly: true, timeout: BUSY_TIMEOUT_MS });
    try {
      checkOwnership(db, state);
      return unsoundParts(db).at(0) ?? null;
    } finally {
      db.close();
    }
  } catch (error) {
    if (/^SQLITE_(NOTADB|CORRUPT)/.test(errnoOf(error))) return error instanceof Error ? error.message : 'damaged';
    throw sqliteError(state, error);
  }
}

/** What the replaced database holds and the restored one does not. */
interface Unknown {
  readonly tickets: readonly string[];
  readonly fills: number;
}

const FILL = 'ticket_id, leg, action, quantity, price, filled_at, external_id';

function unknownIn(Sqlite: typeof Database, fresh: string, replaced: string): Unknown {
  return guarded(replaced, () => {
    const db = new Sqlite(fresh, { fileMustExist: true });
    const missing = (table: string, columns: string): unknown[] =>
      db
        .prepare(`SELECT ${columns} FROM replaced.${table} EXCEPT SELECT ${columns} FROM main.${table} ORDER BY 1`)
        .pluck()
        .all();
    try {
      db.prepare('ATTACH ? AS replaced').run(replaced);
      const hasFills = db.prepare(`SELECT 1 FROM replaced.sqlite_schema WHERE name = 'fills'`).all().length > 0;
      return {
        tickets: missing('tickets', 'id').map(String),
        fills: hasFills ? missing('fills', FILL).length : 0,
      };
    } finally {
      db.close();
    }
  });
}

/**
 * Gives what lies there a second name, file by file, and only then takes the journals' first ones away: killed in between, all
 * of it can still be found.
 * @returns whether there was a database
 */
function setAside(state: string, aside: string): boolean {
  const suffixes = ['', '-wal', '-shm', '-journal'].filter((suffix) => existsSync(`${state}${suffix}`));
  try {
    for (const suffix of suffixes) link(`${state}${suffix}`, `${aside}${suffix}`);
    for (const suffix of suffixes.filter((one) => one !== '')) rmSync(`${state}${suffix}`);
  } catch (error) {
    throw storageError('move', state, error);
  }
  return suffixes.includes('');
}

/** Some file systems know no second names. */
function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP', 'EMLINK'].includes(errnoOf(error))) throw error;
    copyFileSync(from, to);
  }
}

function freeName(path: string): string {
  for (let n = 1; ; n++) {
    const name = n === 1 ? path : path.replace(/\.db$/, `-${n}.db`);
    if (!existsSync(name)) return name;
  }
}
