import type { ClosedTrade } from '../domain/position.ts';
import { blockBootstrap } from '../stats/block-bootstrap.ts';
import { optimalBlockLength } from '../stats/optimal-block-length.ts';
import { percentileInterval } from '../stats/percentile-interval.ts';
import { stationaryResamples } from '../stats/stationary-resamples.ts';
import type { IntervalName } from './backtest-result.ts';
import type { Interval } from './interval.ts';
import { annualRatio } from './metrics/ratios.ts';

const RESAMPLES = 2000;

/**
 * 95 % intervals by the stationary block bootstrap: account figures from resampled days, trade figures from resampled trades
 * (in order of time, so that runs of luck stay runs).
 *
 * @param dailyPnl P&L of each day as a fraction of the account
 * @param trades closed trades in order of time
 */
export function bootstrapIntervals(
  dailyPnl: Float64Array,
  trades: readonly ClosedTrade[],
  accountUsd: number,
  seed: number,
): Record<IntervalName, Interval> {
  const holds = blockBootstrap(
    Float64Array.from(trades, (trade) => trade.barsHeld),
    { avgHoldBars: (bars) => total(bars) / bars.length },
    { resamples: RESAMPLES, seed },
  );
  return {
    ...accountIntervals(dailyPnl, accountUsd, seed),
    ...tradeIntervals(
      Float64Array.from(trades, (trade) => trade.net),
      seed,
    ),
    avgHoldBars: percentileInterval(holds.avgHoldBars),
  };
}

/**
 * Those of `net`, `sharpe`, `sortino` and of the largest fall from the running peak of the summed-up days, the account starting
 * at 1. One pass over a resample, where one each would take twice the time; the sums are those of each figure alone. Losses are
 * taken by arithmetic, here and below: a branch on a random sign would be guessed wrong half of the time.
 */
function accountIntervals(
  dailyPnl: Float64Array,
  accountUsd: number,
  seed: number,
): Record<'net' | 'sharpe' | 'sortino' | 'maxDrawdown', Interval> {
  const [nets, sharpes, sortinos, drawdowns] = replicates(4);
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
    drawdowns[r] = drawdown;
  };
  measureAll(dailyPnl, seed, measure);
  return {
    net: intervalOf(nets),
    sharpe: intervalOf(sharpes),
    sortino: intervalOf(sortinos),
    maxDrawdown: intervalOf(drawdowns),
  };
}

/** The profit factor is the sum of gains ÷ the sum of losses, and unknown without a loss. */
function tradeIntervals(nets: Float64Array, seed: number): Record<'avgTrade' | 'winRate' | 'profitFactor', Interval> {
  const [averages, winRates, profitFactors] = replicates(3);
  const n = nets.length;
  const measure = (trades: Float64Array, r: number): void => {
    let sum = 0;
    let winners = 0;
    let won = 0;
    let lost = 0;
    for (let i = 0; i < n; i++) {
      const net = trades[i];
      const size = Math.abs(net);
      sum += net;
      winners += net > 0 ? 1 : 0;
      won += (size + net) / 2;
      lost += (size - net) / 2;
    }
    averages[r] = sum / n;
    winRates[r] = winners / n;
    profitFactors[r] = lost > 0 ? won / lost : NaN;
  };
  measureAll(nets, seed, measure);
  return {
    avgTrade: intervalOf(averages),
    winRate: intervalOf(winRates),
    profitFactor: intervalOf(profitFactors),
  };
}

/** Fewer than two values say nothing of their spread: nothing is measured. */
function measureAll(values: Float64Array, seed: number, measure: (resample: Float64Array, r: number) => void): void {
  if (values.length < 2) return;
  const draw = stationaryResamples(values, optimalBlockLength(values), seed);
  for (let r = 0; r < RESAMPLES; r++) measure(draw(), r);
}

const replicates = (figures: number): Float64Array[] =>
  Array.from({ length: figures }, () => new Float64Array(RESAMPLES).fill(NaN));

const intervalOf = (figure: Float64Array): Interval => percentileInterval(figure.sort());

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}
