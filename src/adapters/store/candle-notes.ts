import type Database from 'better-sqlite3';
import { CANDLE_FIELDS, type CandleSeries, type Revision } from '../../core/domain/candle.ts';
import type { EpochMs } from '../../core/domain/time.ts';

const VALUES = CANDLE_FIELDS.flatMap((field) => [`old_${field}`, `new_${field}`]);
const BAR = ['venue', 'symbol', 'timeframe', 'ts'];
const COLUMNS = [...BAR, 'seen_at', ...VALUES];
const named = (columns: readonly string[], separator: string): string =>
  columns.map((column) => `${column} = @${column}`).join(separator);

/** Nothing when it is what was last recorded of the bar: a run was killed between recording a revision and storing it. */
const INSERT_REVISION = `
  INSERT INTO revisions (${COLUMNS.join(', ')}) SELECT ${COLUMNS.map((column) => `@${column}`).join(', ')}
  WHERE NOT EXISTS (
    SELECT 1 FROM revisions
    WHERE seq = (SELECT max(seq) FROM revisions WHERE ${named(BAR, ' AND ')}) AND ${named(VALUES, ' AND ')}
  )`;

export function insertRevision(db: Database.Database, { series, before, after }: Revision, seenAt: EpochMs): void {
  const values = CANDLE_FIELDS.flatMap((field) => [
    [`old_${field}`, before[field]],
    [`new_${field}`, after[field]],
  ]);
  const { venue, symbol, timeframe } = series;
  db.prepare(INSERT_REVISION).run({
    ...{ venue, symbol, timeframe, ts: after.ts, seen_at: seenAt },
    ...(Object.fromEntries(values) as object),
  });
}

/** In the order they were seen. */
export const selectRevisions = (
  db: Database.Database,
  { venue, symbol, timeframe }: CandleSeries,
): readonly { readonly ts: EpochMs; readonly seenAt: EpochMs }[] =>
  db
    .prepare<object, { ts: number; seenAt: number }>(
      `SELECT ts, seen_at AS seenAt FROM revisions
       WHERE venue = @venue AND symbol = @symbol AND timeframe = @timeframe ORDER BY seq`,
    )
    .all({ venue, symbol, timeframe });

/** Missing hours already confirmed, `from ≤ ts < to`. */
export function selectGaps(
  db: Database.Database,
  series: CandleSeries,
  from: EpochMs,
  to: EpochMs,
): ReadonlySet<EpochMs> {
  const { venue, symbol, timeframe } = series;
  const rows = db
    .prepare<object, { ts: number }>(
      `SELECT ts FROM gaps WHERE venue = @venue AND symbol = @symbol AND timeframe = @timeframe
       AND ts >= @from AND ts < @to`,
    )
    .all({ venue, symbol, timeframe, from, to });
  return new Set(rows.map((row) => row.ts));
}

/** A gap confirmed before keeps the time it was first seen. */
export function insertGap(db: Database.Database, series: CandleSeries, ts: EpochMs, seenAt: EpochMs): void {
  const { venue, symbol, timeframe } = series;
  db.prepare(
    `INSERT INTO gaps (venue, symbol, timeframe, ts, seen_at) VALUES (@venue, @symbol, @timeframe, @ts, @seenAt)
     ON CONFLICT DO NOTHING`,
  ).run({ venue, symbol, timeframe, ts, seenAt });
}
