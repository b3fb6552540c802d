import { YEAR_MS } from '../domain/time.ts';
import type { BarGrid } from '../stats/bar-grid.ts';
import { rollingMoments } from '../stats/rolling-moments.ts';

/**
 * Annualised volatility: sample std of log returns over `window` bars × √(bars per year), a year being 365 days.
 * @param logClose log closes
 * @returns one value a bar, NaN on the first `window` bars
 */
export function realizedVol(logClose: Float64Array, grid: BarGrid, window: number): Float64Array {
  const returns = new Float64Array(logClose.length);
  returns[0] = NaN;
  for (let i = 1; i < logClose.length; i++) returns[i] = logClose[i] - logClose[i - 1];
  const { std } = rollingMoments(returns, grid, window);
  const scale = Math.sqrt(YEAR_MS / grid.barMs);
  for (let i = 0; i < std.length; i++) std[i] *= scale;
  return std;
}
