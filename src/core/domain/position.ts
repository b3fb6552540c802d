import type { CloseEvent, Order, PositionSide, SpreadSide } from './order.ts';
import { entrySide, isEntry } from './order.ts';
import type { Legs } from './pair.ts';
import type { EpochMs } from './time.ts';

/** What one leg paid or received when an order was filled. */
export interface LegFill {
  /** Signed, in base units. */
  readonly quantity: number;
  /** Open of the fill bar moved against us by the slippage. */
  readonly price: number;
  readonly feeUsd: number;
  readonly slippageUsd: number;
}

/** An open two-leg position. */
export interface Position {
  readonly side: SpreadSide;
  readonly entry: Order;
  readonly filledOn: EpochMs;
  readonly fills: Legs<LegFill>;
  /** Funding received (positive) or paid (negative) so far, USD. */
  readonly fundingUsd: number;
}

/** The paper account of one pair. At most one order is pending, and while it is nothing new is decided. */
export interface Book {
  /** USD, after everything paid and received so far. */
  readonly cash: number;
  readonly position: Position | null;
  readonly pending: Order | null;
  /** Equity reached zero: no more trades. */
  readonly isRuined: boolean;
}

/** Why a position was closed. `SEGMENT_END`: a stretch of a walk-forward ended, and it must end flat. */
export type ExitReason = CloseEvent | 'SEGMENT_END';

/** One round trip, as it stands in `trades.csv`. Prices are fill prices; quantities are signed. */
export interface ClosedTrade {
  readonly side: SpreadSide;
  readonly entryDecisionTs: EpochMs;
  readonly entryTs: EpochMs;
  readonly exitDecisionTs: EpochMs;
  readonly exitTs: EpochMs;
  readonly beta: number;
  readonly zEntry: number;
  readonly zExit: number;
  readonly quantity: Legs<number>;
  readonly entryPrice: Legs<number>;
  readonly exitPrice: Legs<number>;
  /** P&L at the unslipped opens, USD: net + fees + slippage − funding. */
  readonly gross: number;
  readonly fees: number;
  readonly slippage: number;
  /** Received (positive) or paid (negative), USD. */
  readonly funding: number;
  readonly net: number;
  readonly exitReason: ExitReason;
  readonly barsHeld: number;
}

/** An account before its first trade. */
export const newBook = (accountUsd: number): Book => ({
  cash: accountUsd,
  position: null,
  pending: null,
  isRuined: false,
});

/** Which way the book stands once its pending order is filled. */
export function positionSide(book: Book): PositionSide {
  if (book.pending !== null) return isEntry(book.pending.event) ? entrySide(book.pending.event) : 'flat';
  return book.position?.side ?? 'flat';
}

/**
 * Mark of an open position after the costs of its entry, USD: what it would bring at these prices before the costs of closing it.
 * @param price of each leg, such as the closes of the last bar
 */
export const openPnl = ({ fills: { x, y }, fundingUsd }: Position, price: Legs<number>): number =>
  x.quantity * (price.x - x.price) + y.quantity * (price.y - y.price) - x.feeUsd - y.feeUsd + fundingUsd;

/** Dollars that changed hands in a round trip: |quantity| × fill price over both legs and both sides. */
export const tradedUsd = ({ quantity, entryPrice, exitPrice }: ClosedTrade): number =>
  Math.abs(quantity.x) * (entryPrice.x + exitPrice.x) + Math.abs(quantity.y) * (entryPrice.y + exitPrice.y);
