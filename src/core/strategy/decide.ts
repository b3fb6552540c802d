import type { CloseEvent, Decision, EntryEvent, Order, TradeEvent } from '../domain/order.ts';
import { isEntry } from '../domain/order.ts';
import type { Book } from '../domain/position.ts';
import { positionSide } from '../domain/position.ts';
import type { EntryContext } from './decision-context.ts';
import { entryRefusals } from './filters.ts';
import { entrySize } from './sizing.ts';
import { transition } from './transition.ts';

const HOLD: Decision = { kind: 'hold' };

/**
 * The decision on the close of bar i, given the paper book at that close. The one function behind scan, replay, backtest,
 * walk-forward and sweep; it reads columns up to i only and changes nothing.
 *
 * Holds on a forward-filled bar, where z of this bar or the one before is NaN, and while an order is pending. A ruined
 * book is closed and then stays flat. Filters concern entries only: they never delay an exit or a stop. Where z calls for nothing,
 * an open position is closed when the pair's health is worse than `exits` allows.
 */
export function decide(context: EntryContext, i: number, book: Book): Decision {
  const { candles, features, settings } = context;
  if (i === 0 || candles.filled[i] === 1 || book.pending !== null) return HOLD;
  if (book.isRuined) return book.position === null ? HOLD : closePosition(context, i, book, 'RUIN');
  const event = transition(
    features.z[i],
    features.z[i - 1],
    positionSide(book),
    settings.thresholds,
    settings.strategy.direction,
  );
  if (event === null) {
    return book.position !== null && isBroken(context, i) ? closePosition(context, i, book, 'BREAK') : HOLD;
  }
  return isEntry(event) ? enter(context, i, event) : closePosition(context, i, book, event);
}

/** Whether the exit rule on the pair's health calls for a close on bar i; not where z is not known, as for any other event. */
function isBroken({ features: { z, healthP }, settings: { exits } }: EntryContext, i: number): boolean {
  if (exits === undefined || healthP === null || Number.isNaN(z[i]) || Number.isNaN(z[i - 1])) return false;
  return healthP[i] > exits.maxHealthP;
}

function enter(context: EntryContext, i: number, event: EntryEvent): Decision {
  const size = entrySize(context, i, event);
  const reasons = entryRefusals(context, i, size);
  if (size === null || reasons.length > 0) return { kind: 'refused', event, reasons };
  return { kind: 'trade', event, order: orderOn(context, i, event, size.quantity) };
}

/** The decision that closes the open position on bar i. */
export function closePosition(context: EntryContext, i: number, book: Book, event: CloseEvent): Decision {
  if (book.position === null) throw new RangeError(`${event} without a position`);
  const { x, y } = book.position.fills;
  return { kind: 'trade', event, order: orderOn(context, i, event, { x: -x.quantity, y: -y.quantity }) };
}

/** An order decided on the close of bar i. @param quantity signed, in base units */
export function orderOn(
  { candles, features }: EntryContext,
  i: number,
  event: TradeEvent,
  quantity: Order['quantity'],
): Order {
  return { event, decidedOn: candles.ts[i], quantity, z: features.z[i], beta: features.beta[i] };
}
