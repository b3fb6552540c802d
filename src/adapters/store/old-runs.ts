import type Database from 'better-sqlite3';
import type { EpochMs } from '../../core/domain/time.ts';

/** Rows that one call removes at most, and as many that it empties: some tens of milliseconds' work. */
const MOST = 2_000;

/** What stands in the place of a summary that was emptied: still JSON. */
const EMPTY_SUMMARY = '{}';

/**
 * Removes runs older than `before` that nothing refers to, and empties the summaries of the others. What refers to a run
 * (decisions, tickets, positions) is asked of the schema, so that no later table is forgotten.
 * @returns how many rows were removed and how many emptied; more may be left for the next call
 */
export function forgetRuns(db: Database.Database, before: EpochMs): { removed: number; emptied: number } {
  const unreferenced = referrers(db)
    .map(({ table, column }) => `NOT EXISTS (SELECT 1 FROM "${table}" WHERE "${column}" = runs.run_id)`)
    .map((condition) => `AND ${condition}`);
  const removed = db
    .prepare(
      `DELETE FROM runs WHERE seq IN (
         SELECT seq FROM runs WHERE now < @before ${unreferenced.join(' ')} ORDER BY seq LIMIT @most
       )`,
    )
    .run({ before, most: MOST });
  const emptied = db
    .prepare(
      `UPDATE runs SET summary = @empty WHERE seq IN (
         SELECT seq FROM runs WHERE now < @before AND summary <> @empty ORDER BY seq LIMIT @most
       )`,
    )
    .run({ before, most: MOST, empty: EMPTY_SUMMARY });
  return { removed: removed.changes, emptied: emptied.changes };
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
