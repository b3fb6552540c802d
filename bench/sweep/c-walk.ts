import { fileURLToPath } from 'node:url';
import type { AlignedCandles } from '../../src/core/domain/aligned-candles.ts';
import type { FeatureColumns } from '../../src/core/domain/feature-columns.ts';
import type { StrategySettings } from '../../src/core/domain/settings.ts';
import { startCProgram, type CProgram } from '../c-program.ts';

/** Walks all settings by `sweep.c`: net, Sharpe ratio and drawdown of each; null where there is no C compiler. */
export function startCWalk(
  folder: string,
  candles: AlignedCandles,
  features: FeatureColumns,
  settings: readonly StrategySettings[],
): CProgram | null {
  const { x, y, ts, filled } = candles;
  const { z, beta, sigma, advUsd, realizedVol } = features;
  const market = [ts, x.open, y.open, x.close, y.close, Float64Array.from(filled)];
  const known = [z, beta, sigma, advUsd.x, advUsd.y, realizedVol.x, realizedVol.y];
  const asked = settings.flatMap(({ thresholds, strategy, windows }) => [
    thresholds.zIn,
    thresholds.zOut,
    thresholds.zStop,
    strategy.direction === 'revert' ? 1 : -1,
    windows.zscore,
  ]);
  const source = fileURLToPath(new URL('sweep.c', import.meta.url));
  return startCProgram(folder, source, [...market, ...known, Float64Array.from(asked)], [ts.length, settings.length]);
}
