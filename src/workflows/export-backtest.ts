import { simulate } from '../core/backtest/simulate.ts';
import type { ClosedTrade } from '../core/domain/position.ts';
import { pairName } from '../core/domain/pair.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import { featureFrame } from '../core/features/feature-frame.ts';
import type { TableColumn, TableFormat, TableWriter } from '../ports/table-writer.ts';
import { loadHistory, type HistoryPorts, type HistoryRequest } from './load-history.ts';

export interface BacktestExport extends Omit<HistoryRequest, 'windows' | 'filters' | 'isOffline'> {
  readonly settings: StrategySettings;
  readonly what: 'trades' | 'equity';
  readonly format: TableFormat;
  /** The file, or null for standard output. */
  readonly path: string | null;
}

/**
 * Writes the closed trades, or the account at each close, of a backtest over cached candles: what `backtest --offline` computes.
 * @returns the rows written
 * @throws AppError `data` when the cache lacks the stretch, `storage` when the file cannot be written
 */
export async function exportBacktest(
  ports: HistoryPorts,
  tables: TableWriter,
  request: BacktestExport,
): Promise<number> {
  const { settings, pair, what, format, path } = request;
  const { windows, filters, strategy, risk } = settings;
  const history = await loadHistory(ports, { ...request, windows, filters, isOffline: true });
  const { candles, from, to } = history;
  const simulation = simulate({ ...history, features: featureFrame(candles, windows, strategy), settings }, from, to);
  const ts = candles.ts.subarray(from, to);
  const columns =
    what === 'trades'
      ? tradeColumns(pairName(pair), simulation.trades)
      : equityColumns(ts, simulation.equity, risk.accountUsd);
  await tables.write(columns, format, path);
  return what === 'trades' ? simulation.trades.length : ts.length;
}

/** The columns of `trades.csv`. */
function tradeColumns(pair: string, trades: readonly ClosedTrade[]): TableColumn[] {
  const text = (name: string, value: (trade: ClosedTrade) => string): TableColumn => ({
    name,
    kind: 'text',
    values: trades.map(value),
  });
  const numbers = (kind: 'time' | 'number', name: string, value: (trade: ClosedTrade) => number): TableColumn => ({
    name,
    kind,
    values: Float64Array.from(trades, value),
  });
  return [
    text('pair', () => pair),
    text('side', (trade) => trade.side),
    numbers('time', 'entry_decision_ts', (trade) => trade.entryDecisionTs),
    numbers('time', 'entry_ts', (trade) => trade.entryTs),
    numbers('time', 'exit_decision_ts', (trade) => trade.exitDecisionTs),
    numbers('time', 'exit_ts', (trade) => trade.exitTs),
    numbers('number', 'beta', (trade) => trade.beta),
    numbers('number', 'z_entry', (trade) => trade.zEntry),
    numbers('number', 'z_exit', (trade) => trade.zExit),
    numbers('number', 'qty_x', (trade) => trade.quantity.x),
    numbers('number', 'qty_y', (trade) => trade.quantity.y),
    numbers('number', 'entry_x', (trade) => trade.entryPrice.x),
    numbers('number', 'entry_y', (trade) => trade.entryPrice.y),
    numbers('number', 'exit_x', (trade) => trade.exitPrice.x),
    numbers('number', 'exit_y', (trade) => trade.exitPrice.y),
    numbers('number', 'gross', (trade) => trade.gross),
    numbers('number', 'fees', (trade) => trade.fees),
    numbers('number', 'slippage', (trade) => trade.slippage),
    numbers('number', 'funding', (trade) => trade.funding),
    numbers('number', 'net', (trade) => trade.net),
    text('exit_reason', (trade) => trade.exitReason),
    numbers('number', 'bars_held', (trade) => trade.barsHeld),
  ];
}

/** Account at each close, and its fall from the running peak as a fraction of that peak. */
function equityColumns(ts: Float64Array, equity: Float64Array, accountUsd: number): TableColumn[] {
  let peak = accountUsd;
  const drawdown = equity.map((worth) => {
    peak = Math.max(peak, worth);
    return 1 - worth / peak;
  });
  return [
    { name: 'ts', kind: 'time', values: ts },
    { name: 'equity', kind: 'number', values: equity },
    { name: 'drawdown', kind: 'number', values: drawdown },
  ];
}
