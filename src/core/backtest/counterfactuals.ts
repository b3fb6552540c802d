import type { EntryContext } from '../strategy/decision-context.ts';
import type { BarRange } from './fold-ranges.ts';
import { neighbourSettings } from './neighbour-settings.ts';
import { nullModel, type NullModel } from './null-model.ts';
import { settingNet } from './setting-net.ts';
import type { WalkForwardSettings } from './walk-forward-settings.ts';

/** What the same rules would have made of the same bars, had something been otherwise. Net P&L, USD. */
export interface Counterfactuals {
  /** The spread a random walk. */
  readonly nulls: NullModel;
  /** Windows and thresholds a little off, one at a time. */
  readonly neighbourNets: readonly number[];
  /** Fees and slippage twice as high. */
  readonly netAtDoubleCost: number;
}

/** All that counterfactuals depend on: small enough to be handed to another thread. */
export interface CounterfactualTask extends EntryContext, BarRange {
  readonly seed: number;
  /** How random walks are walked forward too; null where the history itself is not. */
  readonly walkForward: WalkForwardSettings | null;
}

/** Seeded: the same input gives the same answer. */
export function counterfactuals(task: CounterfactualTask): Counterfactuals {
  const { settings, seed } = task;
  const { feeBps, slippageBps } = settings.costs;
  const netOf = settingNet(task, task);
  // The few and varied walks come first: what is then compiled for the many alike is not thrown away again.
  const neighbourNets = neighbourSettings(settings).map(netOf);
  const netAtDoubleCost = netOf({ ...settings, costs: { feeBps: 2 * feeBps, slippageBps: 2 * slippageBps } });
  return { nulls: nullModel(task, task, seed, task.walkForward), neighbourNets, netAtDoubleCost };
}
