import type Database from 'better-sqlite3';
import type { SpreadSide } from '../../core/domain/order.ts';
import type { ClosedTrade, ExitReason } from '../../core/domain/position.ts';
import type { PairRecord } from '../../core/domain/ticket.ts';
import type { TradeRecord } from '../../ports/cycle-store.ts';
import { insertSql, orNaN, orNull } from './columns.ts';

/** A row of `trades` as SQLite holds it: the columns of `trades.csv`. */
interface TradeRow {
  readonly pair: string;
  readonly side: SpreadSide;
  readonly entry_decision_ts: number;
  readonly entry_ts: number;
  readonly exit_decision_ts: number;
  readonly exit_ts: number;
  readonly beta: number | null;
  readonly z_entry: number | null;
  readonly z_exit: number | null;
  readonly qty_x: number;
  readonly qty_y: number;
  readonly entry_x: number;
  readonly entry_y: number;
  readonly exit_x: number;
  readonly exit_y: number;
  readonly gross: number;
  readonly fees: number;
  readonly slippage: number;
  readonly funding: number;
  readonly net: number;
  readonly exit_reason: ExitReason;
  readonly bars_held: number;
}

const INSERT = insertSql(
  'trades',
  (
    'pair side entry_decision_ts entry_ts exit_decision_ts exit_ts beta z_entry z_exit qty_x qty_y ' +
    'entry_x entry_y exit_x exit_y gross fees slippage funding net exit_reason bars_held'
  ).split(' '),
);

export function insertTrade(db: Database.Database, pair: string, trade: ClosedTrade): void {
  const row: TradeRow = {
    pair,
    side: trade.side,
    entry_decision_ts: trade.entryDecisionTs,
    entry_ts: trade.entryTs,
    exit_decision_ts: trade.exitDecisionTs,
    exit_ts: trade.exitTs,
    beta: orNull(trade.beta),
    z_entry: orNull(trade.zEntry),
    z_exit: orNull(trade.zExit),
    qty_x: trade.quantity.x,
    qty_y: trade.quantity.y,
    entry_x: trade.entryPrice.x,
    entry_y: trade.entryPrice.y,
    exit_x: trade.exitPrice.x,
    exit_y: trade.exitPrice.y,
    gross: trade.gross,
    fees: trade.fees,
    slippage: trade.slippage,
    funding: trade.funding,
    net: trade.net,
    exit_reason: trade.exitReason,
    bars_held: trade.barsHeld,
  };
  db.prepare(INSERT).run(row);
}

/** In the order they were closed; of one bar, pairs by name. */
export const selectTrades = (db: Database.Database): readonly TradeRecord[] =>
  db
    .prepare<[], TradeRow>('SELECT * FROM trades ORDER BY exit_ts, pair, entry_decision_ts')
    .all()
    .map((row) => ({ pair: row.pair, trade: toTrade(row) }));

/** Newest first. A pair holds one position at a time, so that its trades end in the order they began. */
export const selectRecentTrades = (db: Database.Database, pair: string, limit: number): readonly ClosedTrade[] =>
  db
    .prepare<[string, number], TradeRow>('SELECT * FROM trades WHERE pair = ? ORDER BY entry_decision_ts DESC LIMIT ?')
    .all(pair, limit)
    .map(toTrade);

/** `total` adds up to 0 where `sum` of no row would be NULL. */
export const selectTradeTotals = (db: Database.Database, pair: string): PairRecord =>
  db
    .prepare<[string], PairRecord>(
      'SELECT count(*) AS trades, cast(total(net > 0) AS INTEGER) AS winners, total(net) AS netUsd FROM trades WHERE pair = ?',
    )
    .get(pair) ?? { trades: 0, winners: 0, netUsd: 0 };

const toTrade = (row: TradeRow): ClosedTrade => ({
  side: row.side,
  entryDecisionTs: row.entry_decision_ts,
  entryTs: row.entry_ts,
  exitDecisionTs: row.exit_decision_ts,
  exitTs: row.exit_ts,
  beta: orNaN(row.beta),
  zEntry: orNaN(row.z_entry),
  zExit: orNaN(row.z_exit),
  quantity: { x: row.qty_x, y: row.qty_y },
  entryPrice: { x: row.entry_x, y: row.entry_y },
  exitPrice: { x: row.exit_x, y: row.exit_y },
  gross: row.gross,
  fees: row.fees,
  slippage: row.slippage,
  funding: row.funding,
  net: row.net,
  exitReason: row.exit_reason,
  barsHeld: row.bars_held,
});
