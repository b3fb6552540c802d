import { tradedUsd, type ClosedTrade } from '../domain/position.ts';
import { YEAR_MS } from '../domain/time.ts';
import { optimalBlockLength } from '../stats/optimal-block-length.ts';
import { percentileInterval } from '../stats/percentile-interval.ts';
import { resampledSums } from '../stats/resampled-sums.ts';
import { stationaryResamples } from '../stats/stationary-resamples.ts';
import type { IntervalName } from './backtest-result.ts';
import type { Interval } from './interval.ts';
import type { BacktestMetrics } from './metrics/backtest-metrics.ts';
import type { DailyActivity } from './metrics/daily-activity.ts';
import { annualRatio, calmarRatio } from './metrics/ratios.ts';

const RESAMPLES = 2000;
const WEEK_MS = 7 * 86_400_000;

export interface BootstrapOptions {
  readonly barMs: number;
  readonly accountUsd: number;
  readonly seed: number;
}

/**
 * 95 % intervals by the stationary block bootstrap: account figures and how much was traded from resampled days, trade figures
 * from resampled trades (in order of time, so that runs of luck stay runs).
 *
 * @param trades closed trades in order of time
 */
export const bootstrapIntervals = (
  { daily, activity }: Pick<BacktestMetrics, 'daily' | 'activity'>,
  trades: readonly ClosedTrade[],
  options: BootstrapOptions,
): Record<IntervalName, Interval> => ({
  ...accountIntervals(daily.pnl, options),
  ...activityIntervals(activity, options),
  ...tradeIntervals(trades, options),
});

/**
 * Those of `net`, `sharpe`, `sortino`, of the largest fall from the running peak of the summed-up days, the account starting
 * at 1, and of `calmar` with that. One pass over a resample, where one each would take twice the time; the sums are those of each
 * figure alone. Losses are taken by arithmetic, here and below: a branch on a random sign would be guessed wrong half of the time.
 * @param dailyPnl P&L of each day as a fraction of the account
 */
export function accountIntervals(
  dailyPnl: Float64Array,
  { accountUsd, seed }: Pick<BootstrapOptions, 'accountUsd' | 'seed'>,
): Record<'net' | 'sharpe' | 'sortino' | 'calmar' | 'maxDrawdown', Interval> {
  const [nets, sharpes, sortinos, calmars, drawdowns] = replicates(5);
  const n = dailyPnl.length;
  const measure = (pnl: Float64Array, r: number): void => {
    let sum = 0;
    let lossSquares = 0;
    let equity = 1;
    let peak = 1;
    let drawdown = 0;
    for (let i = 0; i < n; i++) {
      const day = pnl[i];
      const loss = (day - Math.abs(day)) / 2;
      sum += day;
      lossSquares += loss * loss;
      equity += day;
      if (equity > peak) peak = equity;
      else if (peak - equity > drawdown * peak) drawdown = (peak - equity) / peak;
    }
    const mean = sum / n;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const deviation = pnl[i] - mean;
      squares += deviation * deviation;
    }
    nets[r] = accountUsd * sum;
    sharpes[r] = annualRatio(mean, Math.sqrt(squares / (n - 1)));
    sortinos[r] = annualRatio(mean, Math.sqrt(lossSquares / n));
    calmars[r] = calmarRatio(mean, drawdown);
    drawdowns[r] = drawdown;
  };
  measureAll(dailyPnl, optimalBlockLength(dailyPnl), seed, measure);
  return {
    net: intervalOf(nets),
    sharpe: intervalOf(sharpes),
    sortino: intervalOf(sortinos),
    calmar: intervalOf(calmars),
    maxDrawdown: intervalOf(drawdowns),
  };
}

