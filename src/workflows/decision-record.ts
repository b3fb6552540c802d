import type { BarOutcome } from '../core/book/catch-up.ts';
import type { DecisionWhy } from '../core/domain/decision-why.ts';
import type { Legs } from '../core/domain/pair.ts';
import type { PairHealth } from '../core/domain/pair-health.ts';
import { positionSide } from '../core/domain/position.ts';
import { spreadWindows } from '../core/domain/spread-model.ts';
import { zInputs } from '../core/features/z-change.ts';
import type { DecisionContext } from '../core/strategy/decision-context.ts';
import type { DecisionRecord } from '../ports/cycle-store.ts';

/**
 * A bar's outcome as it is stored, with everything it stood on.
 * @param logs natural logs of the closes of the whole frame
 * @param health null where it was not measured
 */
export function decisionRecord(
  context: DecisionContext,
  logs: Legs<Float64Array>,
  outcome: BarOutcome,
  health: PairHealth | null,
  pair: string,
  runId: string,
): DecisionRecord {
  const { candles, features } = context;
  const { i, decision, isMissed } = outcome;
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return {
    pair,
    bar: candles.ts[i],
    kind: isMissed ? 'missed' : decision.kind,
    event: decision.kind === 'hold' ? null : decision.event,
    reasons: decision.kind === 'refused' ? decision.reasons : [],
    z: known(features.z[i]),
    zPrev: i === 0 ? null : known(features.z[i - 1]),
    beta: known(features.beta[i]),
    alpha: known(features.alpha[i]),
    sigma: known(features.sigma[i]),
    close: { x: candles.x.close[i], y: candles.y.close[i] },
    why: decisionWhy(context, logs, outcome, health),
    runId,
  };
}

function decisionWhy(
  { candles, features, settings }: DecisionContext,
  logs: Legs<Float64Array>,
  { i, book }: BarOutcome,
  health: PairHealth | null,
): DecisionWhy {
  const { thresholds, strategy, exits } = settings;
  return {
    position: positionSide({ ...book, pending: null }),
    isPending: book.pending !== null,
    isFilled: candles.filled[i] === 1,
    isRuined: book.isRuined,
    thresholds,
    model: strategy.model,
    direction: strategy.direction,
    windows: spreadWindows(settings),
    inputs: zInputs(logs, features, settings.windows.zscore, strategy.model, i),
    ...(health === null ? {} : { health }),
    ...exits,
  };
}
