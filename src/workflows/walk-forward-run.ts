import { settingsGrid } from '../core/backtest/settings-grid.ts';
import { sweeper, sweepTasks } from '../core/backtest/sweep.ts';
import { walkForward } from '../core/backtest/walk-forward.ts';
import type { WalkForwardResult } from '../core/backtest/walk-forward-result.ts';
import type { WalkForwardSettings } from '../core/backtest/walk-forward-settings.ts';
import { AppError } from '../core/domain/app-error.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import type { Trial, TrialLedger } from '../ports/trial-ledger.ts';
import { settingKey } from './trial-names.ts';
import type { History } from './load-history.ts';

/**
 * Walks a history forward. What it chooses from was tried, so every setting of its grid is first written to the trial ledger, with
 * its Sharpe ratio over the whole stretch as a sweep would write it.
 *
 * @param market venue, pair and timeframe, as the ledger names them
 * @param base what the grid varies
 * @throws AppError `data` when the stretch is too short for one fold
 */
export function runWalkForward(
  ledger: Pick<TrialLedger, 'record'>,
  market: string,
  base: StrategySettings,
  history: History,
  settings: WalkForwardSettings,
): WalkForwardResult {
  const result = walkForward({ ...history, settings: base }, history, settings);
  if (result.folds.length === 0) throw tooShort(history, settings);
  ledger.record(trialsOf(market, settingsGrid(base, settings.grid), history));
  return result;
}

function trialsOf(market: string, grid: readonly StrategySettings[], history: History): Trial[] {
  const sweep = sweeper(history);
  return [...sweepTasks(grid, grid.length)].flatMap((indices) => {
    const tried = indices.map((index) => grid[index]);
    return sweep({ settings: tried, wantsDaily: tried.map(() => false) }).map(({ figures: { sharpe } }, k) => ({
      market,
      setting: settingKey(tried[k]),
      dailySharpe: Number.isNaN(sharpe) ? null : sharpe / Math.sqrt(365),
    }));
  });
}

function tooShort({ from, to }: History, { scheme, inSampleBars }: WalkForwardSettings): AppError {
  const remedy =
    scheme === 'anchored'
      ? 'the part after walk_forward.in_sample_share must outlast the windows: take a longer stretch (--from, --to) or shorter windows'
      : `a fold takes walk_forward.in_sample_bars (${inSampleBars}), the windows and some bars to judge: take a longer stretch or shorter folds`;
  return new AppError('data', `${to - from} bars are too few for a walk-forward: ${remedy}`, {
    facts: { bars: to - from },
  });
}
