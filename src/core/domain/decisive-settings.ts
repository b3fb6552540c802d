import type { StrategySettings } from './settings.ts';

/**
 * The settings without what their model does not read: two that are equal decide alike. Without the kalman model that leaves
 * its settings out, so what was stored of settings before there was such a model stays comparable.
 */
export function decisiveSettings(settings: StrategySettings): unknown {
  const { kalman, ...windows } = settings.windows;
  const { kalmanNoise, ...strategy } = settings.strategy;
  if (strategy.model !== 'kalman') return { ...settings, windows, strategy };
  const { zscore, adv, realizedVol, spreadVol } = windows;
  return {
    ...settings,
    windows: { zscore, adv, realizedVol, spreadVol, kalman },
    strategy: { ...strategy, kalmanNoise },
  };
}
