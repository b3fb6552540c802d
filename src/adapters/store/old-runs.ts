import type Database from 'better-sqlite3';
import type { EpochMs } from '../../core/domain/time.ts';

/** Rows that one call looks at: some tens of milliseconds' work. */
const MOST = 2_000;

/** What stands in the place of a summary that was emptied: still JSON. */
const EMPTY_SUMMARY = '{}';

/**
 * Removes runs older than `before` that nothing refers to, and empties the summaries of the others: the oldest ones that are
 * still whole, so that none is looked at twice. What refers to a run (decisions, tickets, positions) is asked of the schema, so
 * that no later table is forgotten.
 * @returns how many rows were removed and how many emptied; more may be left for the next call
 */
export function forgetRuns(db: Database.Database, before: EpochMs): { removed: number; emptied: number } {
  const whole = 'now < @before AND summary <> @empty';
  const values = { before, empty: EMPTY_SUMMARY };
  const last = db
    .prepare<object, number | null>(
      `SELECT max(seq) FROM (SELECT seq FROM runs WHERE ${whole} ORDER BY seq LIMIT @most)`,
    )
    .pluck()
    .get({ ...values, most: MOST });
  if (last == null) return { removed: 0, emptied: 0 };
  const unreferenced = referrers(db).map(
    ({ table, column }) => `AND NOT EXISTS (SELECT 1 FROM "${table}" WHERE "${column}" = runs.run_id)`,
  );
  const removed = db.prepare(`DELETE FROM runs WHERE seq <= @last AND ${whole} ${unreferenced.join(' ')}`);
  const emptied = db.prepare(`UPDATE runs SET summary = @empty WHERE seq <= @last AND ${whole}`);
  return { removed: removed.run({ ...values, last }).changes, emptied: emptied.run({ ...values, last }).changes };
}

/** Columns that hold the id of a run. */
const referrers = (db: Database.Database): readonly { readonly table: string; readonly column: string }[] =>
  db
    .prepare<[], { table: string; column: string }>(
      `SELECT schema.name AS "table", key."from" AS "column"
       FROM sqlite_schema AS schema JOIN pragma_foreign_key_list(schema.name) AS key
       WHERE schema.type = 'table' AND key."table" = 'runs' AND key."to" = 'run_id'`,
    )
    .all();
