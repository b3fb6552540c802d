import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { AppError } from '../../core/domain/app-error.ts';
import type { BackupRequest, BackupResult, StateBackup } from '../../ports/state-backup.ts';
import { moveFile, removeLeftovers, temporaryPath } from '../atomic-file.ts';
import { storageError } from '../storage-error.ts';
import { copyDatabase, removeDatabase } from './database-copy.ts';
import { loadSqlite } from './open-database.ts';
import { restoreState } from './restore-state.ts';
import type { DatabaseKind } from './soundness.ts';
import { timeStamp } from './time-stamp.ts';

/** A backup that took its name from its time. */
const DATED = /^statarb-\d{4}-\d\d-\d\dT\d{6}Z\.db$/;
const LEDGER_SUFFIX = '.trials.db';
/** How every SQLite file begins. */
const MAGIC = 'SQLite format 3\0';

/**
 * Backups of the state database and of the trial ledger beside it.
 * @param files paths of both; neither need exist
 */
export function sqliteStateBackup(files: { readonly state: string; readonly ledger: string }): StateBackup {
  return {
    backup: async (request) => {
      const Sqlite = await loadSqlite(files.state);
      if (!existsSync(files.state)) {
        throw new AppError(
          'storage',
          `there is no ${files.state} yet, so nothing to back up: \`statarb scan\` makes it`,
        );
      }
      return backUp(Sqlite, files, request);
    },
    restore: (file, at) => restoreState(files, { state: file, ledger: ledgerOf(file) }, at),
  };
}

async function backUp(
  Sqlite: typeof Database,
  files: { readonly state: string; readonly ledger: string },
  { target, at, keep }: BackupRequest,
): Promise<BackupResult> {
  const dated = `statarb-${timeStamp(at)}.db`;
  const file = target === null ? join(dirname(files.state), 'backups', dated) : named(target, dated);
  const folder = dirname(file);
  requireReplaceable(file, files.state);
  makeFolder(folder);
  removeLeftovers(folder);
  await copyInto(Sqlite, files.state, file, 'state');
  const ledger = existsSync(files.ledger) ? ledgerOf(file) : null;
  if (ledger !== null) await copyInto(Sqlite, files.ledger, ledger, 'ledger');
  return { file, bytes: statSync(file).size, ledger, removed: keep === null ? [] : prune(folder, keep) };
}

const named = (target: string, dated: string): string =>
  existsSync(target) && statSync(target).isDirectory() ? join(target, dated) : target;

async function copyInto(Sqlite: typeof Database, from: string, to: string, kind: DatabaseKind): Promise<void> {
  const temporary = temporaryPath(to);
  await copyDatabase(Sqlite, from, temporary, kind);
  try {
    moveFile(temporary, to);
  } catch (error) {
    removeDatabase(temporary);
    throw error;
  }
}

/** Only a database may be replaced by a backup, and never the state itself. */
function requireReplaceable(file: string, state: string): void {
  if (!existsSync(file)) return;
  if (realpathSync(file) === realpathSync(state)) {
    throw new AppError('usage', `${file} is the state itself: name another file for its backup`);
  }
  if (!statSync(file).isFile() || readFileSync(file).toString('latin1', 0, MAGIC.length) !== MAGIC) {
    throw new AppError('usage', `${file} is there and is no backup: name another file`);
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw storageError('write', folder, error);
  }
}

/** Removes all but the newest dated backups of a folder, each with its ledger. */
function prune(folder: string, keep: number): readonly string[] {
  const dated = readdirSync(folder)
    .filter((name) => DATED.test(name))
    .sort()
    .map((name) => join(folder, name));
  const old = dated.slice(0, Math.max(0, dated.length - keep));
  for (const file of old) {
    removeDatabase(file);
    removeDatabase(ledgerOf(file));
  }
  return old;
}

const ledgerOf = (file: string): string => `${file.replace(/\.db$/, '')}${LEDGER_SUFFIX}`;
