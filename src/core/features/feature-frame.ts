import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { Strategy, StrategySettings, Windows } from '../domain/settings.ts';
import { rollingEngleGranger } from '../stats/rolling-engle-granger.ts';
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
    ...spreadColumns(logX, logY, candles, windows, strategy.model, strategy.kalmanNoise),
    advUsd: { x: advUsd(x, candles, windows.adv), y: advUsd(y, candles, windows.adv) },
    realizedVol: {
      x: realizedVol(logX, candles, windows.realizedVol),
      y: realizedVol(logY, candles, windows.realizedVol),
    },
    healthP: windows.health === undefined ? null : rollingEngleGranger(logX, logY, candles, windows.health),
  };
}

type WarmedUp = Pick<StrategySettings, 'windows' | 'strategy' | 'filters'>;

/**
 * How many bars up to and including a bar its features need so that they are, to the last bit, what the whole history
 * would give (`core/stats/rolling-windows.md`). One more is counted for the z of the bar before.
 */
export function warmUpBars({ windows, strategy, filters }: WarmedUp): number {
  const spread = 2 * ((strategy.model === 'kalman' ? windows.kalman : windows.olsBeta) + windows.zscore);
  const ranked = filters.maxSpreadVolPercentile === null ? 0 : windows.spreadVol;
  return Math.max(spread + ranked, 2 * windows.adv, 2 * windows.realizedVol + 1, 2 * (windows.health ?? 0)) + 1;
}

/**
 * How many bars back a bar's z and sigma look: the z window on top of the beta window, as a rolling spread's z reads betas that each
 * read a window of their own; under `kalman`, the bars before a block and those of the block.
 */
export function spreadMemory({ windows, strategy }: Pick<StrategySettings, 'windows' | 'strategy'>): number {
  return strategy.model === 'kalman' ? Math.max(2 * windows.kalman, windows.zscore) : windows.olsBeta + windows.zscore;
}
