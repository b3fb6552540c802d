import type { CandleColumns } from '../domain/candle.ts';
import type { BarGrid } from '../stats/bar-grid.ts';
import { rollingMoments } from '../stats/rolling-moments.ts';

/**
 * Average dollar volume per bar: the mean of close · volume over `window` bars, NaN until the window is full.
 * Forward-filled bars count with volume 0.
 */
export function advUsd({ close, volume }: CandleColumns, grid: BarGrid, window: number): Float64Array {
  const dollars = new Float64Array(close.length);
  for (let i = 0; i < close.length; i++) dollars[i] = close[i] * volume[i];
  return rollingMoments(dollars, grid, window).mean;
}
