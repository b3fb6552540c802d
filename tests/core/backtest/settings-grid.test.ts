import { describe, expect, it } from 'vitest';
import { gridValues, settingsGrid } from '../../../src/core/backtest/settings-grid.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

const base = strategySettings();

describe('a grid of settings', () => {
  it('is the base alone when it names nothing', () => {
    expect(settingsGrid(base, {})).toEqual([base]);
  });

  it('counts ranges from their start to their end, the end included, without binary dust', () => {
    expect(gridValues({ from: 0.1, to: 0.3, step: 0.1 }, 9)).toEqual([0.1, 0.2, 0.3]);
    expect(gridValues({ from: 50, to: 100, step: 30 }, 9)).toEqual([50, 80]);
    expect(gridValues({ from: 2, to: 1, step: 0.5 }, 9)).toEqual([]);
    expect(gridValues(undefined, 9)).toEqual([9]);
    expect(() => gridValues({ from: 0, to: 1, step: 0 }, 9)).toThrow(RangeError);
    expect(() => gridValues({ from: 0, to: Infinity, step: 1 }, 9)).toThrow(RangeError);
  });

  it('multiplies its lists, the stop turning fastest, and keeps settings of equal windows together', () => {
    const settings = settingsGrid(base, {
      windows: { olsBeta: [100, 200], zscore: [50] },
      thresholds: { zIn: [2, 1.5], zStop: [3, 4] },
      strategy: { model: ['fixed-beta', 'residual'] },
    });
    expect(settings).toHaveLength(16);
    expect(
      settings.slice(0, 5).map(({ windows, thresholds }) => [windows.olsBeta, thresholds.zIn, thresholds.zStop]),
    ).toEqual([
      [100, 2, 3],
      [100, 2, 4],
      [100, 1.5, 3],
      [100, 1.5, 4],
      [200, 2, 3],
    ]);
    expect(settings.every((one) => one.windows.zscore === 50 && one.windows.adv === base.windows.adv)).toBe(true);
    expect(settings.map((one) => one.strategy.model)).toEqual([
      ...Array.from({ length: 8 }, () => 'fixed-beta'),
      ...Array.from({ length: 8 }, () => 'residual'),
    ]);
  });

  it('leaves out the residuals of two bars, which are all zero', () => {
    const settings = settingsGrid(base, {
      windows: { olsBeta: [2, 3] },
      strategy: { model: ['fixed-beta', 'residual'] },
    });
    expect(settings.map(({ strategy, windows }) => [strategy.model, windows.olsBeta])).toEqual([
      ['fixed-beta', 2],
      ['fixed-beta', 3],
      ['residual', 3],
    ]);
  });

  it('leaves out thresholds in broken order: 0 <= z_out < z_in, and z_in < z_stop when reverting', () => {
    const thresholds = { zIn: [1, 3], zOut: [-0.5, 0, 1], zStop: [2, 3] };
    const pairs = (direction: 'revert' | 'follow'): number[][] =>
      settingsGrid(base, { thresholds, strategy: { direction: [direction] } }).map((one) => [
        one.thresholds.zIn,
        one.thresholds.zOut,
        one.thresholds.zStop,
      ]);
    expect(pairs('revert')).toEqual([
      [1, 0, 2],
      [1, 0, 3],
    ]);
    expect(pairs('follow')).toEqual([
      [1, 0, 3.5],
      [3, 0, 3.5],
      [3, 1, 3.5],
    ]);
  });

  it('lists a setting once, and following ones once whatever the stops: they have none', () => {
    const settings = settingsGrid(base, {
      windows: { olsBeta: [200, 200] },
      thresholds: { zStop: [3, 3.5, 4] },
      strategy: { direction: ['revert', 'follow'] },
    });
    expect(settings.map((one) => [one.strategy.direction, one.thresholds.zStop])).toEqual([
      ['revert', 3],
      ['revert', 3.5],
      ['revert', 4],
      ['follow', 3.5],
    ]);
  });

  it('turns for each model the window that it reads, and no other', () => {
    const settings = settingsGrid(base, {
      windows: { olsBeta: [100, 200], kalman: [300, 400, 500] },
      strategy: { model: ['fixed-beta', 'kalman'] },
    });
    expect(settings.map(({ strategy, windows }) => [strategy.model, windows.olsBeta, windows.kalman])).toEqual([
      ['fixed-beta', 100, base.windows.kalman],
      ['fixed-beta', 200, base.windows.kalman],
      ['kalman', base.windows.olsBeta, 300],
      ['kalman', base.windows.olsBeta, 400],
      ['kalman', base.windows.olsBeta, 500],
    ]);
  });
});
