import { entrySide, isEntry, type PositionSide } from '../../domain/order.ts';
import { baseOf } from '../../domain/pair.ts';
import { positionSide } from '../../domain/position.ts';
import { decisionCause, decisionName, decisionReason, type DecidedBar } from '../../tickets/decision-reason.ts';
import { pageWords } from '../page-words.ts';
import type { PairBoard } from './dashboard-model.ts';

/** How a pair stands: in a word, in a sentence, and in which colour. */
export interface StateWords {
  readonly level: string;
  /** What that means in legs: `ETH long, BTC short`; empty when flat. */
  readonly legs: string;
  readonly reason: string;
  readonly tone: 'flat' | 'good' | 'open' | 'bad';
}

const SIDES: Readonly<Record<PositionSide, string>> = {
  flat: 'Flat',
  long_spread: 'Long spread',
  short_spread: 'Short spread',
};

/** Text, not HTML. */
export function stateWords({ pair, book, decision }: PairBoard): StateWords {
  if (decision === null) {
    return { level: 'Not started', legs: '', reason: 'No cycle has run yet: start statarb scan', tone: 'open' };
  }
  const side = positionSide(book);
  const [y, x] = [baseOf(pair.y), baseOf(pair.x)];
  const legs = side === 'flat' ? '' : side === 'long_spread' ? `${y} long, ${x} short` : `${y} short, ${x} long`;
  const cause = pageWords(decisionCause(decision) ?? spoken(decisionName(decision)));
  if (book.pending === null) {
    const isOver = book.isRuined && side === 'flat';
    return isOver
      ? { level: 'Ruined', legs, reason: 'The paper account is gone: no more trades', tone: 'bad' }
      : { level: SIDES[side], legs, reason: cause, tone: side === 'flat' ? 'flat' : 'good' };
  }
  const { event } = book.pending;
  const order = isEntry(event)
    ? { level: SIDES[entrySide(event)], reason: `Entering: ${cause}`, tone: 'good' as const }
    : {
        level: 'Leaving',
        reason: `${event.charAt(0)}${event.slice(1).toLowerCase()}: ${cause}`,
        tone: 'open' as const,
      };
  return { ...order, legs: isEntry(event) ? legs : 'flat at the next open' };
}

/** A decision’s reason as a sentence: `Enter short: z 2.57 crossed above 2 (before 1.60)`. */
export const spokenReason = (decision: DecidedBar): string => pageWords(spoken(decisionReason(decision)));

function spoken(words: string): string {
  const plain = words.replace(/\b(?:ENTER_(LONG|SHORT)_SPREAD|EXIT|STOP|BREAK|RUIN)\b/, (event, side?: string) =>
    (side === undefined ? event : `enter ${side}`).toLowerCase(),
  );
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
