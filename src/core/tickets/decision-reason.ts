import type { DecisionWhy } from '../domain/decision-why.ts';
import { isEntry, type CloseEvent, type Decision, type Refusal, type TradeEvent } from '../domain/order.ts';
import { transition } from '../strategy/transition.ts';
import { exitBounds, type ZBound } from './exit-bounds.ts';
import { pText } from './health-words.ts';
import { refusalInWords } from './refusal-words.ts';
import { betaWindow } from '../domain/spread-model.ts';

/** A decision as it is stored, as far as its reason reads it. */
export interface DecidedBar {
  /** `missed`: the bar called for an event but was not the newest any more. */
  readonly kind: Decision['kind'] | 'missed';
  readonly event: TradeEvent | null;
  readonly reasons: readonly Refusal[];
  /** Null where not known. */
  readonly z: number | null;
  readonly zPrev: number | null;
  /** What it stood on; null for decisions of version 0.1.0, which did not keep it. */
  readonly why: DecisionWhy | null;
}

/** A decision in one line: `hold: z -1.31, needs < -2 or > 2`. Without `why` it is the plain kind, with the reasons of a refusal. */
export function decisionReason(decision: DecidedBar): string {
  const cause = decisionCause(decision);
  return cause === null ? decisionName(decision) : `${decisionName(decision)}: ${cause}`;
}

/** `hold`, `ENTER_LONG_SPREAD`, `refused ENTER_LONG_SPREAD`, `missed EXIT`. */
export function decisionName({ kind, event }: DecidedBar): string {
  if (event === null) return kind;
  return kind === 'trade' ? event : `${kind} ${event}`;
}

/** The part after the name, or null where nothing is known but the kind. */
export function decisionCause({ kind, event, reasons, z, zPrev, why }: DecidedBar): string | null {
  const refusals = reasons.map(refusalInWords);
  if (why === null) return refusals.length === 0 ? null : refusals.join('; ');
  if (kind === 'hold' || event === null) return holdCause(z, zPrev, why);
  const called = isEntry(event) ? crossing(z, zPrev, why) : closing(event, z, zPrev, why);
  if (kind === 'missed')
    return `${called}; decided late, ${isEntry(event) ? ENTRY_IS_GONE : 'closed on the newest bar'}`;
  return [called, ...refusals].join('; ');
}

const ENTRY_IS_GONE = 'its price was gone: nothing was opened';

function holdCause(z: number | null, zPrev: number | null, why: DecisionWhy): string {
  const { thresholds, windows, direction, position } = why;
  const { zIn } = thresholds;
  if (why.isFilled) return 'the bar is missing at the venue on both legs and was forward-filled';
  if (why.isPending) return 'an order waits for the next open';
  if (why.isRuined) return 'the paper account is ruined: no more trades';
  if (z === null) return `z is not known: its windows (${betaWindow(windows)} and ${windows.zscore} bars) are not full`;
  if (zPrev === null) return `z ${zText(z, [])}, but z of the bar before is not known`;
  if (position !== 'flat') {
    const { leave, stop } = exitBounds(why);
    const now = `z ${zText(z, stop === null ? [leave.level] : [leave.level, stop.level])}`;
    // In a row of missed bars the first call counts, and the newest bar answers it.
    if (transition(z, zPrev, position, thresholds, direction) !== null || broken(why) !== null) {
      return `${now}, but a missed bar called for closing already: the newest bar closes`;
    }
    return `${now}, leaves at ${condition(leave)}, ${stop === null ? 'no stop when following' : `stops at ${condition(stop)}`}`;
  }
  const now = `z ${zText(z, [-zIn, zIn])}`;
  if (Math.abs(z) <= zIn) return `${now}, needs < ${levelText(-zIn)} or > ${levelText(zIn)}`;
  return `${now} is beyond ${levelText(z < 0 ? -zIn : zIn)} already; an entry needs a cross`;
}

/** Entries of both directions cross the same two levels. */
function crossing(z: number | null, zPrev: number | null, { thresholds: { zIn } }: DecisionWhy): string {
  const isLow = (z ?? 0) < 0;
  const level = isLow ? -zIn : zIn;
  return `z ${zText(z, [level])} crossed ${isLow ? 'below' : 'above'} ${levelText(level)} (before ${zText(zPrev, [level])})`;
}

function closing(event: CloseEvent, z: number | null, zPrev: number | null, why: DecisionWhy): string {
  if (event === 'RUIN') return 'the paper account is gone';
  if (event === 'BREAK') return broken(why) ?? `a bar that was missed called for it; z is ${zText(z, [])} now`;
  const { thresholds, direction, position } = why;
  if (transition(z ?? NaN, zPrev ?? NaN, position, thresholds, direction) !== event) {
    return `a bar that was missed called for it; z is ${zText(z, [])} now`;
  }
  const { leave, stop } = exitBounds(why);
  const { level, isAbove } = event === 'STOP' && stop !== null ? stop : leave;
  return `z ${zText(z, [level])} is ${event === 'STOP' ? '' : 'back '}${isAbove ? 'above' : 'below'} ${event === 'STOP' ? 'the stop ' : ''}${levelText(level)}`;
}

/** That the pair is less healthy than the exit rule allows, or null. */
function broken({ health, maxHealthP = Infinity }: DecisionWhy): string | null {
  if (health === undefined || !(health.figures.p > maxHealthP)) return null;
  return `health p ${pText(health.figures.p, maxHealthP)} is above ${String(maxHealthP)}: the residual does not look stationary`;
}

const condition = ({ level, isAbove }: ZBound): string => `${isAbove ? '>' : '<'} ${levelText(level)}`;

const levelText = (level: number): string => String(level === 0 ? 0 : level);

/** z with two decimals, or as many as it takes to stand on its side of the levels: -1.9996 is not -2. */
function zText(z: number | null, levels: readonly number[]): string {
  if (z === null) return '–';
  for (let decimals = 2; decimals < 9; decimals++) {
    const text = z.toFixed(decimals);
    if (levels.every((level) => Math.sign(Number(text) - level) === Math.sign(z - level)))
      return text.replace(/^-(?=[0.]+$)/, '');
  }
  return z.toFixed(2);
}
