import { describe, expect, it } from 'vitest';
import { parquetCache } from '../../src/adapters/cache/parquet-cache.ts';
import { setClock } from '../../src/adapters/clock/set-clock.ts';
import { simulatedCandles } from '../../src/adapters/market/simulated-candles.ts';
import { simulate } from '../../src/core/backtest/simulate.ts';
import { alignCandles } from '../../src/core/domain/aligned-candles.ts';
import type { TableColumn, TableWriter } from '../../src/ports/table-writer.ts';
import { exportBacktest } from '../../src/workflows/export-backtest.ts';
import { refreshSeries } from '../../src/workflows/refresh-series.ts';
import { recordingLog, scratchFolder } from '../adapters/cache/cache-fixture.ts';
import { strategySettings } from '../support/strategy-settings.ts';
import { decisionContext } from '../support/walk-history.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2024, 0, 1);
const END = START + 1500 * HOUR;
const SETTINGS = strategySettings();

async function exported(what: 'trades' | 'equity') {
  const clock = setClock(END + HOUR);
  const log = recordingLog();
  const cache = parquetCache(scratchFolder(), log);
  const source = simulatedCandles(clock);
  const series = (symbol: string) => ({ venue: source.venue, symbol, timeframe: '1h' });
  for (const symbol of ['BTC/USDT', 'ETH/USDT']) await refreshSeries({ source, cache }, series(symbol), START, END);
  let columns: readonly TableColumn[] = [];
  const tables: TableWriter = {
    write: (given) => {
      columns = given;
      return Promise.resolve();
    },
  };
  const rows = await exportBacktest({ source, funding: null, cache, clock, log }, tables, {
    what,
    format: 'csv',
    path: null,
    pair: { x: 'BTC/USDT', y: 'ETH/USDT' },
    timeframe: '1h',
    settings: SETTINGS,
    from: null,
    to: END,
    historyBars: 1000,
    closeGraceMs: 0,
  });
  const [x, y, rules] = await Promise.all([
    cache.read(series('BTC/USDT'), START, END),
    cache.read(series('ETH/USDT'), START, END),
    source.marketRules(['BTC/USDT', 'ETH/USDT']),
  ]);
  const candles = alignCandles(x.candles, y.candles, HOUR);
  const context = decisionContext(candles, SETTINGS, { rules: { x: rules[0], y: rules[1] } });
  const simulation = simulate(context, 0, candles.ts.length);
  const column = (name: string): readonly (string | number)[] => [
    ...(columns.find((one) => one.name === name)?.values ?? []),
  ];
  return { rows, column, simulation, candles };
}

describe('an exported backtest', () => {
  it('holds the closed trades of the backtest, in the columns of trades.csv', async () => {
    const { rows, column, simulation } = await exported('trades');
    expect(simulation.trades.length).toBeGreaterThan(5);
    expect(rows).toBe(simulation.trades.length);
    expect(column('net')).toEqual(simulation.trades.map((trade) => trade.net));
    expect(column('entry_ts')).toEqual(simulation.trades.map((trade) => trade.entryTs));
    expect(column('exit_reason')).toEqual(simulation.trades.map((trade) => trade.exitReason));
  });

  it('holds the account at each close, with its fall from the peak', async () => {
    const { rows, column, simulation, candles } = await exported('equity');
    expect(rows).toBe(candles.ts.length);
    expect(column('ts')).toEqual([...candles.ts]);
    expect(column('equity')).toEqual([...simulation.equity]);
    const drawdowns = column('drawdown').map(Number);
    expect(Math.min(...drawdowns)).toBe(0);
    expect(Math.max(...drawdowns)).toBeGreaterThan(0);
  });
});
