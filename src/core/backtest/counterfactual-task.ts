import type { StrategySettings } from '../domain/settings.ts';
import { entryFeatures } from '../features/entry-features.ts';
import { counterfactuals, type Counterfactuals } from './counterfactuals.ts';
import type { SweepHistory } from './sweep.ts';

/** All that counterfactuals depend on: small enough to be handed to another thread. */
export interface CounterfactualTask extends SweepHistory {
  readonly settings: StrategySettings;
  readonly seed: number;
}

/** `counterfactuals` for those who have no features yet. */
export function runCounterfactualTask(task: CounterfactualTask): Counterfactuals {
  const { candles, settings, seed } = task;
  const features = entryFeatures(candles, settings.windows, settings.strategy);
  return counterfactuals({ ...task, features }, task, seed);
}
