import { describe, expect, test } from 'vitest';
import type { Interval } from '../../../src/core/backtest/interval.ts';
import { bootstrapIntervals } from '../../../src/core/backtest/bootstrap-intervals.ts';
import { calmar, sharpe, sortino } from '../../../src/core/backtest/metrics/ratios.ts';
import { maxDrawdown } from '../../../src/core/backtest/metrics/max-drawdown.ts';
import { backtestMetrics } from '../../../src/core/backtest/metrics/backtest-metrics.ts';
import { tradeStatistics } from '../../../src/core/backtest/metrics/trade-statistics.ts';
import { simulate } from '../../../src/core/backtest/simulate.ts';
import type { ClosedTrade } from '../../../src/core/domain/position.ts';
import { blockBootstrap, type Measure } from '../../../src/core/stats/block-bootstrap.ts';
import { optimalBlockLength } from '../../../src/core/stats/optimal-block-length.ts';
import { percentileInterval } from '../../../src/core/stats/percentile-interval.ts';
import { HOUR, simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext } from '../../support/walk-history.ts';

const ACCOUNT = 40_000;
const SEED = 7;

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

/** The interval of one figure, by the figure's own file. */
const alone = (values: Float64Array, measure: Measure, meanBlock = optimalBlockLength(values)): Interval =>
  percentileInterval(blockBootstrap(values, { measure }, { resamples: 2000, seed: SEED, meanBlock }).measure);

const options = (barMs: number) => ({ barMs, accountUsd: ACCOUNT, seed: SEED });

describe('the intervals of a backtest', () => {
  test('are those of each figure worked out alone, to the last bit or nearly', () => {
    const context = decisionContext(simulatedFrame({ bars: 3000, outage: [700, 701, 1500] }), strategySettings());
    const simulation = simulate(context, 10, 2990);
    const { trades } = simulation;
    const metrics = backtestMetrics(context.candles, simulation, ACCOUNT);
    const { pnl } = metrics.daily;
    const column = (value: (trade: ClosedTrade) => number): Float64Array => Float64Array.from(trades, value);
    expect(trades.filter(({ net }) => net < 0).length).toBeGreaterThan(3);
    const meanBlock = optimalBlockLength(column(({ net }) => net));
    const places = Float64Array.from(trades, (_, place) => place);
    /** Of resampled trades, by the file that says what the figure is. */
    const ofTrades = (
      name: 'gross' | 'avgTrade' | 'winRate' | 'profitFactor' | 'payoff' | 'breakevenCostBps',
    ): Interval =>
      alone(places, (resample) => tradeStatistics([...resample].map((place) => trades[place]))[name], meanBlock);
    // Its file subtracts the gains from the total, the bootstrap sums up the losses.
    const nearly = ({ low, high }: Interval): Interval => ({
      low: expect.closeTo(low, 9) as number,
      high: expect.closeTo(high, 9) as number,
    });
    const summed = (days: Float64Array): Float64Array => {
      let account = 1;
      return days.map((day) => (account += day));
    };
    const drawdown = (days: Float64Array): number => maxDrawdown(summed(days), 1);
    const { bars, barsInPosition, closed, tradedUsd } = metrics.activity;
    const lasting = Math.max(...[closed, barsInPosition, tradedUsd].map(optimalBlockLength));
    const days = Float64Array.from(bars, (_, day) => day);
    const rate = (what: Float64Array, scale: number): Interval =>
      alone(
        days,
        (resample) => (scale * sum(resample.map((day) => what[day]))) / sum(resample.map((day) => bars[day])),
        lasting,
      );
    expect(bootstrapIntervals(metrics, trades, options(HOUR))).toEqual({
      net: alone(pnl, (resample) => ACCOUNT * sum(resample)),
      sharpe: alone(pnl, sharpe),
      sortino: alone(pnl, sortino),
      calmar: alone(pnl, (resample) => calmar(resample, drawdown(resample))),
      maxDrawdown: alone(pnl, drawdown),
      gross: ofTrades('gross'),
      avgTrade: ofTrades('avgTrade'),
      winRate: ofTrades('winRate'),
      profitFactor: nearly(ofTrades('profitFactor')),
      payoff: nearly(ofTrades('payoff')),
      breakevenCostBps: nearly(ofTrades('breakevenCostBps')),
      avgHoldBars: alone(
        column(({ barsHeld }) => barsHeld),
        (held) => sum(held) / held.length,
      ),
      tradesPerWeek: nearly(rate(closed, 7 * 24)),
      exposure: nearly(rate(barsInPosition, 1)),
      turnoverPerYear: nearly(rate(tradedUsd, (365 * 24) / ACCOUNT)),
    });
  });

  test('hold the figure that they go with, but for the ends of a drawdown, which resampling lengthens', () => {
    const context = decisionContext(simulatedFrame({ bars: 3000 }), strategySettings());
    const simulation = simulate(context, 0, 3000);
    const metrics = backtestMetrics(context.candles, simulation, ACCOUNT);
    const intervals = bootstrapIntervals(metrics, simulation.trades, options(HOUR));
    for (const name of ['gross', 'avgTrade', 'winRate', 'payoff', 'breakevenCostBps', 'tradesPerWeek'] as const) {
      expect(intervals[name].low, name).toBeLessThan(metrics[name]);
      expect(intervals[name].high, name).toBeGreaterThan(metrics[name]);
    }
    for (const name of ['exposure', 'turnoverPerYear', 'avgHoldBars', 'sharpe'] as const) {
      expect(intervals[name].low, name).toBeLessThan(metrics[name]);
      expect(intervals[name].high, name).toBeGreaterThan(metrics[name]);
    }
  });

  test('of an account that never traded have no ratio and no width', () => {
    const flat = strategySettings({ thresholds: { zIn: 90, zStop: 99 } });
    const context = decisionContext(simulatedFrame({ bars: 1200 }), flat);
    const simulation = simulate(context, 0, 1200);
    const metrics = backtestMetrics(context.candles, simulation, ACCOUNT);
    const intervals = bootstrapIntervals(metrics, simulation.trades, options(HOUR));
    expect(intervals.net.high - intervals.net.low).toBe(0);
    expect(intervals.exposure.low).toBeCloseTo(0, 12);
    expect(intervals.exposure.high).toBe(0);
    for (const name of ['sharpe', 'calmar', 'avgTrade', 'payoff', 'breakevenCostBps', 'avgHoldBars'] as const) {
      expect(intervals[name], name).toEqual({ low: NaN, high: NaN });
    }
  });
});
