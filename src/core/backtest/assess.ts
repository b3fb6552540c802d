import type { BacktestResult } from './backtest-result.ts';
import { sampleMoments } from '../stats/sample-moments.ts';
import { deflatedSharpe } from '../stats/deflated-sharpe.ts';
import { shareBetter, signFlipTotals } from '../stats/placebo.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import { bootstrapIntervals } from './bootstrap-intervals.ts';
import type { BacktestMetrics } from './metrics/backtest-metrics.ts';
import { neighbourSettings } from './neighbour-settings.ts';
import { nullModel, type NullModel } from './null-model.ts';
import { settingNet } from './setting-net.ts';
import type { Simulation } from './simulate.ts';
import { judge, type VerdictEvidence } from './verdict.ts';

const SIGN_FLIPS = 2000;

export interface AssessOptions {
  readonly seed: number;
  /** Of the trial ledger, this run's setting included. */
  readonly trials: { readonly count: number; readonly variance: number };
  /** Null when no walk-forward was run. */
  readonly walkForwardNet: number | null;
}

export type Assessment = Pick<BacktestResult, 'intervals' | 'verdict' | 'randomWalkBand'>;

/**
 * Asks of a simulated stretch everything that could make its result worthless: chance (intervals, random signs, shuffled
 * histories, many trials), costs, neighbouring settings, parts of the sample. Seeded: the same input gives the same answer.
 */
export const assess = (
  context: DecisionContext,
  simulation: Simulation,
  metrics: BacktestMetrics,
  options: AssessOptions,
): Assessment => assessment(context, simulation, metrics, options)(nullModel(context, simulation, options.seed));

/**
 * `assess` for those who work out the null model elsewhere meanwhile.
 * @returns what makes an assessment of `nullModel(context, simulation, seed)`
 */
export function assessment(
  context: DecisionContext,
  simulation: Simulation,
  metrics: BacktestMetrics,
  { seed, trials, walkForwardNet }: AssessOptions,
): (nulls: NullModel) => Assessment {
  const { settings } = context;
  const { accountUsd } = settings.risk;
  const { feeBps, slippageBps } = settings.costs;
  const { pnl } = metrics.daily;
  const intervals = bootstrapIntervals(pnl, simulation.trades, accountUsd, seed);
  const { mean, std, skewness, kurtosis, count } = sampleMoments(pnl);
  const netOf = settingNet(context, simulation);
  const neighbours = neighbourSettings(settings).map(netOf);
  const evidence: Omit<VerdictEvidence, 'betterWhenShuffled' | 'randomWalk'> = {
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
    configuredCostBps: feeBps + slippageBps,
    netAtDoubleCost: netOf({ ...settings, costs: { feeBps: 2 * feeBps, slippageBps: 2 * slippageBps } }),
    neighboursPositive: neighbours.filter((net) => net > 0).length / neighbours.length,
    thirdsPositive: thirdsPositive(pnl),
  };
  return ({ walks, shuffledNets }) => {
    const betterWhenShuffled = shareBetter(metrics.net, shuffledNets);
    const verdict = judge({ ...evidence, betterWhenShuffled, randomWalk: walks });
    return { intervals, verdict, randomWalkBand: walks.band };
  };
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
