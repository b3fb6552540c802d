import { isEntry, type CloseEvent, type Decision } from '../domain/order.ts';
import type { Book, ClosedTrade } from '../domain/position.ts';
import type { EpochMs } from '../domain/time.ts';
import { closePosition, decide } from '../strategy/decide.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import { settle } from './settle.ts';

/** What was decided on one bar. `missed`: the bar called for an event but was not the newest any more. */
export interface BarOutcome {
  readonly i: number;
  /** The book it was decided on: settled at this bar, before what is decided now. */
  readonly book: Book;
  readonly decision: Decision;
  readonly isMissed: boolean;
  /** The missed bar that should have closed the position which this bar closes. */
  readonly lateSince: EpochMs | null;
}

export interface CatchUp {
  readonly book: Book;
  readonly outcomes: readonly BarOutcome[];
  readonly trades: readonly ClosedTrade[];
}

/**
 * Decides every bar from index `from` to the last one of the frame, in order, as one scan does.
 *
 * With one bar this is what the backtest does on it. With more, the scan comes late: each missed bar goes through the same
 * function, but its entry is not opened (its price is gone), and its exit or stop closes on the newest bar, whatever z says
 * by then.
 */
export function catchUp(context: DecisionContext, from: number, start: Book): CatchUp {
  const newest = context.candles.ts.length - 1;
  const outcomes: BarOutcome[] = [];
  const trades: ClosedTrade[] = [];
  let book = start;
  let overdue: { readonly event: CloseEvent; readonly since: EpochMs } | null = null;
  for (let i = from; i <= newest; i++) {
    const settled = settle(context.candles, context.funding, context.settings.costs, i, book);
    book = settled.book;
    if (settled.closed !== null) trades.push(settled.closed);
    const decision: Decision =
      overdue === null
        ? decide(context, i, book)
        : i === newest
          ? closePosition(context, i, book, overdue.event)
          : HOLD;
    const isMissed = decision.kind === 'trade' && i < newest;
    outcomes.push({ i, book, decision, isMissed, lateSince: i === newest ? (overdue?.since ?? null) : null });
    if (decision.kind !== 'trade') continue;
    if (!isMissed) book = { ...book, pending: decision.order };
    else if (!isEntry(decision.event)) overdue = { event: decision.event, since: context.candles.ts[i] };
  }
  return { book, outcomes, trades };
}

const HOLD: Decision = { kind: 'hold' };