/** All from the same resampled days, in blocks as long as the most lasting of them asks: a quiet week is quiet in every respect. */
function activityIntervals(
  { bars, barsInPosition, closed, tradedUsd }: DailyActivity,
  { barMs, accountUsd, seed }: BootstrapOptions,
): Record<'tradesPerWeek' | 'exposure' | 'turnoverPerYear', Interval> {
  const what = [closed, barsInPosition, tradedUsd];
  const meanBlock = Math.max(...what.map(optimalBlockLength));
  const [spans, trades, held, traded] = resampledSums([bars, ...what], { meanBlock, resamples: RESAMPLES, seed });
  const rates = (sums: Float64Array, scale: number): Interval =>
    intervalOf(sums.map((sum, r) => (bars.length < 2 ? NaN : (sum * scale) / spans[r])));
  return {
    tradesPerWeek: rates(trades, WEEK_MS / barMs),
    exposure: rates(held, 1),
    turnoverPerYear: rates(traded, YEAR_MS / barMs / accountUsd),
  };
}

/** As `tradeStatistics` has them; the profit factor is the sum of gains ÷ the sum of losses, and unknown without a loss. */
function tradeIntervals(
  trades: readonly ClosedTrade[],
  { seed }: BootstrapOptions,
): Record<'gross' | 'avgTrade' | 'winRate' | 'profitFactor' | 'payoff' | 'breakevenCostBps' | 'avgHoldBars', Interval> {
  const [grosses, averages, winRates, profitFactors, payoffs, breakevens] = replicates(6);
  const n = trades.length;
  const nets = Float64Array.from(trades, (trade) => trade.net);
  const gross = Float64Array.from(trades, (trade) => trade.gross);
  const earned = Float64Array.from(trades, (trade) => trade.gross + trade.funding);
  const traded = Float64Array.from(trades, tradedUsd);
  const holds = Float64Array.from(trades, (trade) => trade.barsHeld);
  const measure = (places: Float64Array, r: number): void => {
    let sum = 0;
    let winners = 0;
    let won = 0;
    let lost = 0;
    let grossSum = 0;
    let earnedSum = 0;
    let tradedSum = 0;
    for (let i = 0; i < n; i++) {
      const place = places[i];
      const net = nets[place];
      const size = Math.abs(net);
      sum += net;
      winners += net > 0 ? 1 : 0;
      won += (size + net) / 2;
      lost += (size - net) / 2;
      grossSum += gross[place];
      earnedSum += earned[place];
      tradedSum += traded[place];
    }
    grosses[r] = grossSum;
    averages[r] = sum / n;
    winRates[r] = winners / n;
    profitFactors[r] = lost > 0 ? won / lost : NaN;
    payoffs[r] = lost > 0 ? won / winners / (lost / (n - winners)) : NaN;
    breakevens[r] = (earnedSum * 10_000) / tradedSum;
  };
  const places = Float64Array.from(trades, (_, place) => place);
  measureAll(places, optimalBlockLength(nets), seed, measure);
  const [barsHeld] = resampledSums([holds], { meanBlock: optimalBlockLength(holds), resamples: RESAMPLES, seed });
  return {
    gross: intervalOf(grosses),
    avgTrade: intervalOf(averages),
    winRate: intervalOf(winRates),
    profitFactor: intervalOf(profitFactors),
    payoff: intervalOf(payoffs),
    breakevenCostBps: intervalOf(breakevens),
    avgHoldBars: intervalOf(barsHeld.map((bars) => (n < 2 ? NaN : bars / n))),
  };
}

/** Fewer than two values say nothing of their spread: nothing is measured. */
function measureAll(
  values: Float64Array,
  meanBlock: number,
  seed: number,
  measure: (resample: Float64Array, r: number) => void,
): void {
  if (values.length < 2) return;
  const draw = stationaryResamples(values, meanBlock, seed);
  for (let r = 0; r < RESAMPLES; r++) measure(draw(), r);
}

const replicates = (figures: number): Float64Array[] =>
  Array.from({ length: figures }, () => new Float64Array(RESAMPLES).fill(NaN));

const intervalOf = (figure: Float64Array): Interval => percentileInterval(figure.sort());
