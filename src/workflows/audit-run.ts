import { auditLookAhead } from '../core/backtest/audit-look-ahead.ts';
import type { AuditResult } from '../core/backtest/audit-result.ts';
import { auditUnits } from '../core/backtest/audit-units.ts';
import { auditWarmUp } from '../core/backtest/audit-warm-up.ts';
import type { BarRange } from '../core/backtest/fold-ranges.ts';
import type { DecisionContext } from '../core/strategy/decision-context.ts';

/** Bars that each audit recomputes of a long history; a shorter one is checked at every bar. */
const SAMPLE = 2000;

/** Holds a backtest's decisions against cut-off, longer and differently quoted histories. */
export const runAudits = (context: DecisionContext, range: BarRange, seed: number): readonly AuditResult[] => [
  auditLookAhead(context, range, { sample: SAMPLE, seed }),
  auditUnits(context, range),
  auditWarmUp(context, range, { sample: SAMPLE, seed }),
];
