import type { StrategySettings } from '../domain/settings.ts';
import type { EntryContext } from '../strategy/decision-context.ts';
import { closeOut, closingCost } from './close-out.ts';
import { entryTable, type EntryTable } from './entry-table.ts';
import { foldRanges, memoryBars, type BarRange, type FoldRange } from './fold-ranges.ts';
import { leanWalk } from './lean-walk.ts';
import { equityToPnl } from './metrics/daily-pnl.ts';
import { sharpe } from './metrics/ratios.ts';
import { settingsGrid } from './settings-grid.ts';
import { simulate, type Simulation } from './simulate.ts';
import { sweepTasks } from './sweep.ts';
import { walkGround, type WalkGround } from './walk-ground.ts';
import type { WalkForwardSettings } from './walk-forward-settings.ts';

/** History and base settings; the features follow from each setting tried. */
export type WalkForwardContext = Omit<EntryContext, 'features'>;

/** The features of a history under a setting. They may be overwritten by those of the next setting asked for. */
export type FeaturesOf = (settings: StrategySettings) => EntryContext['features'];

/** A fold of which no setting had a positive Sharpe ratio in sample stays out: no choice, and nothing walked. */
export interface WalkedFold {
  readonly choice: StrategySettings | null;
  readonly inSample: BarRange;
  /** The bars judged, the purge left out. */
  readonly outOfSample: BarRange;
  /** What the choice made in sample; null where the fold stays out. */
  readonly chosen: Simulation | null;
  /** What the choice made out of sample; null where the fold stays out or the purge leaves no bar. */
  readonly judged: Simulation | null;
}

/**
 * Chooses a setting on each fold's in-sample bars and walks it over the bars after them, which no choice has seen. Each part
 * starts flat with the whole account and ends flat (`close-out.ts`). Between the parts are left out the bars that a decision of
 * any setting can read back (`memoryBars`, at least the longest window) plus the longest hold that the choice had in sample.
 *
 * @param context `settings` is what the grid varies
 * @returns no folds where the range is too short for one
 */
export function walkFolds(
  context: WalkForwardContext,
  featuresOf: FeaturesOf,
  range: BarRange,
  settings: WalkForwardSettings,
): readonly WalkedFold[] {
  const grid = settingsGrid(context.settings, settings.grid);
  const memory = grid.reduce((longest, tried) => Math.max(longest, memoryBars(tried)), 0);
  const ranges = foldRanges(range, settings, memory);
  const choices = chooseSettings(context, featuresOf, grid, ranges);
  return ranges.map(({ inSample, outOfSample }, k): WalkedFold => {
    const choice = choices[k];
    if (choice === null) return { choice, inSample, outOfSample, chosen: null, judged: null };
    const tried = { ...context, settings: choice, features: featuresOf(choice) };
    const walk = ({ from, to }: BarRange): Simulation => closeOut(tried, simulate(tried, from, to));
    const chosen = walk(inSample);
    const hold = chosen.trades.reduce((longest, { barsHeld }) => Math.max(longest, barsHeld), 0);
    const { to } = outOfSample;
    const from = Math.min(outOfSample.from + hold, to);
    return { choice, inSample, outOfSample: { from, to }, chosen, judged: from === to ? null : walk({ from, to }) };
  });
}

/** P&L of all folds out of sample, USD. */
export const outOfSampleNet = (folds: readonly WalkedFold[], accountUsd: number): number =>
  folds.reduce((sum, { judged }) => sum + (judged?.equity.at(-1) ?? accountUsd) - accountUsd, 0);

/**
 * The setting with the best Sharpe ratio of daily P&L net of all costs, fold by fold; null where none is above 0. Of two equals the
 * earlier one in the grid.
 */
function chooseSettings(
  context: WalkForwardContext,
  featuresOf: FeaturesOf,
  grid: readonly StrategySettings[],
  ranges: readonly FoldRange[],
): readonly (StrategySettings | null)[] {
  const { candles, funding } = context;
  const grounds = ranges.map(({ inSample }) => walkGround(candles, funding, inSample.from, inSample.to));
  const best = ranges.map((): { readonly place: number; readonly ratio: number } | null => null);
  let entries: EntryTable | null = null;
  for (const places of sweepTasks(grid, grid.length)) {
    const features = featuresOf(grid[places[0]]);
    const known = { ...context, settings: grid[places[0]], features };
    if (entries === null) entries = entryTable(known);
    else entries.restart(known);
    for (const [k, ground] of grounds.entries()) {
      for (const place of places) {
        const ratio = inSampleSharpe(ground, features, entries, grid[place]);
        const leader = best[k];
        const isBetter =
          leader === null ? ratio > 0 : ratio > leader.ratio || (ratio === leader.ratio && place < leader.place);
        if (isBetter) best[k] = { place, ratio };
      }
    }
  }
  return best.map((choice) => (choice === null ? null : grid[choice.place]));
}

/** The Sharpe ratio that `closeOut` and `simulate` would give, to the last bit. */
function inSampleSharpe(
  ground: WalkGround,
  features: EntryContext['features'],
  entries: EntryTable,
  settings: StrategySettings,
): number {
  const daily = new Float64Array(ground.dayEnds.length);
  const { openQuantity } = leanWalk(ground, features, entries, settings, daily);
  daily[daily.length - 1] -= closingCost(openQuantity, ground.close, ground.to - 1, settings.costs);
  equityToPnl(daily, settings.risk.accountUsd);
  return sharpe(daily);
}
