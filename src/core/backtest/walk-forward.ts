import type { ClosedTrade } from '../domain/position.ts';
import type { StrategySettings } from '../domain/settings.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import { bootstrapIntervals } from './bootstrap-intervals.ts';
import { closeOut } from './close-out.ts';
import { foldRanges, memoryBars, type BarRange, type FoldRange } from './fold-ranges.ts';
import { featuresKey, gridFeatures } from './grid-features.ts';
import { backtestMetrics, type BacktestMetrics } from './metrics/backtest-metrics.ts';
import { dailyPnl } from './metrics/daily-pnl.ts';
import { maxDrawdown } from './metrics/max-drawdown.ts';
import { sharpe } from './metrics/ratios.ts';
import { settingsGrid } from './settings-grid.ts';
import { simulate, type Simulation } from './simulate.ts';
import type { SegmentFigures, WalkForwardFold, WalkForwardResult } from './walk-forward-result.ts';
import type { WalkForwardSettings } from './walk-forward-settings.ts';

/** The intervals of one result are drawn alike, whatever asks for them. */
const BOOTSTRAP_SEED = 1;

/** History and base settings; the features follow from each setting tried. */
export type WalkForwardContext = Omit<DecisionContext, 'features'>;

/** The best setting of a fold so far. */
interface Choice {
  readonly settings: StrategySettings;
  /** Its place in the grid: of two equals the earlier one is chosen. */
  readonly place: number;
  readonly sharpe: number;
  readonly inSample: Simulation;
}

/**
 * Chooses a setting on each fold's in-sample bars and judges it on the bars after them, which no choice has seen.
 *
 * Chosen is the best Sharpe ratio of daily P&L net of all costs; where none is above 0 the fold stays out of the market. Each
 * part starts flat with the whole account and ends flat (`close-out.ts`). Between the parts are left out the bars that a
 * decision of any setting can read back (`memoryBars`, at least the longest window) plus the longest hold that the chosen
 * setting had in sample, so that no out-of-sample figure rests on an in-sample bar. Features may warm up on any earlier
 * bar; neither they nor a choice read a later one.
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
  const grid = settingsGrid(context.settings, settings.grid);
  const memory = grid.reduce((longest, tried) => Math.max(longest, memoryBars(tried)), 0);
  const run = segmentRunner(context);
  const ranges = foldRanges(range, settings, memory);
  const sharpeOf = (part: Simulation): number =>
    sharpe(dailyPnl(candles.ts.subarray(part.from, part.to), part.equity, accountUsd).pnl);
  const choices = chooseSettings(run, sharpeOf, grid, ranges);

  const folds: WalkForwardFold[] = [];
  const trades: ClosedTrade[] = [];
  const joined: { ts: Float64Array; pnl: Float64Array }[] = [];
  const figures = (part: Simulation): SegmentFigures => segmentFigures(backtestMetrics(candles, part, accountUsd));
  for (const [k, { inSample, outOfSample }] of ranges.entries()) {
    const choice = choices[k];
    const from = Math.min(outOfSample.from + longestHold(choice), outOfSample.to);
    const judged = choice === null || from === outOfSample.to ? null : run(choice.settings, { ...outOfSample, from });
    folds.push({
      inSample: times(context, inSample),
      outOfSample: times(context, { ...outOfSample, from }),
      purgedBars: from - inSample.to,
      choice: choice?.settings ?? null,
      inSampleFigures: choice === null ? null : figures(choice.inSample),
      outOfSampleFigures: judged === null ? null : figures(judged),
    });
    trades.push(...(judged?.trades ?? []));
    joined.push({
      ts: candles.ts.subarray(from, outOfSample.to),
      pnl: judged?.equity.map((equity) => equity - accountUsd) ?? new Float64Array(outOfSample.to - from),
    });
  }
  return {
    scheme: settings.scheme,
    settingsTried: grid.length,
    folds,
    trades,
    ...joinedFigures(joined, trades, accountUsd),
  };
}

/** Simulates one setting over one part, flat at both ends. */
type RunSegment = (settings: StrategySettings, range: BarRange) => Simulation;

function segmentRunner(context: WalkForwardContext): RunSegment {
  const featuresOf = gridFeatures(context.candles, context.settings);
  return (settings, { from, to }) => {
    const tried: DecisionContext = { ...context, settings, features: featuresOf(settings) };
    return closeOut(tried, simulate(tried, from, to));
  };
}

function chooseSettings(
  run: RunSegment,
  sharpeOf: (part: Simulation) => number,
  grid: readonly StrategySettings[],
  ranges: readonly FoldRange[],
): readonly (Choice | null)[] {
  const best = ranges.map((): Choice | null => null);
  const byFeatures = grid
    .map((settings, place) => ({ settings, place, key: featuresKey(settings) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place));
  for (const { settings, place } of byFeatures) {
    for (const [k, { inSample }] of ranges.entries()) {
      const simulation = run(settings, inSample);
      const ratio = sharpeOf(simulation);
      const leader = best[k];
      const isBetter =
        leader === null ? ratio > 0 : ratio > leader.sharpe || (ratio === leader.sharpe && place < leader.place);
      if (isBetter) best[k] = { settings, place, sharpe: ratio, inSample: simulation };
    }
  }
  return best;
}

/** Bars; 0 where nothing was chosen. */
const longestHold = (choice: Choice | null): number =>
  choice?.inSample.trades.reduce((longest, { barsHeld }) => Math.max(longest, barsHeld), 0) ?? 0;

const times = (
  { candles: { ts, barMs } }: WalkForwardContext,
  { from, to }: BarRange,
): WalkForwardFold['inSample'] => ({
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
  trades: readonly ClosedTrade[],
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
  const { net, sharpe: ratio } = bootstrapIntervals(pnl, trades, accountUsd, BOOTSTRAP_SEED);
  return {
    ts,
    equity,
    net: before - accountUsd,
    sharpe: sharpe(pnl),
    maxDrawdown: maxDrawdown(equity, accountUsd),
    intervals: { net, sharpe: ratio },
  };
}
