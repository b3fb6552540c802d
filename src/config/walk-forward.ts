import { settingsGrid } from '../core/backtest/settings-grid.ts';
import type { WalkForwardSettings } from '../core/backtest/walk-forward-settings.ts';
import { checkedGrid } from './checked-grid.ts';
import type { Problem } from './problem.ts';
import type { ConfigFile } from './schema.ts';
import { strategySettings } from './strategy-settings.ts';

const GRID = 'walk_forward.grid';

/** How to walk forward, in the core's words. */
export function walkForwardSettings({ walk_forward: written }: ConfigFile): WalkForwardSettings {
  return {
    scheme: written.scheme,
    inSampleShare: written.in_sample_share,
    inSampleBars: written.in_sample_bars,
    outOfSampleBars: written.out_of_sample_bars,
    grid: checkedGrid(written.grid, () => undefined),
  };
}

/** What is wrong with a grid to choose from, each with its path in the file. */
export function gridProblems(grid: unknown): readonly Problem[] {
  const problems: Problem[] = [];
  checkedGrid(grid, (path, message) => void problems.push({ path: path === '' ? GRID : `${GRID}.${path}`, message }));
  return problems;
}

/** A grid of good values may still hold no setting: that of a file without other mistakes. */
export function emptyGridProblems(file: ConfigFile): readonly Problem[] {
  if (settingsGrid(strategySettings(file), walkForwardSettings(file).grid).length > 0) return [];
  return [{ path: GRID, message: 'no combination of its values keeps 0 ≤ z_out < z_in < z_stop' }];
}
