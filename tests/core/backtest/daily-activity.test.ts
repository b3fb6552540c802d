import { describe, expect, test } from 'vitest';
import { closeOut } from '../../../src/core/backtest/close-out.ts';
import { dailyActivity } from '../../../src/core/backtest/metrics/daily-activity.ts';
import { dailyPnl } from '../../../src/core/backtest/metrics/daily-pnl.ts';
import { simulate } from '../../../src/core/backtest/simulate.ts';
import { randomCase } from './random-context.ts';

const DAY_MS = 86_400_000;
const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);

describe('the activity of each day', () => {
  test('adds up to what the simulation did, whatever the history and the settings', () => {
    let open = 0;
    let trades = 0;
    for (let seed = 1; seed <= 200; seed++) {
      const { context, from, to } = randomCase(seed);
      if (to <= from) continue;
      const ts = context.candles.ts.subarray(from, to);
      const simulation = simulate(context, from, to);
      const flat = closeOut(context, simulation);
      for (const one of [simulation, flat]) {
        const activity = dailyActivity(ts, one);
        expect(activity.bars).toHaveLength(dailyPnl(ts, one.equity, 1).days.length);
        expect(total(activity.bars)).toBe(to - from);
        expect(total(activity.barsInPosition), `seed ${seed}`).toBe(one.barsInPosition);
        expect(total(activity.closed)).toBe(one.trades.length);
        expect(total(activity.tradedUsd)).toBeCloseTo(one.turnoverUsd, 4);
      }
      if (simulation.openPosition !== null) open++;
      trades += simulation.trades.length;
    }
    expect(open).toBeGreaterThan(5);
    expect(trades).toBeGreaterThan(500);
  });

  test('puts every bar held and every trade closed on the day it belongs to', () => {
    const { context, from, to } = randomCase(53);
    const ts = context.candles.ts.subarray(from, to);
    const simulation = simulate(context, from, to);
    const { barsInPosition, closed } = dailyActivity(ts, simulation);
    const { days } = dailyPnl(ts, simulation.equity, 1);
    expect(simulation.trades.length).toBeGreaterThan(5);
    days.forEach((day, d) => {
      const isToday = (time: number): boolean => Math.floor(time / DAY_MS) * DAY_MS === day;
      const held = ts.filter(
        (time) => isToday(time) && simulation.trades.some(({ entryTs, exitTs }) => entryTs <= time && time < exitTs),
      );
      const last = simulation.openPosition?.filledOn ?? Infinity;
      expect(barsInPosition[d]).toBe(held.length + ts.filter((time) => isToday(time) && time >= last).length);
      expect(closed[d]).toBe(simulation.trades.filter(({ exitTs }) => isToday(exitTs)).length);
    });
  });
});
