import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '../../core/domain/app-error.ts';
import { isoUtc, type EpochMs } from '../../core/domain/time.ts';
import type { RunLock } from '../../ports/run-lock.ts';
import type { LockHolder } from '../../ports/state-inspection.ts';
import { loadSqlite } from './open-database.ts';
import { sqliteError } from './sqlite-error.ts';

/** Keeps the connections of held locks alive: a collected connection would silently drop its lock. */
const held = new Set<Database.Database>();

/**
 * Takes the one lock on a state database. The operating system drops it when the process ends in any way.
 *
 * The lock is the write lock of a small SQLite file beside the state, held by an open transaction that writes nothing.
 * That file is never removed: removing it would let two runs lock two different files of one name.
 * @param stateFile path of the state database; relative paths and symbolic links to one file meet in one lock
 * @param info `since`: when the run began, told to whoever finds the lock taken
 * @throws AppError `lock` when another run holds it, `storage` when the lock file cannot be used
 */
export async function acquireRunLock(stateFile: string, info: { readonly since: EpochMs }): Promise<RunLock> {
  const Sqlite = await loadSqlite(stateFile);
  const { state, lockFile, db } = openLockFile(Sqlite, stateFile);
  const sidecar = `${lockFile}.json`;
  try {
    // In memory: a journal left by a killed run would make the next ones quarrel over playing it back.
    db.pragma('journal_mode = MEMORY');
    // IMMEDIATE, not EXCLUSIVE: of many that try at once exactly one gets it, and none gives up for another's sake.
    db.exec('BEGIN IMMEDIATE');
  } catch (error) {
    db.close();
    if (isBusy(error)) throw lockedError(state, sidecar);
    throw sqliteError(lockFile, error);
  }
  held.add(db);
  writeSidecar(sidecar, { pid: process.pid, host: hostname(), since: info.since });
  return {
    release: () => {
      if (!held.delete(db)) return;
      removeSidecar(sidecar);
      db.close();
    },
  };
}

function openLockFile(
  Sqlite: typeof Database,
  stateFile: string,
): { state: string; lockFile: string; db: Database.Database } {
  try {
    mkdirSync(dirname(stateFile), { recursive: true });
    const state = resolveState(stateFile);
    const lockFile = `${state}.lock`;
    return { state, lockFile, db: new Sqlite(lockFile, { timeout: 0 }) };
  } catch (error) {
    throw sqliteError(`${stateFile}.lock`, error);
  }
}

/** The state's one true path, whether or not the file exists yet. */
export function resolveState(stateFile: string): string {
  try {
    return realpathSync(stateFile);
  } catch {
    return join(realpathSync(dirname(stateFile)), basename(stateFile));
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');

/** The sidecar only informs: a run that holds the lock goes on even when it cannot be written. */
function writeSidecar(sidecar: string, holder: LockHolder): void {
  const temporary = `${sidecar}.tmp`;
  try {
    writeFileSync(temporary, `${JSON.stringify({ ...holder, since: isoUtc(holder.since) })}\n`);
    renameSync(temporary, sidecar);
  } catch {
    removeSidecar(sidecar);
  }
}

function removeSidecar(sidecar: string): void {
  try {
    unlinkSync(sidecar);
  } catch {
    // It was never written, or the folder became read-only: readers see that its process is gone.
  }
}

function lockedError(state: string, sidecar: string): AppError {
  const holder = readSidecar(sidecar);
  const who =
    holder === null
      ? 'it has not said which'
      : `process ${holder.pid} on ${holder.host}, since ${isoUtc(holder.since)}`;
  return new AppError('lock', `another run works on ${state} (${who}): let it finish, then run again`, {
    retryable: true,
    facts: holder === null ? { state } : { state, pid: holder.pid, host: holder.host, since: isoUtc(holder.since) },
  });
}

/** Who says to hold the lock on a state, which need not exist; null when nobody does. The lock is not touched. */
export const lockHolderOf = (stateFile: string): LockHolder | null =>
  existsSync(dirname(stateFile)) ? readSidecar(`${resolveState(stateFile)}.lock.json`) : null;

/** What the holder left, or null when it is missing, unreadable, or of a run that has ended. */
function readSidecar(sidecar: string): LockHolder | null {
  try {
    const said = JSON.parse(readFileSync(sidecar, 'utf8')) as Record<string, unknown> | null;
    const pid = Number(said?.['pid']);
    const since = Date.parse(String(said?.['since']));
    const host = String(said?.['host']);
    if (!Number.isInteger(pid) || pid <= 0 || Number.isNaN(since)) return null;
    return host === hostname() && !isAlive(pid) ? null : { pid, host, since };
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
