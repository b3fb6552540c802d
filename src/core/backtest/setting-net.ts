import type { StrategySettings } from '../domain/settings.ts';
import { logColumn } from '../features/log-column.ts';
import type { EntryContext } from '../strategy/decision-context.ts';
import { entryTable } from './entry-table.ts';
import type { BarRange } from './fold-ranges.ts';
import { featuresKey } from './grid-features.ts';
import { leanFeatures } from './lean-features.ts';
import { leanWalk } from './lean-walk.ts';
import { walkGround } from './walk-ground.ts';

/**
 * Makes the function that says what other settings earn over the same bars: net P&L, USD. They may differ from the context's in
 * the windows of the spread, its model, direction, thresholds and costs.
 */
export function settingNet(context: EntryContext, { from, to }: BarRange): (settings: StrategySettings) => number {
  const { candles, features, funding } = context;
  const ground = walkGround(candles, funding, from, to);
  const days = new Float64Array(ground.dayEnds.length);
  const key = featuresKey(context.settings);
  const entries = entryTable(context);
  const others = entryTable(context);
  const featuresOf = leanFeatures(context, { x: logColumn(candles.x.close), y: logColumn(candles.y.close) });

  return (settings) => {
    if (featuresKey(settings) === key) return leanWalk(ground, features, entries, settings, days).net;
    const other = featuresOf(settings);
    others.restart({ ...context, settings, features: other });
    return leanWalk(ground, other, others, settings, days).net;
  };
}
