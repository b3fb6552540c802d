import { describe, expect, it } from 'vitest';
import { backtestMetrics } from '../../../src/core/backtest/metrics/backtest-metrics.ts';
import { settingsGrid } from '../../../src/core/backtest/settings-grid.ts';
import { simulate } from '../../../src/core/backtest/simulate.ts';
import { sweeper, sweepTasks } from '../../../src/core/backtest/sweep.ts';
import { sweepRanking } from '../../../src/core/backtest/sweep-ranking.ts';
import { simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext } from '../../support/walk-history.ts';

const candles = simulatedFrame({ bars: 1500, outage: [300, 301, 302], missingX: [700] });
const history = { candles, funding: { x: [], y: [] }, rules: { x: null, y: null }, from: 150, to: 1450 };
const base = strategySettings({ windows: { olsBeta: 60, zscore: 40 }, thresholds: { zIn: 1.5 } });
const settings = settingsGrid(base, {
  windows: { olsBeta: [40, 80], zscore: [30], kalman: [50, 70] },
  thresholds: { zIn: [1, 1.5], zOut: [0, 0.5] },
  strategy: { model: ['fixed-beta', 'residual', 'kalman'], direction: ['revert', 'follow'] },
});

describe('a sweep', () => {
  it('gives each setting the figures of a backtest of its own', () => {
    const sweep = sweeper(history);
    for (const indices of sweepTasks(settings, 3)) {
      const members = indices.map((index) => settings[index]);
      const outcomes = sweep({ settings: members, wantsDaily: members.map(() => true) });
      members.forEach((one, k) => {
        const context = decisionContext(candles, one);
        const metrics = backtestMetrics(candles, simulate(context, 150, 1450), one.risk.accountUsd);
        const { figures, daily } = outcomes[k];
        for (const [name, value] of Object.entries(figures)) {
          expect(metrics[name as keyof typeof figures], name).toBe(value);
        }
        expect(daily).toEqual(metrics.daily.pnl);
      });
    }
  });

  it('keeps the daily P&L only of the settings it is asked for', () => {
    const outcomes = sweeper(history)({ settings: settings.slice(0, 2), wantsDaily: [false, true] });
    expect(outcomes.map(({ daily }) => daily === null)).toEqual([true, false]);
  });

  it('hands out settings that share windows and model together, each once', () => {
    const tasks = sweepTasks(settings, 3);
    expect(tasks.flat().sort((a, b) => a - b)).toEqual(settings.map((_, index) => index));
    for (const task of tasks) {
      expect(task.length).toBeLessThanOrEqual(3);
      const keys = task.map(
        (index) =>
          `${settings[index].windows.olsBeta} ${settings[index].windows.kalman} ${settings[index].strategy.model}`,
      );
      expect(new Set(keys).size).toBe(1);
    }
    const [first, other] = [tasks[0][0], tasks.at(-1)?.[0] ?? 0];
    const mixed = { settings: [settings[first], settings[other]], wantsDaily: [false, false] };
    expect(() => sweeper(history)(mixed)).toThrow(RangeError);
  });

  it('ranks by Sharpe ratio, flat settings last, equal ones by net', () => {
    const [{ figures }] = sweeper(history)({ settings: [base], wantsDaily: [false] });
    const of = (sharpe: number, net: number) => ({ ...figures, sharpe, net });
    expect(sweepRanking([of(NaN, 0), of(1, 5), of(2, 1), of(1, 7), of(-3, -9), of(NaN, 0)])).toEqual([
      2, 3, 1, 4, 0, 5,
    ]);
  });
});
