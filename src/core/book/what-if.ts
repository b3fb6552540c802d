import type { EntryEvent } from '../domain/order.ts';
import { newBook, openPnl, type Book, type ClosedTrade } from '../domain/position.ts';
import { decide, orderOn } from '../strategy/decide.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import { entrySize } from '../strategy/sizing.ts';
import { settle } from './settle.ts';

/** What an entry that was not opened would have come to. */
export interface WhatIf {
  /** The round trip, once it has ended; null while the frame ends before it. */
  readonly closed: ClosedTrade | null;
  /** USD: of the round trip after costs; else the mark at the last close after the costs of its entry, 0 before it is filled. */
  readonly pnl: number;
}

/**
 * Opens the entry of bar i against whatever refused it, on an account of its own, and goes on by the rules until it is closed
 * or the frame ends. Reads columns after i, as any look back does; no decision may use it.
 * @param event the entry that z called for on bar i
 * @returns null where no size can be computed (beta or sigma not above 0, or a leg rounded to nothing)
 */
export function whatIf(context: DecisionContext, i: number, event: EntryEvent): WhatIf | null {
  const { candles, funding, settings } = context;
  const size = entrySize(context, i, event);
  if (size === null || size.quantity.x === 0 || size.quantity.y === 0) return null;
  let book: Book = { ...newBook(settings.risk.accountUsd), pending: orderOn(context, i, event, size.quantity) };
  const last = candles.ts.length - 1;
  for (let k = i + 1; k <= last; k++) {
    const settled = settle(candles, funding, settings.costs, k, book);
    if (settled.closed !== null) return { closed: settled.closed, pnl: settled.closed.net };
    book = settled.book;
    const decision = decide(context, k, book);
    if (decision.kind === 'trade') book = { ...book, pending: decision.order };
  }
  const close = { x: candles.x.close[last], y: candles.y.close[last] };
  return { closed: null, pnl: book.position === null ? 0 : openPnl(book.position, close) };
}
