import { describe, expect, test } from 'vitest';
import { bootstrapIntervals } from '../../../src/core/backtest/bootstrap-intervals.ts';
import { sharpe, sortino } from '../../../src/core/backtest/metrics/ratios.ts';
import { maxDrawdown } from '../../../src/core/backtest/metrics/max-drawdown.ts';
import { dailyPnl } from '../../../src/core/backtest/metrics/daily-pnl.ts';
import { tradeStatistics } from '../../../src/core/backtest/metrics/trade-statistics.ts';
import { simulate } from '../../../src/core/backtest/simulate.ts';
import type { ClosedTrade } from '../../../src/core/domain/position.ts';
import { blockBootstrap, type Measure } from '../../../src/core/stats/block-bootstrap.ts';
import { percentileInterval } from '../../../src/core/stats/percentile-interval.ts';
import { simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext } from '../../support/walk-history.ts';

const ACCOUNT = 40_000;
const SEED = 7;

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** The interval of one figure, by the figure's own file. */
const alone = (values: Float64Array, measure: Measure): { low: number; high: number } =>
  percentileInterval(blockBootstrap(values, { measure }, { resamples: 2000, seed: SEED }).measure);

describe('the intervals of a backtest', () => {
  test('are those of each figure worked out alone, to the last bit', () => {
    const context = decisionContext(simulatedFrame({ bars: 3000 }), strategySettings());
    const { trades, equity } = simulate(context, 0, 3000);
    const { pnl } = dailyPnl(context.candles.ts, equity, ACCOUNT);
    const nets = Float64Array.from(trades, (trade) => trade.net);
    expect(trades.filter(({ net }) => net < 0).length).toBeGreaterThan(3);
    const figure =
      (name: 'avgTrade' | 'winRate' | 'profitFactor'): Measure =>
      (resample) =>
        tradeStatistics([...resample].map((net) => ({ ...trades[0], net }) satisfies ClosedTrade))[name];
    const summed = (days: Float64Array): Float64Array => {
      let account = 1;
      return days.map((day) => (account += day));
    };
    const intervals = bootstrapIntervals(pnl, trades, ACCOUNT, SEED);
    expect(intervals).toEqual({
      net: alone(pnl, (days) => ACCOUNT * sum(days)),
      sharpe: alone(pnl, sharpe),
      sortino: alone(pnl, sortino),
      maxDrawdown: alone(pnl, (days) => maxDrawdown(summed(days), 1)),
      avgTrade: alone(nets, figure('avgTrade')),
      winRate: alone(nets, figure('winRate')),
      // Its file subtracts the gains from the total, the bootstrap sums up the losses.
      profitFactor: {
        low: expect.closeTo(alone(nets, figure('profitFactor')).low, 10) as number,
        high: expect.closeTo(alone(nets, figure('profitFactor')).high, 10) as number,
      },
      avgHoldBars: alone(
        Float64Array.from(trades, (trade) => trade.barsHeld),
        (bars) => sum(bars) / bars.length,
      ),
    });
  });

  test('of an account that never traded have no ratio and no width', () => {
    const { net, sharpe: ratio, avgTrade } = bootstrapIntervals(new Float64Array(50), [], ACCOUNT, 1);
    expect(net.high - net.low).toBe(0);
    expect(ratio).toEqual({ low: NaN, high: NaN });
    expect(avgTrade).toEqual({ low: NaN, high: NaN });
  });
});
