import type Database from 'better-sqlite3';
import { AppError } from '../../core/domain/app-error.ts';
import { checkOwnership, MIGRATIONS } from './migrations.ts';
import { TRIAL_SCHEMA } from './sqlite-trial-ledger.ts';

/** Which of our databases a file should be. */
export type DatabaseKind = 'state' | 'ledger';

/** A table that only this kind has, and the schema it is made by. */
const KINDS: Readonly<Record<DatabaseKind, { readonly table: string; readonly steps: readonly string[] }>> = {
  state: { table: 'decisions', steps: MIGRATIONS },
  ledger: { table: 'trials', steps: TRIAL_SCHEMA },
};

/** What is wrong with an open database, one line each: pages, indexes, rows that refer to nothing. */
export function unsoundParts(db: Database.Database): readonly string[] {
  const pages = db.pragma('quick_check(5)') as readonly { readonly quick_check: string }[];
  const damage = pages.map(({ quick_check: found }) => found).filter((found) => found !== 'ok');
  const orphans = db.pragma('foreign_key_check') as readonly { readonly table: string; readonly parent: string }[];
  const dangling = new Set(
    orphans.map(({ table, parent }) => `rows of ${table} refer to ${parent} that are not there`),
  );
  return [...damage, ...dangling];
}

/** @throws AppError `storage` when the database is not ours, of the other kind, of a newer statarb, or damaged */
export function checkSoundness(db: Database.Database, file: string, kind: DatabaseKind): void {
  const { table, steps } = KINDS[kind];
  checkOwnership(db, file, steps);
  const tables = db.prepare<[string]>(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).all(table);
  if (tables.length === 0) {
    throw new AppError('storage', `${file} is no ${kind} database of statarb: it has no ${table}`, { facts: { file } });
  }
  const first = unsoundParts(db).at(0);
  if (first !== undefined) {
    throw new AppError('storage', `${file} is damaged (${first.split('\n')[0] ?? ''}): take a sound backup instead`, {
      facts: { file },
    });
  }
}
