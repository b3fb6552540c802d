import type { ClosedTrade } from './position.ts';

/** The columns of a table of trades, in their order: `trades.csv` and its exports. */
export const TRADE_COLUMNS = [
  'pair',
  'side',
  'entry_decision_ts',
  'entry_ts',
  'exit_decision_ts',
  'exit_ts',
  'beta',
  'z_entry',
  'z_exit',
  'qty_x',
  'qty_y',
  'entry_x',
  'entry_y',
  'exit_x',
  'exit_y',
  'gross',
  'fees',
  'slippage',
  'funding',
  'net',
  'exit_reason',
  'bars_held',
] as const;

/** One trade as a row. Times in ms, quantities signed, prices are fill prices. */
export type TradeRow = Readonly<Record<(typeof TRADE_COLUMNS)[number], string | number>>;

export const tradeRow = (pair: string, trade: ClosedTrade): TradeRow => ({
  pair,
  side: trade.side,
  entry_decision_ts: trade.entryDecisionTs,
  entry_ts: trade.entryTs,
  exit_decision_ts: trade.exitDecisionTs,
  exit_ts: trade.exitTs,
  beta: trade.beta,
  z_entry: trade.zEntry,
  z_exit: trade.zExit,
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
});
