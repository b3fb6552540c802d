import type { BacktestResult } from './backtest-result.ts';
import { sampleMoments } from '../stats/sample-moments.ts';
import { deflatedSharpe } from '../stats/deflated-sharpe.ts';
import { shareBetter, signFlipTotals } from '../stats/placebo.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import { bootstrapIntervals } from './bootstrap-intervals.ts';
import type { BacktestMetrics } from './metrics/backtest-metrics.ts';
import { tradeStatistics } from './metrics/trade-statistics.ts';
import { neighbourNets } from './neighbours.ts';
import { nullModel } from './null-model.ts';
import { simulate, type Simulation } from './simulate.ts';
import { judge, type VerdictEvidence } from './verdict.ts';

/** Histories per null: the real one beats them all with a chance of 1 in 20, which is the bound of the gate. */
const NULL_PATHS = 19;
const DAY_MS = 86_400_000;
const SIGN_FLIPS = 2000;

export interface BarRange {
  readonly from: number;
  readonly to: number;
}

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
export function assess(
  context: DecisionContext,
  simulation: Simulation,
  metrics: BacktestMetrics,
  { seed, trials, walkForwardNet }: AssessOptions,
): Assessment {
  const { settings, candles } = context;
  const { accountUsd } = settings.risk;
  const { feeBps, slippageBps } = settings.costs;
  const range: BarRange = simulation;
  const { pnl } = metrics.daily;
  const intervals = bootstrapIntervals(pnl, simulation.trades, accountUsd, seed);
  const walks = nullModel(context, range, NULL_PATHS, 1, seed);
  const shuffled = nullModel(context, range, NULL_PATHS, Math.max(1, Math.round(DAY_MS / candles.barMs)), seed + 1000);
  const { mean, std, skewness, kurtosis, count } = sampleMoments(pnl);
  const neighbours = neighbourNets(context, range);
  const evidence: VerdictEvidence = {
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
    betterWhenShuffled: shareBetter(metrics.net, shuffled.nets),
    breakevenCostBps: metrics.breakevenCostBps,
    configuredCostBps: feeBps + slippageBps,
    netAtDoubleCost: netAtCosts(context, range, 2 * feeBps, 2 * slippageBps),
    neighboursPositive: neighbours.filter((net) => net > 0).length / neighbours.length,
    thirdsPositive: thirdsPositive(pnl),
    randomWalk: walks,
  };
  return { intervals, verdict: judge(evidence), randomWalkBand: walks.band };
}

/** Each trade's P&L before costs with a random sign, the same costs paid. */
function betterWithRandomSigns({ trades }: Simulation, { net, gross }: BacktestMetrics, seed: number): number {
  const amounts = Float64Array.from(trades, (trade) => trade.gross);
  return shareBetter(
    net,
    signFlipTotals(amounts, SIGN_FLIPS, seed).map((total) => total - (gross - net)),
  );
}

function netAtCosts(context: DecisionContext, { from, to }: BarRange, feeBps: number, slippageBps: number): number {
  const settings = { ...context.settings, costs: { feeBps, slippageBps } };
  return tradeStatistics(simulate({ ...context, settings }, from, to).trades).net;
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
