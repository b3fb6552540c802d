import { simulate } from '../core/backtest/simulate.ts';
import type { ClosedTrade } from '../core/domain/position.ts';
import { pairName } from '../core/domain/pair.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import { TRADE_COLUMNS, tradeRow } from '../core/domain/trade-row.ts';
import { featureFrame, warmUpBars } from '../core/features/feature-frame.ts';
import type { TableColumn, TableFormat, TableWriter } from '../ports/table-writer.ts';
import { loadHistory, type HistoryPorts, type HistoryRequest } from './load-history.ts';

/** The other columns of a trade are times and numbers. */
const TEXT_COLUMNS: ReadonlySet<string> = new Set(['pair', 'side', 'exit_reason']);

export interface BacktestExport extends Omit<HistoryRequest, 'warmUp' | 'isOffline'> {
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
  const { windows, strategy, risk } = settings;
  const history = await loadHistory(ports, { ...request, warmUp: warmUpBars(settings), isOffline: true });
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
  const rows = trades.map((trade) => tradeRow(pair, trade));
  return TRADE_COLUMNS.map((name): TableColumn => {
    if (TEXT_COLUMNS.has(name)) return { name, kind: 'text', values: rows.map((row) => String(row[name])) };
    const kind = name.endsWith('_ts') ? 'time' : 'number';
    return { name, kind, values: Float64Array.from(rows, (row) => Number(row[name])) };
  });
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
