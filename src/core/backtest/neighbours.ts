import type { StrategySettings, Thresholds, Windows } from '../domain/settings.ts';
import { spreadColumns } from '../features/spread.ts';
import { logColumn } from '../features/log-column.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import { entryTable } from './entry-table.ts';
import { leanWalk } from './lean-walk.ts';
import { walkGround } from './walk-ground.ts';

/** How far a window and a threshold are moved to each side. */
const WINDOW_STEP = 0.2;
const THRESHOLD_STEP = 0.25;

/**
 * The settings next door: each window 20 % shorter and longer, each threshold 0.25 lower and higher, one at a time. Those that
 * break 0 ≤ zOut < zIn < zStop are left out, and so is zStop when following.
 */
function neighbourSettings(settings: StrategySettings): StrategySettings[] {
  const { windows, thresholds, strategy } = settings;
  const withWindow = (name: 'olsBeta' | 'zscore', factor: number): StrategySettings => ({
    ...settings,
    windows: { ...windows, [name]: Math.max(3, Math.round(windows[name] * factor)) } satisfies Windows,
  });
  const withThreshold = (name: keyof Thresholds, step: number): StrategySettings => ({
    ...settings,
    thresholds: { ...thresholds, [name]: thresholds[name] + step },
  });
  const thresholdNames =
    strategy.direction === 'revert' ? (['zIn', 'zOut', 'zStop'] as const) : (['zIn', 'zOut'] as const);
  return [
    ...(['olsBeta', 'zscore'] as const).flatMap((name) => [
      withWindow(name, 1 - WINDOW_STEP),
      withWindow(name, 1 + WINDOW_STEP),
    ]),
    ...thresholdNames
      .flatMap((name) => [withThreshold(name, -THRESHOLD_STEP), withThreshold(name, THRESHOLD_STEP)])
      .filter(
        ({ thresholds: { zIn, zOut, zStop } }) =>
          zOut >= 0 && zOut < zIn && (strategy.direction === 'follow' || zIn < zStop),
      ),
  ];
}

/** Net P&L of each neighbour over the same bars, USD. */
export function neighbourNets(
  context: DecisionContext,
  range: { readonly from: number; readonly to: number },
): number[] {
  const { candles, settings, features } = context;
  const logX = logColumn(candles.x.close);
  const logY = logColumn(candles.y.close);
  const ground = walkGround(candles, context.funding, range.from, range.to);
  const days = new Float64Array(ground.dayEnds.length);
  return neighbourSettings(settings).map((neighbour) => {
    const sameWindows =
      neighbour.windows.olsBeta === settings.windows.olsBeta && neighbour.windows.zscore === settings.windows.zscore;
    const columns = sameWindows
      ? features
      : { ...features, ...spreadColumns(logX, logY, candles, neighbour.windows, neighbour.strategy.model) };
    const entries = entryTable({ ...context, settings: neighbour, features: columns });
    return leanWalk(ground, columns.z, entries, neighbour, days).net;
  });
}
