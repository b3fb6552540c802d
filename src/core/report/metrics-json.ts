import { pairName } from '../domain/pair.ts';
import type { Position } from '../domain/position.ts';
import { isoUtc } from '../domain/time.ts';
import type { BacktestResult } from '../backtest/backtest-result.ts';
import type { Interval } from '../backtest/interval.ts';
import type { SegmentFigures, WalkForwardResult } from '../backtest/walk-forward-result.ts';
import { spreadWindows, spreadWindowsJson } from '../domain/spread-model.ts';

/** The document `metrics.json` and `backtest --json` print: snake_case, times ISO 8601 UTC, NaN as null. */
export const metricsJson = ({
  pair,
  metrics,
  simulation,
  intervals,
  verdict,
  walkForward,
}: BacktestResult): Readonly<Record<string, unknown>> => ({
  pair: pairName(pair),
  from: isoUtc(metrics.from),
  to: isoUtc(metrics.to),
  bars: metrics.bars,
  filled_bars: metrics.filledBars,
  trades: metrics.trades,
  open_trade: openTradeJson(simulation.openPosition, metrics.openPnl),
  trades_per_week: metrics.tradesPerWeek,
  win_rate: metrics.winRate,
  net: metrics.net,
  gross: metrics.gross,
  fees: metrics.fees,
  slippage: metrics.slippage,
  funding: metrics.funding,
  sharpe: metrics.sharpe,
  sortino: metrics.sortino,
  calmar: metrics.calmar,
  max_drawdown: metrics.maxDrawdown,
  profit_factor: metrics.profitFactor,
  payoff: metrics.payoff,
  avg_trade: metrics.avgTrade,
  avg_hold_bars: metrics.avgHoldBars,
  exposure: metrics.exposure,
  turnover_per_year: metrics.turnoverPerYear,
  breakeven_cost_bps: metrics.breakevenCostBps,
  stops: metrics.stops,
  longs: metrics.longs,
  shorts: metrics.shorts,
  refused: metrics.refused,
  ruined_at: metrics.ruinedAt === null ? null : isoUtc(metrics.ruinedAt),
  intervals: {
    net: intervalJson(intervals.net),
    gross: intervalJson(intervals.gross),
    sharpe: intervalJson(intervals.sharpe),
    sortino: intervalJson(intervals.sortino),
    calmar: intervalJson(intervals.calmar),
    max_drawdown: intervalJson(intervals.maxDrawdown),
    trades_per_week: intervalJson(intervals.tradesPerWeek),
    win_rate: intervalJson(intervals.winRate),
    profit_factor: intervalJson(intervals.profitFactor),
    payoff: intervalJson(intervals.payoff),
    avg_trade: intervalJson(intervals.avgTrade),
    avg_hold_bars: intervalJson(intervals.avgHoldBars),
    exposure: intervalJson(intervals.exposure),
    turnover_per_year: intervalJson(intervals.turnoverPerYear),
    breakeven_cost_bps: intervalJson(intervals.breakevenCostBps),
  },
  verdict: {
    level: verdict.level,
    sentence: verdict.sentence,
    gates: verdict.gates.map(({ id, label, value, threshold, pass, randomWalk }) => ({
      id,
      label,
      value,
      threshold,
      pass,
      random_walk: randomWalk,
    })),
  },
  walk_forward: walkForward === null ? null : walkForwardJson(walkForward),
});

const openTradeJson = (open: Position | null, pnl: number) =>
  open === null
    ? null
    : {
        side: open.side,
        entry_ts: isoUtc(open.filledOn),
        qty_x: open.fills.x.quantity,
        qty_y: open.fills.y.quantity,
        pnl,
      };

const intervalJson = ({ low, high }: Interval) => ({ low, high });

function walkForwardJson(result: WalkForwardResult) {
  return {
    scheme: result.scheme,
    settings_tried: result.settingsTried,
    net: result.net,
    sharpe: result.sharpe,
    max_drawdown: result.maxDrawdown,
    intervals: { net: intervalJson(result.intervals.net), sharpe: intervalJson(result.intervals.sharpe) },
    trades: result.trades.length,
    folds: result.folds.map((fold) => ({
      in_sample: { from: isoUtc(fold.inSample.from), to: isoUtc(fold.inSample.to) },
      out_of_sample: { from: isoUtc(fold.outOfSample.from), to: isoUtc(fold.outOfSample.to) },
      purged_bars: fold.purgedBars,
      choice:
        fold.choice === null
          ? null
          : {
              ...spreadWindowsJson(spreadWindows(fold.choice)),
              z_in: fold.choice.thresholds.zIn,
              z_out: fold.choice.thresholds.zOut,
              z_stop: fold.choice.thresholds.zStop,
              model: fold.choice.strategy.model,
              direction: fold.choice.strategy.direction,
            },
      in_sample_figures: figuresJson(fold.inSampleFigures),
      out_of_sample_figures: figuresJson(fold.outOfSampleFigures),
    })),
  };
}

const figuresJson = (figures: SegmentFigures | null) =>
  figures === null
    ? null
    : {
        trades: figures.trades,
        net: figures.net,
        sharpe: figures.sharpe,
        max_drawdown: figures.maxDrawdown,
        win_rate: figures.winRate,
        fees: figures.fees,
        slippage: figures.slippage,
        funding: figures.funding,
      };
