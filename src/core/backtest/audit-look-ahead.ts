import { settle } from '../book/settle.ts';
import { newBook } from '../domain/position.ts';
import { warmUpBars } from '../features/feature-frame.ts';
import { decide } from '../strategy/decide.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import { differenceTally, type AuditResult } from './audit-result.ts';
import { sampledBars, type AuditSample } from './audit-sample.ts';
import { cutContext } from './cut-context.ts';
import { differingLeaves } from './differing-leaves.ts';
import { featuresAt } from './features-at.ts';
import type { BarRange } from './fold-ranges.ts';
import { walkedBooks } from './walked-books.ts';

/**
 * Decides bars again as if no later bar existed, and compares to the last bit: features, the book after the bar, the decision on
 * it, and what would be decided with no position. The history before a bar is the stretch that a scan loads (`warmUpBars`).
 *
 * With every bar checked this is a proof by induction that no decision of the walk looked ahead: each follows from the book
 * before it, and each book from the decision and the bars before.
 *
 * @param range bars that were decided on
 */
export function auditLookAhead(context: DecisionContext, range: BarRange, options: AuditSample): AuditResult {
  const { settings, candles } = context;
  const walk = walkedBooks(context, range);
  const warm = warmUpBars(settings);
  const flat = newBook(settings.risk.accountUsd);
  const tally = differenceTally();
  const bars = sampledBars(range, options);
  for (const t of bars) {
    const { before, settled, decision } = walk[t - range.from];
    const cut = cutContext(context, Math.max(0, t - warm + 1), t);
    const i = cut.candles.ts.length - 1;
    const then = {
      features: featuresAt(cut.features, i),
      book: settle(cut.candles, cut.funding, settings.costs, i, before).book,
      decision: decide(cut, i, settled),
      decisionWhenFlat: decide(cut, i, flat),
    };
    const now = {
      features: featuresAt(context.features, t),
      book: settled,
      decision,
      decisionWhenFlat: decide(context, t, flat),
    };
    tally.add(
      candles.ts[t],
      differingLeaves(then, now).map(([path, a, b]) => `${path} is ${a} on the bars until then, ${b} on all bars`),
    );
  }
  const claim = 'no decision changes when every later bar is cut off';
  return tally.result({ name: 'look_ahead', claim, checked: bars.length });
}
