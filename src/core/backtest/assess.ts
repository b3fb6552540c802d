import type { BacktestResult, Judgement } from './backtest-result.ts';
import { sampleMoments } from '../stats/sample-moments.ts';
import { deflatedSharpe } from '../stats/deflated-sharpe.ts';
import { shareBetter, signFlipTotals } from '../stats/placebo.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import { bootstrapIntervals } from './bootstrap-intervals.ts';
import { counterfactuals, type Counterfactuals } from './counterfactuals.ts';
import type { BacktestMetrics } from './metrics/backtest-metrics.ts';
import type { Simulation } from './simulate.ts';
import { judge } from './verdict.ts';

const SIGN_FLIPS = 2000;

export interface AssessOptions {
  readonly seed: number;
  /** Of the trial ledger, this run's setting included. */
  readonly trials: { readonly count: number; readonly variance: number };
  /** Null when no walk-forward was run. */
  readonly walkForwardNet: number | null;
}

export type Assessment = Judgement & Pick<BacktestResult, 'intervals'>;

/**
 * Asks of a simulated stretch everything that could make its result worthless: chance (intervals, random signs, shuffled
 * histories, many trials), costs, neighbouring settings, parts of the sample. Seeded: the same input gives the same answer.
 */
export function assess(
  context: DecisionContext,
  simulation: Simulation,
  metrics: BacktestMetrics,
  options: AssessOptions,
): Assessment {
  const { intervals, weigh } = weighing(context, simulation, metrics, options);
  const { from, to } = simulation;
  return { intervals, ...weigh(counterfactuals({ ...context, from, to, seed: options.seed, walkForward: null })) };
}

/**
 * `assess` in two halves, for those who work out the counterfactuals elsewhere meanwhile.
 * @returns the intervals, and `weigh`, which takes the counterfactuals of the same stretch and seed
 */
export function weighing(
  { candles, settings: { risk, costs } }: Pick<DecisionContext, 'candles' | 'settings'>,
  simulation: Simulation,
  metrics: BacktestMetrics,
  { seed, trials, walkForwardNet }: AssessOptions,
): Pick<Assessment, 'intervals'> & { readonly weigh: (others: Counterfactuals) => Judgement } {
  const { pnl } = metrics.daily;
  const { accountUsd } = risk;
  const intervals = bootstrapIntervals(metrics, simulation.trades, { barMs: candles.barMs, accountUsd, seed });
  const { mean, std, skewness, kurtosis, count } = sampleMoments(pnl);
  const evidence = {
    accountUsd,
    trades: metrics.trades,
    net: metrics.net,
    tradesPerWeek: metrics.tradesPerWeek,
    winRate: metrics.winRate,
    maxDrawdown: metrics.maxDrawdown,
    ruinedAt: metrics.ruinedAt,
    netLow: intervals.net.low,
    walkForwardNet,
    deflatedSharpe: deflatedSharpe({
      sharpe: mean / std,
      observations: count,
      skewness,
      kurtosis,
      trials: Math.max(1, trials.count),
      trialsVariance: trials.variance,
    }),
    trials: Math.max(1, trials.count),
    betterWithRandomSigns: betterWithRandomSigns(simulation, metrics, seed),
    breakevenCostBps: metrics.breakevenCostBps,
    configuredCostBps: costs.feeBps + costs.slippageBps,
    thirdsPositive: thirdsPositive(pnl),
  };
  const weigh = ({ nulls, neighbourNets, netAtDoubleCost }: Counterfactuals): Judgement => {
    const verdict = judge({
      ...evidence,
      betterWhenShuffled: shareBetter(metrics.net, nulls.shuffledNets),
      netAtDoubleCost,
      neighboursPositive: neighbourNets.filter((net) => net > 0).length / neighbourNets.length,
      randomWalk: nulls.walks,
    });
    return { verdict, randomWalkBand: nulls.walks.band };
  };
  return { intervals, weigh };
}

/** Each trade's P&L before costs with a random sign, the same costs paid. */
function betterWithRandomSigns({ trades }: Simulation, { net, gross }: BacktestMetrics, seed: number): number {
  const amounts = Float64Array.from(trades, (trade) => trade.gross);
  return shareBetter(
    net,
    signFlipTotals(amounts, SIGN_FLIPS, seed).map((total) => total - (gross - net)),
  );
}

/** How many thirds of the days end above where they began. */
function thirdsPositive(pnl: Float64Array): number {
  const third = pnl.length / 3;
  return [0, 1, 2].filter((k) => {
    let sum = 0;
    for (let i = Math.round(k * third); i < Math.round((k + 1) * third); i++) sum += pnl[i];
    return sum > 0;
  }).length;
}
