import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { Strategy, Windows } from '../domain/settings.ts';
import { rollingEngleGranger } from '../stats/rolling-engle-granger.ts';
import { leanSpread } from './lean-spread.ts';
import { advUsd } from './liquidity.ts';
import { logColumn } from './log-column.ts';
import { realizedVol } from './realized-vol.ts';

/** What an entry reads: those of `featureFrame`'s columns, and no others. */
export function entryFeatures(
  candles: AlignedCandles,
  windows: Windows,
  { model, kalmanNoise }: Strategy,
): Pick<FeatureColumns, 'beta' | 'z' | 'sigma' | 'advUsd' | 'realizedVol' | 'healthP'> {
  const { x, y } = candles;
  const logX = logColumn(x.close);
  const logY = logColumn(y.close);
  const spread = leanSpread(logX, candles, model, kalmanNoise);
  spread.measure(logY, windows);
  return {
    ...spread.columns,
    advUsd: { x: advUsd(x, candles, windows.adv), y: advUsd(y, candles, windows.adv) },
    realizedVol: {
      x: realizedVol(logX, candles, windows.realizedVol),
      y: realizedVol(logY, candles, windows.realizedVol),
    },
    healthP: windows.health === undefined ? null : rollingEngleGranger(logX, logY, candles, windows.health),
  };
}
