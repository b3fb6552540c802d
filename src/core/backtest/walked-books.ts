import { settle } from '../book/settle.ts';
import type { Decision } from '../domain/order.ts';
import { newBook, type Book } from '../domain/position.ts';
import { decide } from '../strategy/decide.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import type { BarRange } from './fold-ranges.ts';

/** One bar of a walk: the book before it, once it is settled, and what was then decided. */
export interface WalkedBar {
  readonly before: Book;
  readonly settled: Book;
  readonly decision: Decision;
}

/** Settles and decides every bar of a range in order, the slow and obvious way, from a flat start. */
export function walkedBooks(context: DecisionContext, { from, to }: BarRange): readonly WalkedBar[] {
  const { candles, funding, settings } = context;
  const bars: WalkedBar[] = [];
  let before = newBook(settings.risk.accountUsd);
  for (let i = from; i < to; i++) {
    const { book: settled } = settle(candles, funding, settings.costs, i, before);
    const decision = decide(context, i, settled);
    bars.push({ before, settled, decision });
    before = decision.kind === 'trade' ? { ...settled, pending: decision.order } : settled;
  }
  return bars;
}
