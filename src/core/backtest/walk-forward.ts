import type { AlignedCandles } from '../domain/aligned-candles.ts';
import { accountIntervals } from './bootstrap-intervals.ts';
import type { BarRange } from './fold-ranges.ts';
import { gridFeatures } from './grid-features.ts';
import { backtestMetrics, type BacktestMetrics } from './metrics/backtest-metrics.ts';
import { dailyPnl } from './metrics/daily-pnl.ts';
import { maxDrawdown } from './metrics/max-drawdown.ts';
import { sharpe } from './metrics/ratios.ts';
import { settingsGrid } from './settings-grid.ts';
import type { Simulation } from './simulate.ts';
import { walkFolds, type WalkForwardContext } from './walk-folds.ts';
import type { SegmentFigures, WalkForwardFold, WalkForwardResult } from './walk-forward-result.ts';
import type { WalkForwardSettings } from './walk-forward-settings.ts';

/** The intervals of one result are drawn alike, whatever asks for them. */
const BOOTSTRAP_SEED = 1;

/**
 * Chooses a setting on each fold's in-sample bars, judges it on the bars after them (`walk-folds.ts`), and measures both. No
 * out-of-sample figure rests on an in-sample bar; features may warm up on any earlier bar, but neither they nor a choice read a
 * later one.
 *
 * @param context `settings` is what the grid varies
 * @param range bars that may be decided on or filled
 * @returns no folds where the range is too short for one
 */
export function walkForward(
  context: WalkForwardContext,
  range: BarRange,
  settings: WalkForwardSettings,
): WalkForwardResult {
  const { candles } = context;
  const { accountUsd } = context.settings.risk;
  const folds = walkFolds(context, gridFeatures(candles, context.settings), range, settings);
  const figures = (part: Simulation | null): SegmentFigures | null =>
    part === null ? null : segmentFigures(backtestMetrics(candles, part, accountUsd));
  const trades = folds.flatMap(({ judged }) => judged?.trades ?? []);
  const joined = folds.map(({ outOfSample: { from, to }, judged }) => ({
    ts: candles.ts.subarray(from, to),
    pnl: judged?.equity.map((equity) => equity - accountUsd) ?? new Float64Array(to - from),
  }));
  return {
    scheme: settings.scheme,
    settingsTried: settingsGrid(context.settings, settings.grid).length,
    folds: folds.map(({ choice, inSample, outOfSample, chosen, judged }) => ({
      inSample: times(candles, inSample),
      outOfSample: times(candles, outOfSample),
      purgedBars: outOfSample.from - inSample.to,
      choice,
      inSampleFigures: figures(chosen),
      outOfSampleFigures: figures(judged),
    })),
    trades,
    ...joinedFigures(joined, accountUsd),
  };
}

const times = ({ ts, barMs }: AlignedCandles, { from, to }: BarRange): WalkForwardFold['inSample'] => ({
  from: from < to ? ts[from] : ts[to - 1] + barMs,
  to: ts[to - 1] + barMs,
});

const segmentFigures = (metrics: BacktestMetrics): SegmentFigures => {
  const { trades, net, sharpe, maxDrawdown, winRate, fees, slippage, funding } = metrics;
  return { trades, net, sharpe, maxDrawdown, winRate, fees, slippage, funding };
};

/** One account through all out-of-sample parts, in dollars: sizes do not compound. */
function joinedFigures(
  parts: readonly { readonly ts: Float64Array; readonly pnl: Float64Array }[],
  accountUsd: number,
): Pick<WalkForwardResult, 'ts' | 'equity' | 'net' | 'sharpe' | 'maxDrawdown' | 'intervals'> {
  const bars = parts.reduce((sum, part) => sum + part.ts.length, 0);
  const ts = new Float64Array(bars);
  const equity = new Float64Array(bars);
  let at = 0;
  let before = accountUsd;
  for (const part of parts) {
    ts.set(part.ts, at);
    for (const pnl of part.pnl) equity[at++] = before + pnl;
    before += part.pnl.at(-1) ?? 0;
  }
  const { pnl } = dailyPnl(ts, equity, accountUsd);
  const { net, sharpe: ratio } = accountIntervals(pnl, { accountUsd, seed: BOOTSTRAP_SEED });
  return {
    ts,
    equity,
    net: before - accountUsd,
    sharpe: sharpe(pnl),
    maxDrawdown: maxDrawdown(equity, accountUsd),
    intervals: { net, sharpe: ratio },
  };
}
