import type { BacktestResult, IntervalName, MeasuredBacktest } from '../backtest/backtest-result.ts';
import type { BacktestMetrics } from '../backtest/metrics/backtest-metrics.ts';
import type { FigureUnit } from './figure-text.ts';

/** One figure of a backtest as it is shown: its value, how it is printed and what it means. */
export interface Figure {
  readonly name: string;
  readonly definition: string;
  readonly unit: FigureUnit;
  readonly value: (metrics: BacktestMetrics) => number;
  /** The interval that goes with it, if it has one. */
  readonly interval: IntervalName | null;
}

const figure = (
  name: string,
  unit: FigureUnit,
  value: Figure['value'],
  definition: string,
  interval: IntervalName | null = null,
): Figure => ({ name, unit, value, definition, interval });

const NET = figure(
  'Net P&L',
  'usd',
  (m) => m.net,
  'Sum over closed trades of gross − fees − slippage + funding.',
  'net',
);
const SHARPE = figure(
  'Sharpe ratio',
  'ratio',
  (m) => m.sharpe,
  'Mean ÷ standard deviation of daily UTC P&L as a fraction of the starting account, × √365. A dash when flat.',
  'sharpe',
);
const MAX_DRAWDOWN = figure(
  'Max drawdown',
  'share',
  (m) => m.maxDrawdown,
  'Largest fall of the account at bar closes from its running peak, as a fraction of that peak; the peak starts at the starting account.',
  'maxDrawdown',
);
const WIN_RATE = figure(
  'Win rate',
  'share',
  (m) => m.winRate,
  'Share of closed trades whose net is above zero.',
  'winRate',
);
const TRADES_PER_WEEK = figure(
  'Trades a week',
  'ratio',
  (m) => m.tradesPerWeek,
  'Closed trades ÷ (bars × timeframe ÷ 7 days).',
  'tradesPerWeek',
);
const BREAKEVEN = figure(
  'Break-even cost',
  'bps',
  (m) => m.breakevenCostBps,
  'Cost per leg and side at which the net would be zero, in basis points of the dollars traded. Below zero: the trades lose even for free.',
  'breakevenCostBps',
);

/** The figures worth reading first. */
export const HEADLINES: readonly Figure[] = [NET, SHARPE, MAX_DRAWDOWN, WIN_RATE, TRADES_PER_WEEK, BREAKEVEN];

/** Every figure, in the order of the table. */
export const FIGURES: readonly Figure[] = [
  NET,
  figure('Gross P&L', 'usd', (m) => m.gross, 'P&L of closed trades at the unslipped opens, before any cost.', 'gross'),
  figure('Fees', 'usd', (m) => m.fees, 'fee_bps of quantity × fill price, per leg and side; closed trades.'),
  figure('Slippage', 'usd', (m) => m.slippage, 'Open to fill price, against us, per leg and side; closed trades.'),
  figure(
    'Funding',
    'usd',
    (m) => m.funding,
    'Received (above zero) or paid (below zero) on perpetuals; closed trades.',
  ),
  figure(
    'Open P&L',
    'usd',
    (m) => m.openPnl,
    'Mark of the position still open at the end, after the costs of its entry.',
  ),
  SHARPE,
  figure(
    'Sortino ratio',
    'ratio',
    (m) => m.sortino,
    'Mean daily P&L ÷ root mean square of the losing days (over all days), × √365. A dash when no day loses.',
    'sortino',
  ),
  figure(
    'Calmar ratio',
    'ratio',
    (m) => m.calmar,
    'Mean daily P&L × 365 ÷ max drawdown. A dash without a drawdown.',
    'calmar',
  ),
  MAX_DRAWDOWN,
  figure('Trades', 'count', (m) => m.trades, 'Closed round trips.'),
  figure('Long spread', 'count', (m) => m.longs, 'Closed trades that were long y and short x.'),
  figure('Short spread', 'count', (m) => m.shorts, 'Closed trades that were short y and long x.'),
  figure('Stopped', 'count', (m) => m.stops, 'Closed trades that ended on the stop.'),
  TRADES_PER_WEEK,
  WIN_RATE,
  figure(
    'Profit factor',
    'ratio',
    (m) => m.profitFactor,
    'Sum of winning trades ÷ sum of losing trades. A dash without a loser.',
    'profitFactor',
  ),
  figure('Payoff', 'ratio', (m) => m.payoff, 'Average winner ÷ average loser.', 'payoff'),
  figure('Average trade', 'usd', (m) => m.avgTrade, 'Net of a closed trade, on average.', 'avgTrade'),
  figure('Average hold', 'bars', (m) => m.avgHoldBars, 'Bars from entry fill to exit fill, on average.', 'avgHoldBars'),
  figure('Exposure', 'share', (m) => m.exposure, 'Share of bars at whose close a position was open.', 'exposure'),
  figure(
    'Turnover a year',
    'times',
    (m) => m.turnoverPerYear,
    'Dollars traded per year of 365 days ÷ starting account.',
    'turnoverPerYear',
  ),
  BREAKEVEN,
];

/** The 95 % interval of a figure, or null when it has none. */
export const figureInterval = (
  { interval }: Figure,
  result: MeasuredBacktest,
): MeasuredBacktest['intervals'][IntervalName] | null => (interval === null ? null : result.intervals[interval]);

/** The verdict's sentence without the level it begins with. */
export function verdictReason({ level, sentence }: BacktestResult['verdict']): string {
  const rest = sentence.startsWith(level) ? sentence.slice(level.length).replace(/^\s*[:–-]?\s*/, '') : sentence;
  return rest === '' ? sentence : rest;
}
