import type { ZChange } from '../core/domain/decision-why.ts';
import type { EpochMs } from '../core/domain/time.ts';
import { zChange } from '../core/features/z-change.ts';
import type { CycleStore, DecisionRecord } from '../ports/cycle-store.ts';

/** A decision with what moved its z. */
export interface ExplainedDecision {
  readonly decision: DecisionRecord;
  /** Null where z of this bar or the one before is not known, or was not kept. */
  readonly change: ZChange | null;
}

/** The bars with a decision that lie nearest to one without. */
export interface NearestDecisions {
  readonly before: EpochMs | null;
  readonly after: EpochMs | null;
}

/**
 * The stored decision of a bar with its numbers, or which bars near it have one.
 * @param bar null for the newest decision
 */
export function explainDecision(
  store: Pick<CycleStore, 'decisions'>,
  pair: string,
  bar: EpochMs | null,
): ExplainedDecision | NearestDecisions {
  const newest = store.decisions({ pair, limit: 1, ...(bar === null ? {} : { to: bar + 1 }) }).at(0);
  if (newest !== undefined && (bar === null || newest.bar === bar)) {
    const inputs = newest.why?.inputs ?? null;
    return { decision: newest, change: inputs === null ? null : zChange(inputs) };
  }
  const next = bar === null ? undefined : store.decisions({ pair, limit: 1, from: bar, oldestFirst: true }).at(0);
  return { before: newest?.bar ?? null, after: next?.bar ?? null };
}
