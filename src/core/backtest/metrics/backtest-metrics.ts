import type { AlignedCandles } from '../../domain/aligned-candles.ts';
import type { RefusalCounts } from '../../domain/order.ts';
import { YEAR_MS, type EpochMs } from '../../domain/time.ts';
import type { Simulation } from '../simulate.ts';
import { dailyActivity, type DailyActivity } from './daily-activity.ts';
import { dailyPnl, type DailyPnl } from './daily-pnl.ts';
import { maxDrawdown } from './max-drawdown.ts';
import { calmar, sharpe, sortino } from './ratios.ts';
import { tradeStatistics, type TradeStatistics } from './trade-statistics.ts';

const WEEK_MS = 7 * 86_400_000;

/** Every figure of a backtest. NaN prints as a dash. */
export interface BacktestMetrics extends TradeStatistics {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly bars: number;
  readonly filledBars: number;
  readonly daily: DailyPnl;
  readonly activity: DailyActivity;
  readonly tradesPerWeek: number;
  readonly sharpe: number;
  readonly sortino: number;
  readonly calmar: number;
  readonly maxDrawdown: number;
  /** Share of bars at whose close a position was open. */
  readonly exposure: number;
  /** Dollars traded per year ÷ account. */
  readonly turnoverPerYear: number;
  /** Mark of the position still open at the end, after the costs of its entry, USD. */
  readonly openPnl: number;
  readonly refused: Readonly<RefusalCounts>;
  readonly ruinedAt: EpochMs | null;
}

/** The figures of a simulated stretch, each as its own file defines it. */
export function backtestMetrics(candles: AlignedCandles, simulation: Simulation, accountUsd: number): BacktestMetrics {
  const { from, to, equity } = simulation;
  const ts = candles.ts.subarray(from, to);
  const bars = ts.length;
  const daily = dailyPnl(ts, equity, accountUsd);
  const drawdown = maxDrawdown(equity, accountUsd);
  const trades = tradeStatistics(simulation.trades);
  const span = bars * candles.barMs;
  let filledBars = 0;
  for (let i = from; i < to; i++) filledBars += candles.filled[i];
  return {
    ...trades,
    from: ts.at(0) ?? NaN,
    to: (ts.at(-1) ?? NaN) + candles.barMs,
    bars,
    filledBars,
    daily,
    activity: dailyActivity(ts, simulation),
    tradesPerWeek: (trades.trades * WEEK_MS) / span,
    sharpe: sharpe(daily.pnl),
    sortino: sortino(daily.pnl),
    calmar: calmar(daily.pnl, drawdown),
    maxDrawdown: drawdown,
    exposure: simulation.barsInPosition / bars,
    turnoverPerYear: ((simulation.turnoverUsd / accountUsd) * YEAR_MS) / span,
    openPnl: (equity.at(-1) ?? accountUsd) - accountUsd - trades.net,
    refused: simulation.refused,
    ruinedAt: simulation.ruinedAt,
  };
}
