import { heatMap, variedAxes, type HeatMap } from '../core/backtest/heat-map.ts';
import { settingsGrid, type Grid } from '../core/backtest/settings-grid.ts';
import type { SettingFigures } from '../core/backtest/setting-figures.ts';
import { sweeper, sweepTasks, type SweepHistory, type SweepOutcome, type SweepTask } from '../core/backtest/sweep.ts';
import { sweepEvidence, sweepVerdict } from '../core/backtest/sweep-evidence.ts';
import { sweepRanking } from '../core/backtest/sweep-ranking.ts';
import type { SweepResult } from '../core/backtest/sweep-result.ts';
import { AppError } from '../core/domain/app-error.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import { warmUpBars } from '../core/features/feature-frame.ts';
import type { Clock } from '../ports/clock.ts';
import type { TaskPool } from '../ports/task-pool.ts';
import type { TrialLedger } from '../ports/trial-ledger.ts';
import { settingKey } from './trial-names.ts';

export interface SweepPorts {
  readonly pool: TaskPool<SweepTask, SweepOutcome[]>;
  readonly ledger: TrialLedger;
  readonly clock: Clock;
}

export interface SweepRequest {
  readonly history: SweepHistory;
  /** Venue, pair and timeframe, as the trial ledger names them. */
  readonly market: string;
  readonly settings: readonly StrategySettings[];
  /** When it is aborted, what is being tried is finished and the rest left out. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SweepProgress) => void;
}

export interface SweepProgress {
  readonly done: number;
  readonly total: number;
  /** Time left at the pace so far, ms. */
  readonly leftMs: number;
}

/**
 * Every setting of a grid, as `settingsGrid` makes them.
 * @throws AppError `settings` when there is none
 */
export function gridSettings(base: StrategySettings, grid: Grid): readonly StrategySettings[] {
  const settings = settingsGrid(base, grid);
  if (settings.length > 0) return settings;
  throw new AppError(
    'settings',
    'the grid makes no setting: no combination of it keeps 0 <= z_out < z_in, and z_in < z_stop when reverting',
  );
}

/** Bars before a stretch that the settings of a grid need, the most of them all. */
export const gridWarmUp = (settings: readonly StrategySettings[]): number =>
  settings.reduce((most, one) => Math.max(most, warmUpBars(one)), 0);

/** Small enough that progress moves and an interruption is obeyed at once, large enough that handing it out costs nothing. */
const SETTINGS_PER_TASK = 64;
/** Settings whose daily P&L is kept for the probability of overfitting: an even sample of a larger grid. */
const DAILY_KEPT = 1000;

/** Tries every setting of a grid on one history, over all workers, and weighs the best one against the search that found it. */
export async function runSweep(ports: SweepPorts, request: SweepRequest): Promise<SweepResult> {
  const { history, settings, market } = request;
  const outcomes = await tryAll(ports, request);
  const done = settings.flatMap((one, index) => {
    const outcome = outcomes.at(index);
    return outcome === undefined ? [] : [{ settings: one, ...outcome }];
  });
  const figures = done.map((tried) => tried.figures);
  ports.ledger.record(
    done.map((tried) => ({
      market,
      setting: settingKey(tried.settings),
      dailySharpe: Number.isNaN(tried.figures.sharpe) ? null : tried.figures.sharpe / Math.sqrt(365),
    })),
  );

  const ranking = sweepRanking(figures).map((index) => done[index]);
  const best = ranking.find(({ figures: { sharpe } }) => !Number.isNaN(sharpe)) ?? null;
  const bestDaily = best === null ? null : dailyOf(history, best.settings);
  const daily = done.flatMap((tried) => (tried.daily === null ? [] : [tried.daily]));
  // The sample of a large grid may have missed the best one.
  if (best?.daily === null && bestDaily !== null) daily.push(bestDaily);
  const evidence = sweepEvidence(bestDaily, daily, ports.ledger.summary(market));
  const tried = done.map((one) => one.settings);
  return {
    ranking: ranking.map((one) => ({ settings: one.settings, figures: one.figures })),
    asked: settings.length,
    isPartial: done.length < settings.length,
    evidence,
    verdict: sweepVerdict(best?.figures ?? null, done.length, evidence),
    heatMaps: heatMapsOf(tried, figures),
  };
}

/** @returns the outcomes at the settings' own places; holes where an interruption came first */
async function tryAll(ports: SweepPorts, request: SweepRequest): Promise<SweepOutcome[]> {
  const { pool, clock } = ports;
  const { settings, signal, onProgress } = request;
  const outcomes: SweepOutcome[] = [];
  const queue = sweepTasks(settings, SETTINGS_PER_TASK)[Symbol.iterator]();
  const every = Math.ceil(settings.length / DAILY_KEPT);
  const start = clock.elapsedMs();
  let done = 0;
  const work = async (): Promise<void> => {
    for (const indices of queue) {
      const task = {
        settings: indices.map((index) => settings[index]),
        wantsDaily: indices.map((index) => index % every === 0),
      };
      (await pool.run(task)).forEach((outcome, k) => {
        outcomes[indices[k]] = outcome;
      });
      done += indices.length;
      const spent = clock.elapsedMs() - start;
      onProgress({ done, total: settings.length, leftMs: (spent / done) * (settings.length - done) });
      if (signal.aborted) return;
    }
  };
  if (!signal.aborted) await Promise.all(Array.from({ length: pool.workers }, work));
  return outcomes;
}

function dailyOf(history: SweepHistory, settings: StrategySettings): Float64Array | null {
  const [{ daily }] = sweeper(history)({ settings: [settings], wantsDaily: [true] });
  return daily;
}

function heatMapsOf(settings: readonly StrategySettings[], figures: readonly SettingFigures[]): HeatMap[] {
  const sharpes = figures.map(({ sharpe }) => sharpe);
  const axes = variedAxes(settings);
  return axes.flatMap((row, index) => axes.slice(index + 1).map((column) => heatMap(settings, sharpes, row, column)));
}
