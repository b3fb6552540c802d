import type { DecisionContext } from '../strategy/decision-context.ts';
import type { RandomWalkBand } from './backtest-result.ts';
import { quantile } from '../stats/quantile.ts';
import { entryTable } from './entry-table.ts';
import { leanWalk } from './lean-walk.ts';
import { shuffledSpread } from './shuffled-spread.ts';
import { walkGround } from './walk-ground.ts';

const WEEK_MS = 7 * 86_400_000;

/** What the same rules make of random-walk spreads. Medians over the paths. */
export interface NullModel {
  readonly paths: number;
  readonly net: number;
  readonly winRate: number;
  readonly tradesPerWeek: number;
  readonly maxDrawdown: number;
  /** Net of every path, ascending, USD. */
  readonly nets: Float64Array;
  readonly band: RandomWalkBand;
}

/**
 * Trades `paths` shuffled histories by the same rules over the same bars.
 * @param blockBars length of the blocks that are shuffled: 1 gives random walks
 */
export function nullModel(
  context: DecisionContext,
  range: { readonly from: number; readonly to: number },
  paths: number,
  blockBars: number,
  seed: number,
): NullModel {
  const history = shuffledSpread(context, blockBars);
  const { settings, funding, candles } = context;
  const ground = walkGround(candles, funding, range.from, range.to);
  const runs = Array.from({ length: paths }, (_, k) => {
    const shuffled = history(seed + k);
    const days = new Float64Array(ground.dayEnds.length);
    const walked = { ...ground, candles: shuffled.candles };
    const { net, trades, winners, maxDrawdown } = leanWalk(
      walked,
      shuffled.features.z,
      entryTable(shuffled),
      settings,
      days,
    );
    return { net, winRate: winners / trades, trades, drawdown: maxDrawdown, days };
  });
  const weeks = ((range.to - range.from) * candles.barMs) / WEEK_MS;
  return {
    paths,
    net: quantileOf(
      runs.map((run) => run.net),
      0.5,
    ),
    winRate: quantileOf(
      runs.map((run) => run.winRate).filter((rate) => !Number.isNaN(rate)),
      0.5,
    ),
    tradesPerWeek:
      quantileOf(
        runs.map((run) => run.trades),
        0.5,
      ) / weeks,
    maxDrawdown: quantileOf(
      runs.map((run) => run.drawdown),
      0.5,
    ),
    nets: Float64Array.from(runs, (run) => run.net).sort(),
    band: band(
      runs.map((run) => run.days),
      ground.dayEnds.length,
    ),
  };
}

function band(curves: readonly Float64Array[], days: number): RandomWalkBand {
  const low = new Float64Array(days);
  const median = new Float64Array(days);
  const high = new Float64Array(days);
  const values = new Float64Array(curves.length);
  for (let d = 0; d < days; d++) {
    for (let k = 0; k < curves.length; k++) values[k] = curves[k][d];
    values.sort();
    low[d] = quantile(values, 0.05);
    median[d] = quantile(values, 0.5);
    high[d] = quantile(values, 0.95);
  }
  return { low, median, high };
}

const quantileOf = (values: readonly number[], share: number): number =>
  quantile(Float64Array.from(values).sort(), share);
