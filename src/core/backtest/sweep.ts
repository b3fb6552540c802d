import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { FundingRate } from '../domain/funding.ts';
import type { MarketRules } from '../domain/market-rules.ts';
import type { Legs } from '../domain/pair.ts';
import type { StrategySettings } from '../domain/settings.ts';
import { featureFrame } from '../features/feature-frame.ts';
import { logColumn } from '../features/log-column.ts';
import { spreadColumns } from '../features/spread.ts';
import { featuresKey } from './grid-features.ts';
import { entryTable, type EntryTable } from './entry-table.ts';
import { leanWalk } from './lean-walk.ts';
import { equityToPnl } from './metrics/daily-pnl.ts';
import { sharpe } from './metrics/ratios.ts';
import { settingFigures, type SettingFigures } from './setting-figures.ts';
import { walkGround } from './walk-ground.ts';

/** What every setting of a sweep is tried on. */
export interface SweepHistory {
  readonly candles: AlignedCandles;
  readonly funding: Legs<readonly FundingRate[]>;
  readonly rules: Legs<MarketRules | null>;
  /** Frame indices that may be decided on or filled: from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
}

/** Settings that share their windows and spread model, and so their features. */
export interface SweepTask {
  readonly settings: readonly StrategySettings[];
  /** For each of them, whether its daily P&L is wanted too. */
  readonly wantsDaily: readonly boolean[];
}

export interface SweepOutcome {
  readonly figures: SettingFigures;
  /** P&L of each UTC day as a fraction of the account, where it was wanted. */
  readonly daily: Float64Array | null;
}

/**
 * Makes the function that tries settings on a history, one task after the other. Dollar volume and volatility are worked out
 * once, the spread once for each run of tasks with the same windows and model, the size of an entry once a bar of those; what
 * is left for each setting is one walk. Memory does not grow with the number of settings but for what is returned.
 *
 * All settings must have the adv, realizedVol, spreadVol and health windows, risk, costs, filters and exits of the first.
 * @throws RangeError when the settings of a task differ in windows or model
 */
export function sweeper(history: SweepHistory): (task: SweepTask) => SweepOutcome[] {
  const { candles, funding, from, to } = history;
  const ground = walkGround(candles, funding, from, to);
  const daily = new Float64Array(ground.dayEnds.length);
  const logs = { x: logColumn(candles.x.close), y: logColumn(candles.y.close) };
  let features: FeatureColumns | null = null;
  let table: EntryTable | null = null;
  let sharedKey = '';

  return ({ settings, wantsDaily }) => {
    if (settings.length === 0) return [];
    const [first] = settings;
    const key = featuresKey(first);
    if (features === null || table === null || key !== sharedKey) {
      const { windows, strategy } = first;
      features =
        features === null
          ? featureFrame(candles, windows, strategy)
          : { ...features, ...spreadColumns(logs.x, logs.y, candles, windows, strategy.model, strategy.kalmanNoise) };
      table = entryTable({ ...history, features, settings: first });
      sharedKey = key;
    }
    const [known, entries] = [features, table];
    return settings.map((one, index) => {
      if (featuresKey(one) !== key) throw new RangeError('the settings of a task differ in windows or model');
      const totals = leanWalk(ground, known, entries, one, daily);
      equityToPnl(daily, one.risk.accountUsd);
      const figures = settingFigures(totals, sharpe(daily), to - from, candles.barMs);
      return { figures, daily: wantsDaily[index] ? daily.slice() : null };
    });
  };
}

/**
 * Cuts settings into tasks of at most `most`, each of settings that share their features.
 * @returns indices of the settings, task by task, ascending within each; tasks that share features stand together
 */
export function sweepTasks(settings: readonly StrategySettings[], most: number): number[][] {
  const groups = new Map<string, number[]>();
  settings.forEach((one, index) => {
    const key = featuresKey(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  });
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / most) }, (_, k) => group.slice(k * most, (k + 1) * most)),
  );
}
