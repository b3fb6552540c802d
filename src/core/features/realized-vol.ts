import { YEAR_MS } from '../domain/time.ts';
import type { BarGrid } from '../stats/bar-grid.ts';
import { rollingMoments } from '../stats/rolling-moments.ts';

/**
 * Annualised volatility: sample std of log returns over `window` bars × √(bars per year), a year being 365 days.
 * @param logClose log closes
 * @returns one value a bar, NaN on the first `window` bars
 */
export function realizedVol(logClose: Float64Array, grid: BarGrid, window: number): Float64Array {
  const returns = logClose.map((value, i) => (i === 0 ? NaN : value - logClose[i - 1]));
  const scale = Math.sqrt(YEAR_MS / grid.barMs);
  return rollingMoments(returns, grid, window).std.map((std) => std * scale);
}
