import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { settingsGrid } from '../../src/core/backtest/settings-grid.ts';
import { resolvedYaml } from '../../src/config/resolved-yaml.ts';
import { load as loadGiven, mistakes as mistakesOf } from './settings-folder.ts';

const load = (yaml: string) => loadGiven({ yaml });
const mistakes = (yaml: string) => mistakesOf({ yaml });

describe('walk_forward', () => {
  it('is anchored at 70/30 over a small grid of windows, thresholds, models and directions when nothing is said', () => {
    const { walkForward, settings } = load('');
    expect(walkForward).toMatchObject({
      scheme: 'anchored',
      inSampleShare: 0.7,
      inSampleBars: 8760,
      outOfSampleBars: 2190,
    });
    const grid = settingsGrid(settings, walkForward.grid);
    expect(grid).toHaveLength(32);
    expect(new Set(grid.map(({ strategy }) => strategy.direction))).toEqual(new Set(['revert', 'follow']));
  });

  it('takes lists and ranges; a grid of one’s own replaces the default one', () => {
    const { walkForward, settings } = load(
      'walk_forward: {scheme: rolling, in_sample_bars: 5000, grid: {thresholds: {z_in: {from: 1, to: 3, step: 0.5}}}}',
    );
    expect(walkForward.scheme).toBe('rolling');
    expect(walkForward.inSampleBars).toBe(5000);
    expect(settingsGrid(settings, walkForward.grid).map(({ thresholds }) => thresholds.zIn)).toEqual([
      1, 1.5, 2, 2.5, 3,
    ]);
  });

  it('changes no decision, so it leaves the hash of the settings alone', () => {
    expect(load('walk_forward: {in_sample_share: 0.5}').hash).toBe(load('').hash);
  });

  it('stands in the resolved settings, and in the file that repeats a backtest', () => {
    const config = load('walk_forward: {in_sample_share: 0.6}');
    expect(config.resolved).toContainEqual({
      key: 'walk_forward.in_sample_share',
      value: '0.6',
      origin: 'config.yaml',
    });
    expect(config.resolved).toContainEqual({ key: 'walk_forward.scheme', value: 'anchored', origin: 'default' });
    const again = load(resolvedYaml(config));
    expect(again.walkForward).toEqual(config.walkForward);
    expect((parse(resolvedYaml(config)) as { walk_forward: { scheme: string } }).walk_forward.scheme).toBe('anchored');
  });

  it('tells every mistake with its path', () => {
    expect(
      mistakes(
        'walk_forward: {scheme: expanding, in_sample_share: 1, in_sample_bars: 0, grid: {thresholds: {z_inn: [2], z_out: [-1]}, costs: {fee_bps: [1]}}}',
      ),
    ).toEqual([
      'walk_forward.scheme: expected "anchored" or "rolling", found text "expanding"',
      'walk_forward.in_sample_share: must be below 1, found 1',
      'walk_forward.in_sample_bars: must be at least 2, found 0',
      'walk_forward.grid.thresholds.z_inn: is nothing a grid can turn; known are z_in, z_out, z_stop; did you mean "z_in"?',
      'walk_forward.grid.thresholds.z_out[0]: must be at least 0, found -1',
      'walk_forward.grid.costs: is nothing a grid can turn; known are windows, thresholds, strategy',
    ]);
    expect(mistakes('walk_forward: {grid: {thresholds: {z_in: [1], z_out: [1, 2]}}}')).toEqual([
      'walk_forward.grid: no combination of its values keeps 0 ≤ z_out < z_in < z_stop',
    ]);
    expect(mistakes('walk_forward: {grid: [2]}')).toEqual([
      'walk_forward.grid: expected a section with keys of its own, found a list of 1',
    ]);
  });
});
