import type { StrategySettings } from '../domain/settings.ts';
import { logColumn } from '../features/log-column.ts';
import { marketColumns } from '../features/market-columns.ts';
import { nullModel, type NullModel } from './null-model.ts';
import type { SweepHistory } from './sweep.ts';

/** What a null model is made from, features left out: small enough to be handed to another thread. */
export interface NullTask extends SweepHistory {
  readonly settings: StrategySettings;
  readonly seed: number;
}

/** The null model of a stretch of history, for those who have no features of it. */
export function runNullTask({ from, to, seed, ...history }: NullTask): NullModel {
  const { candles, settings } = history;
  const logs = { x: logColumn(candles.x.close), y: logColumn(candles.y.close) };
  return nullModel({ ...history, features: marketColumns(candles, logs, settings.windows) }, { from, to }, seed);
}
