import { newBook } from '../domain/position.ts';
import { warmUpBars } from '../features/feature-frame.ts';
import { decide } from '../strategy/decide.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import { differenceTally, type AuditResult } from './audit-result.ts';
import { sampledBars, type AuditSample } from './audit-sample.ts';
import { cutContext } from './cut-context.ts';
import { featuresAt } from './features-at.ts';
import type { BarRange } from './fold-ranges.ts';

/** Largest relative change of a feature (absolute below 1). */
const TOLERANCE = 1e-9;

/**
 * Checks that where history begins does not matter: the features of a bar from the bars that a scan loads (`warmUpBars`) and from
 * twice as many are those of the whole history within 1e-9, and so is the decision of a flat book. Bars with less history
 * than that before them are left out.
 */
export function auditWarmUp(context: DecisionContext, range: BarRange, options: AuditSample): AuditResult {
  const { settings, candles, features } = context;
  const warm = warmUpBars(settings);
  const flat = newBook(settings.risk.accountUsd);
  const tally = differenceTally();
  const bars = sampledBars({ from: Math.max(range.from, warm), to: range.to }, options);
  for (const t of bars) {
    const whole = featuresAt(features, t);
    const wanted = eventOf(context, t);
    const lines = [warm, 2 * warm].flatMap((length) => {
      const cut = cutContext(context, Math.max(0, t - length + 1), t);
      const i = cut.candles.ts.length - 1;
      const short = featuresAt(cut.features, i);
      const found = eventOf(cut, i);
      return [
        ...Object.keys(whole)
          .filter((name) => !isNear(short[name], whole[name]))
          .map((name) => `${name} is ${short[name]} from ${length} bars, ${whole[name]} from all bars`),
        ...(found === wanted ? [] : [`decides ${found} from ${length} bars, ${wanted} from all bars`]),
      ];
    });
    tally.add(candles.ts[t], lines);
  }
  const claim = 'longer history changes no feature beyond 1e-9, and no decision';
  return tally.result({ name: 'warm_up', claim, checked: bars.length });

  function eventOf(of: DecisionContext, i: number): string {
    const decision = decide(of, i, flat);
    return decision.kind === 'hold' ? 'hold' : `${decision.kind} ${decision.event}`;
  }
}

const isNear = (a: number, b: number): boolean =>
  Number.isNaN(a) ? Number.isNaN(b) : Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(b));
