import { describe, expect, it } from 'vitest';
import { heatMap, variedAxes } from '../../../src/core/backtest/heat-map.ts';
import { settingsGrid } from '../../../src/core/backtest/settings-grid.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

const settings = settingsGrid(strategySettings(), {
  thresholds: { zIn: [2.5, 2], zOut: [0, 0.5], zStop: [3, 4] },
  strategy: { direction: ['revert', 'follow'] },
});

describe('a heat map', () => {
  it('knows along which axes settings differ', () => {
    expect(variedAxes(settings)).toEqual(['direction', 'z_in', 'z_out', 'z_stop']);
    expect(variedAxes(settings.slice(0, 1))).toEqual([]);
  });

  it('takes all other settings together by their median, and leaves out what has no value', () => {
    // 3 settings a cell: two stops when reverting, and following.
    const values = settings.map(({ thresholds, strategy }) => {
      if (thresholds.zIn === 2.5 && thresholds.zOut === 0.5) return NaN;
      return thresholds.zIn * 10 + (strategy.direction === 'follow' ? -100 : thresholds.zStop);
    });
    expect(heatMap(settings, values, 'z_in', 'z_out')).toEqual({
      rowAxis: 'z_in',
      columnAxis: 'z_out',
      rows: [2, 2.5],
      columns: [0, 0.5],
      cells: [
        [23, 23],
        [28, NaN],
      ],
    });
  });

  it('puts following in a column of its own where stops are told apart: it has none', () => {
    const map = heatMap(
      settings,
      settings.map(() => 1),
      'direction',
      'z_stop',
    );
    expect(map.columns).toEqual([3, 4, 'none']);
    expect(map.cells).toEqual([
      [1, 1, NaN],
      [NaN, NaN, 1],
    ]);
  });
});
