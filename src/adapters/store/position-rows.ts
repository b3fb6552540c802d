import type Database from 'better-sqlite3';
import type { Order, PositionSide } from '../../core/domain/order.ts';
import type { Book, Position } from '../../core/domain/position.ts';
import { fromExactJson, toExactJson } from './exact-json.ts';

interface PositionRow {
  readonly side: PositionSide;
  readonly cash: number;
  readonly position: string | null;
  readonly pending: string | null;
  readonly is_ruined: number;
}

const UPSERT = `
  INSERT INTO positions (pair, side, cash, position, pending, is_ruined, run_id)
  VALUES (@pair, @side, @cash, @position, @pending, @is_ruined, @run_id)
  ON CONFLICT (pair) DO UPDATE SET side = excluded.side, cash = excluded.cash, position = excluded.position,
    pending = excluded.pending, is_ruined = excluded.is_ruined, run_id = excluded.run_id`;

/** Replaces what is known of a pair's account. */
export function upsertPosition(
  db: Database.Database,
  state: { readonly pair: string; readonly side: PositionSide; readonly book: Book; readonly runId: string },
): void {
  db.prepare(UPSERT).run({
    pair: state.pair,
    side: state.side,
    cash: state.book.cash,
    position: state.book.position === null ? null : toExactJson(state.book.position),
    pending: state.book.pending === null ? null : toExactJson(state.book.pending),
    is_ruined: Number(state.book.isRuined),
    run_id: state.runId,
  });
}

/** The pair's account as it was last committed, or null. */
export function selectPosition(
  db: Database.Database,
  pair: string,
): { readonly side: PositionSide; readonly book: Book } | null {
  const row = db.prepare<[string], PositionRow>('SELECT * FROM positions WHERE pair = ?').get(pair);
  if (row === undefined) return null;
  return {
    side: row.side,
    book: {
      cash: row.cash,
      position: row.position === null ? null : (fromExactJson(row.position) as Position),
      pending: row.pending === null ? null : (fromExactJson(row.pending) as Order),
      isRuined: row.is_ruined === 1,
    },
  };
}
