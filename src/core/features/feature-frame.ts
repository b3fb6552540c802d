import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { Filters, Strategy, Windows } from '../domain/settings.ts';
import { advUsd } from './liquidity.ts';
import { logColumn } from './log-column.ts';
import { realizedVol } from './realized-vol.ts';
import { spreadColumns } from './spread.ts';

/** Every feature of every bar of an aligned frame. No value reads a later bar. */
export function featureFrame(candles: AlignedCandles, windows: Windows, strategy: Strategy): FeatureColumns {
  const { x, y } = candles;
  const logX = logColumn(x.close);
  const logY = logColumn(y.close);
  return {
    ...spreadColumns(logX, logY, candles, windows, strategy.model),
    advUsd: { x: advUsd(x, candles, windows.adv), y: advUsd(y, candles, windows.adv) },
    realizedVol: {
      x: realizedVol(logX, candles, windows.realizedVol),
      y: realizedVol(logY, candles, windows.realizedVol),
    },
  };
}

/**
 * How many bars up to and including a bar its features need so that they are, to the last bit, what the whole history
 * would give (`core/stats/rolling-windows.md`). One more is counted for the z of the bar before.
 */
export function warmUpBars(windows: Windows, filters: Filters): number {
  const spread = 2 * (windows.olsBeta + windows.zscore);
  const ranked = filters.maxSpreadVolPercentile === null ? 0 : windows.spreadVol;
  return Math.max(spread + ranked, 2 * windows.adv, 2 * windows.realizedVol + 1) + 1;
}
