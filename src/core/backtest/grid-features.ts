import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { StrategySettings, Windows } from '../domain/settings.ts';
import { betaWindow, spreadWindows } from '../domain/spread-model.ts';
import { featureFrame } from '../features/feature-frame.ts';
import { logColumn } from '../features/log-column.ts';
import { spreadColumns } from '../features/spread.ts';

/** Settings of one grid with equal keys have equal features. */
export const featuresKey = (settings: StrategySettings): string =>
  `${settings.strategy.model} ${betaWindow(spreadWindows(settings))} ${settings.windows.zscore}`;

/**
 * The features of one frame for any settings of a grid. What a grid does not vary is computed once, and the last spread is
 * kept: ask in the order of `featuresKey` to compute each only once, holding one in memory.
 * @param base the settings that the grid varies
 */
export function gridFeatures(
  candles: AlignedCandles,
  base: StrategySettings,
): (settings: StrategySettings) => FeatureColumns {
  const logX = logColumn(candles.x.close);
  const logY = logColumn(candles.y.close);
  let key = featuresKey(base);
  let last = featureFrame(candles, base.windows, base.strategy);
  const { advUsd, realizedVol, healthP } = last;
  return (settings) => {
    requireSame(base.windows, settings.windows);
    const wanted = featuresKey(settings);
    if (wanted !== key) {
      const { windows, strategy } = settings;
      const spread = spreadColumns(logX, logY, candles, windows, strategy.model, strategy.kalmanNoise);
      last = { ...spread, advUsd, realizedVol, healthP };
      key = wanted;
    }
    return last;
  };
}

function requireSame(base: Windows, windows: Windows): void {
  if (base.adv === windows.adv && base.realizedVol === windows.realizedVol && base.health === windows.health) return;
  throw new RangeError('a grid varies none of windows.adv, windows.realizedVol and windows.health');
}
