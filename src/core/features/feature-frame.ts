import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { Filters, Strategy, Windows } from '../domain/settings.ts';
import { logColumn } from './log-column.ts';
import { marketColumns } from './market-columns.ts';
import { spreadColumns } from './spread.ts';

/** Every feature of every bar of an aligned frame. No value reads a later bar. */
export function featureFrame(candles: AlignedCandles, windows: Windows, strategy: Strategy): FeatureColumns {
  const logs = { x: logColumn(candles.x.close), y: logColumn(candles.y.close) };
  return {
    ...spreadColumns(logs.x, logs.y, candles, windows, strategy.model),
    ...marketColumns(candles, logs, windows),
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
