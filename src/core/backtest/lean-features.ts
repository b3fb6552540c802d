import type { Legs } from '../domain/pair.ts';
import type { SpreadModel, StrategySettings } from '../domain/settings.ts';
import { leanSpread, type LeanSpread } from '../features/lean-spread.ts';
import type { EntryContext } from '../strategy/decision-context.ts';

/**
 * Makes the function that measures what walks read of one history under other settings: the spread anew each time, in the same
 * memory for each model, as the prices of y may have changed; all else as it stands.
 *
 * @param logs log closes of the history
 */
export function leanFeatures(
  { candles, features }: EntryContext,
  logs: Legs<Float64Array>,
): (settings: StrategySettings) => EntryContext['features'] {
  const spreads = new Map<SpreadModel, LeanSpread>();
  return ({ windows, strategy: { model, kalmanNoise } }) => {
    const spread = spreads.get(model) ?? leanSpread(logs.x, candles, model, kalmanNoise);
    spreads.set(model, spread);
    spread.measure(logs.y, windows);
    return { ...features, ...spread.columns };
  };
}
