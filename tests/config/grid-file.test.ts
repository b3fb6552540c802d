import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readGridFile } from '../../src/config/grid-file.ts';
import { settingsGrid } from '../../src/core/backtest/settings-grid.ts';
import { AppError } from '../../src/core/domain/app-error.ts';
import { strategySettings } from '../support/strategy-settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'statarb-grid-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function gridFile(text: string): string {
  const file = join(folder, 'grid.yaml');
  writeFileSync(file, text);
  return file;
}

function mistakes(text: string): readonly unknown[] {
  try {
    readGridFile(gridFile(text));
  } catch (error) {
    if (error instanceof AppError && error.code === 'settings' && Array.isArray(error.facts.problems)) {
      return error.facts.problems;
    }
    throw error;
  }
  return [];
}

describe('a grid file', () => {
  it('names lists, single values and ranges under the keys of config.yaml', () => {
    const grid = readGridFile(
      gridFile(`
windows: {ols_beta: [100, 200], zscore: 50}
thresholds: {z_in: {from: 1.5, to: 2.5, step: 0.5}}
strategy: {direction: [follow], model: residual}
`),
    );
    const settings = settingsGrid(strategySettings(), grid);
    expect(settings.map(({ windows, thresholds }) => [windows.olsBeta, windows.zscore, thresholds.zIn])).toEqual([
      [100, 50, 1.5],
      [100, 50, 2],
      [100, 50, 2.5],
      [200, 50, 1.5],
      [200, 50, 2],
      [200, 50, 2.5],
    ]);
    expect(settings[0].strategy).toEqual({ direction: 'follow', model: 'residual', kalmanNoise: null });
  });

  it('may be JSON', () => {
    expect(readGridFile(gridFile('{"thresholds": {"z_out": [0, 0.5]}}')).thresholds?.zOut).toEqual([0, 0.5]);
  });

  it('comes with an example that works as it is', () => {
    const grid = readGridFile(fileURLToPath(new URL('../../grid.example.yaml', import.meta.url)));
    // 9 windows × (15 pairs of thresholds in order with their stops when reverting + 8 when following)
    expect(settingsGrid(strategySettings(), grid)).toHaveLength(9 * (4 * 2 * 2 + 4 * 2));
  });

  it('is refused with all of its mistakes at once, each with its place and a hint', () => {
    expect(
      mistakes(`
window: {zscore: [50]}
windows: {ols_beta: [200, 1, 7.5], zscores: [10], zscore: {from: 50, to: 100, step: 12.5}}
thresholds: {z_in: {from: 1, to: 3}, z_out: [-1, "a"], z_stop: []}
strategy: {direction: [folow], model: {from: 1, to: 2, step: 1}}
risk: 5
`),
    ).toEqual([
      'window: is nothing a grid can turn; known are windows, thresholds, strategy; did you mean "windows"?',
      'windows.ols_beta[1]: must be at least 2, found 1',
      'windows.ols_beta[2]: expected a whole number, found 7.5',
      'windows.zscores: is nothing a grid can turn; known are ols_beta, zscore, kalman; did you mean "zscore"?',
      'windows.zscore: expected a whole number, found 62.5',
      'thresholds.z_in.step: expected a number, found nothing',
      'thresholds.z_out[0]: must be at least 0, found -1',
      'thresholds.z_out[1]: expected a number, found text "a"',
      'thresholds.z_stop: is an empty list: name at least one value, or leave it out',
      'strategy.direction[0]: expected "revert" or "follow", found text "folow"; did you mean "follow"?',
      'strategy.model: expected a list of values, found a section',
      'risk: is nothing a grid can turn; known are windows, thresholds, strategy',
    ]);
  });

  it('is refused when a range leads nowhere or has far too many steps', () => {
    expect(
      mistakes(
        'thresholds: {z_in: {from: 3, to: 1, step: 1}, z_out: {from: 0, to: 1, step: 0}, z_stop: {from: 3, to: 4, step: 1e-9}}',
      ),
    ).toEqual([
      'thresholds.z_in.to: must not be below from (3), found 1',
      'thresholds.z_out.step: must be above 0, found 0',
      'thresholds.z_stop.step: makes more than 10000 values',
    ]);
  });

  it('is refused when it makes more combinations than anyone can wait for', () => {
    expect(
      mistakes('thresholds: {z_in: {from: 1, to: 2, step: 0.001}, z_stop: {from: 3, to: 4, step: 0.001}}'),
    ).toEqual(['makes 1002001 combinations, more than 1000000: take coarser steps']);
  });

  it('is refused when it is empty, is not there or is no YAML', () => {
    expect(mistakes('')).toEqual(['expected settings to try, such as "thresholds: {z_in: [1.5, 2]}", found nothing']);
    expect(() => readGridFile(join(folder, 'none.yaml'))).toThrow(/there is no grid file .*none\.yaml: copy/);
    expect(mistakes('a: [1').join()).toMatch(/^line 1/);
  });
});
