import { quantile } from '../stats/quantile.ts';
import type { EntryContext } from '../strategy/decision-context.ts';
import type { RandomWalkBand } from './backtest-result.ts';
import { entryTable } from './entry-table.ts';
import type { BarRange } from './fold-ranges.ts';
import { leanFeatures } from './lean-features.ts';
import { leanWalk } from './lean-walk.ts';
import { shuffledSpread } from './shuffled-spread.ts';
import { outOfSampleNet, walkFolds } from './walk-folds.ts';
import type { WalkForwardSettings } from './walk-forward-settings.ts';
import { walkGround } from './walk-ground.ts';

/** Histories per null: the real one beats them all with a chance of 1 in 20, which is the bound of the gate. */
const NULL_PATHS = 19;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** What the same rules make of random-walk spreads. Medians over the paths. */
export interface RandomWalks {
  readonly net: number;
  readonly winRate: number;
  readonly tradesPerWeek: number;
  readonly maxDrawdown: number;
  /** Out of sample, USD; null where history is not walked forward. */
  readonly walkForwardNet: number | null;
  readonly band: RandomWalkBand;
}

export interface NullModel {
  /** Spread moves one by one in random order: no memory is left. */
  readonly walks: RandomWalks;
  /** Net of each history of days in random order, USD. */
  readonly shuffledNets: Float64Array;
}

/**
 * Trades shuffled histories by the same rules over the same bars. Seeded: the same input gives the same answer.
 * @param walkForward walks the random walks forward too; null for no walk-forward
 */
export function nullModel(
  context: EntryContext,
  range: BarRange,
  seed: number,
  walkForward: WalkForwardSettings | null,
): NullModel {
  const { candles, funding, settings } = context;
  const { history, logs, shuffle } = shuffledSpread(context);
  const ground = walkGround(history.candles, funding, range.from, range.to);
  const entries = entryTable(history);
  const featuresOf = leanFeatures(history, logs);
  const trade = () => {
    entries.restart(history);
    const days = new Float64Array(ground.dayEnds.length);
    return { ...leanWalk(ground, history.features, entries, settings, days), days };
  };
  const forwardNet = (): number =>
    walkForward === null
      ? NaN
      : outOfSampleNet(walkFolds(history, featuresOf, range, walkForward), settings.risk.accountUsd);
  const paths = <Measured>(blockBars: number, first: number, measure: () => Measured): Measured[] =>
    Array.from({ length: NULL_PATHS }, (_, k) => {
      shuffle(blockBars, first + k);
      return measure();
    });
  const walks = paths(1, seed, () => ({ ...trade(), forwardNet: forwardNet() }));
  const dayBars = Math.max(1, Math.round(DAY_MS / candles.barMs));
  const shuffledNets = paths(dayBars, seed + 1000, () => trade().net);
  const weeks = ((range.to - range.from) * candles.barMs) / WEEK_MS;
  return {
    walks: {
      net: median(walks.map(({ net }) => net)),
      winRate: median(walks.filter(({ trades }) => trades > 0).map(({ winners, trades }) => winners / trades)),
      tradesPerWeek: median(walks.map(({ trades }) => trades)) / weeks,
      maxDrawdown: median(walks.map(({ maxDrawdown }) => maxDrawdown)),
      walkForwardNet: walkForward === null ? null : median(walks.map(({ forwardNet }) => forwardNet)),
      band: band(
        walks.map(({ days }) => days),
        ground.dayEnds.length,
      ),
    },
    shuffledNets: Float64Array.from(shuffledNets),
  };
}

function band(curves: readonly Float64Array[], days: number): RandomWalkBand {
  const low = new Float64Array(days);
  const middle = new Float64Array(days);
  const high = new Float64Array(days);
  const values = new Float64Array(curves.length);
  for (let d = 0; d < days; d++) {
    for (let k = 0; k < curves.length; k++) values[k] = curves[k][d];
    values.sort();
    low[d] = quantile(values, 0.05);
    middle[d] = quantile(values, 0.5);
    high[d] = quantile(values, 0.95);
  }
  return { low, median: middle, high };
}

const median = (values: readonly number[]): number => quantile(Float64Array.from(values).sort(), 0.5);
