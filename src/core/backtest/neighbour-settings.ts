import type { StrategySettings, Thresholds, Windows } from '../domain/settings.ts';

/** How far a window and a threshold are moved to each side. */
const WINDOW_STEP = 0.2;
const THRESHOLD_STEP = 0.25;

/**
 * The settings next door: each window 20 % shorter and longer, each threshold 0.25 lower and higher, one at a time. Those that
 * break 0 ≤ zOut < zIn < zStop are left out, and so is zStop when following.
 */
export function neighbourSettings(settings: StrategySettings): StrategySettings[] {
  const { windows, thresholds, strategy } = settings;
  const withWindow = (name: 'olsBeta' | 'zscore' | 'kalman', factor: number): StrategySettings => ({
    ...settings,
    windows: {
      ...windows,
      [name]: Math.max(name === 'kalman' ? 4 : 3, Math.round(windows[name] * factor)),
    } satisfies Windows,
  });
  const withThreshold = (name: keyof Thresholds, step: number): StrategySettings => ({
    ...settings,
    thresholds: { ...thresholds, [name]: thresholds[name] + step },
  });
  const thresholdNames =
    strategy.direction === 'revert' ? (['zIn', 'zOut', 'zStop'] as const) : (['zIn', 'zOut'] as const);
  return [
    ...([strategy.model === 'kalman' ? 'kalman' : 'olsBeta', 'zscore'] as const).flatMap((name) => [
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
