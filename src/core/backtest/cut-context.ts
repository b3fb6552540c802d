import type { AlignedCandles } from '../domain/aligned-candles.ts';
import { sliceColumns } from '../domain/candle-merge.ts';
import type { FundingRate } from '../domain/funding.ts';
import { minuteOf } from '../domain/time.ts';
import { featureFrame } from '../features/feature-frame.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';

/**
 * What was known at the close of bar `last` by someone whose history begins with bar `first`: the frame and the funding stamps cut,
 * the features computed anew. Bar `last` is the last one of the cut frame.
 */
export function cutContext(context: DecisionContext, first: number, last: number): DecisionContext {
  const { settings, funding } = context;
  const candles = cutFrame(context.candles, first, last + 1);
  const close = context.candles.ts[last] + candles.barMs;
  const known = (rates: readonly FundingRate[]): readonly FundingRate[] =>
    rates.length === 0 ? rates : rates.filter(({ ts }) => minuteOf(ts) <= close);
  return {
    ...context,
    candles,
    features: featureFrame(candles, settings.windows, settings.strategy),
    funding: { x: known(funding.x), y: known(funding.y) },
  };
}

function cutFrame(candles: AlignedCandles, from: number, to: number): AlignedCandles {
  const x = sliceColumns(candles.x, from, to);
  const y = sliceColumns(candles.y, from, to);
  return { ...candles, ts: candles.ts.subarray(from, to), x, y, filled: candles.filled.subarray(from, to) };
}
