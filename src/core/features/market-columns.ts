import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { Legs } from '../domain/pair.ts';
import type { Windows } from '../domain/settings.ts';
import { advUsd } from './liquidity.ts';
import { realizedVol } from './realized-vol.ts';

/**
 * The features in which the spread has no part: dollar volume and volatility of each leg.
 * @param logs log closes of the legs
 */
export function marketColumns(
  candles: AlignedCandles,
  logs: Legs<Float64Array>,
  windows: Pick<Windows, 'adv' | 'realizedVol'>,
): Pick<FeatureColumns, 'advUsd' | 'realizedVol'> {
  const { x, y } = candles;
  return {
    advUsd: { x: advUsd(x, candles, windows.adv), y: advUsd(y, candles, windows.adv) },
    realizedVol: {
      x: realizedVol(logs.x, candles, windows.realizedVol),
      y: realizedVol(logs.y, candles, windows.realizedVol),
    },
  };
}
