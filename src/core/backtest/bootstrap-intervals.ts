import type { ClosedTrade } from '../domain/position.ts';
import { blockBootstrap } from '../stats/block-bootstrap.ts';
import { percentileInterval } from '../stats/percentile-interval.ts';
import type { IntervalName } from './backtest-result.ts';
import type { Interval } from './interval.ts';
import { sharpe, sortino } from './metrics/ratios.ts';

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
  const options = { resamples: RESAMPLES, seed };
  const days = blockBootstrap(
    dailyPnl,
    {
      net: (pnl) => accountUsd * total(pnl),
      sharpe,
      sortino,
      maxDrawdown: dailyDrawdown,
    },
    options,
  );
  const nets = blockBootstrap(
    Float64Array.from(trades, (trade) => trade.net),
    { avgTrade: (net) => total(net) / net.length, winRate: shareAboveZero, profitFactor },
    options,
  );
  const holds = blockBootstrap(
    Float64Array.from(trades, (trade) => trade.barsHeld),
    { avgHoldBars: (bars) => total(bars) / bars.length },
    options,
  );
  return {
    net: percentileInterval(days.net),
    sharpe: percentileInterval(days.sharpe),
    sortino: percentileInterval(days.sortino),
    maxDrawdown: percentileInterval(days.maxDrawdown),
    avgTrade: percentileInterval(nets.avgTrade),
    winRate: percentileInterval(nets.winRate),
    profitFactor: percentileInterval(nets.profitFactor),
    avgHoldBars: percentileInterval(holds.avgHoldBars),
  };
}

function total(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

function shareAboveZero(values: Float64Array): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > 0) count++;
  return count / values.length;
}

/** Sum of gains ÷ sum of losses; NaN without a loss. */
function profitFactor(values: Float64Array): number {
  let won = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] > 0) won += values[i];
    else lost -= values[i];
  }
  return lost > 0 ? won / lost : NaN;
}

/** Largest fall from the running peak of the summed-up days; the account starts at 1. */
function dailyDrawdown(pnl: Float64Array): number {
  let equity = 1;
  let peak = 1;
  let worst = 0;
  for (let i = 0; i < pnl.length; i++) {
    equity += pnl[i];
    if (equity > peak) peak = equity;
    else if (peak - equity > worst * peak) worst = (peak - equity) / peak;
  }
  return worst;
}
