import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { FundingRate } from '../domain/funding.ts';
import { entrySide, isEntry, type Order } from '../domain/order.ts';
import type { Legs } from '../domain/pair.ts';
import type { Book, ClosedTrade, LegFill, Position } from '../domain/position.ts';
import type { Costs } from '../domain/settings.ts';
import { legFill } from '../strategy/costs.ts';
import { closedTrade } from './closed-trade.ts';
import { fundingPayment } from './funding-payment.ts';

/** What one bar did to a book, before anything is decided on its close. */
export interface Settlement {
  readonly book: Book;
  readonly closed: ClosedTrade | null;
}

/**
 * Takes a book from the close of bar i − 1 to the close of bar i: pays the funding due, fills the pending order at the open
 * of a real bar, and marks the account at the close (equity ≤ 0 on a real bar is ruin).
 *
 * Stamps up to the open are paid by what was held before the fill, later ones by what is held after it: an order
 * decided on a close reaches the venue some seconds after the open.
 */
export function settle(
  candles: AlignedCandles,
  funding: Legs<readonly FundingRate[]>,
  costs: Costs,
  i: number,
  before: Book,
): Settlement {
  const isReal = candles.filled[i] === 0;
  const open = candles.ts[i];
  const previousClose = i === 0 ? open : candles.ts[i - 1] + candles.barMs;
  let book = payFunding(candles, funding, i, before, previousClose, open);
  let closed: ClosedTrade | null = null;
  if (book.pending !== null && isReal) ({ book, closed } = fill(candles, costs, i, book, book.pending));
  book = payFunding(candles, funding, i, book, open + 1, open + candles.barMs - 1);
  if (isReal && !book.isRuined && equity(candles, i, book) <= 0) book = { ...book, isRuined: true };
  return { book, closed };
}

/** Cash plus the position at the closes of bar i, USD. */
export function equity(candles: AlignedCandles, i: number, book: Book): number {
  if (book.position === null) return book.cash;
  const { x, y } = book.position.fills;
  return book.cash + x.quantity * candles.x.close[i] + y.quantity * candles.y.close[i];
}

function fill(candles: AlignedCandles, costs: Costs, i: number, book: Book, order: Order): Settlement {
  const fills = {
    x: legFill(order.quantity.x, candles.x.open[i], costs),
    y: legFill(order.quantity.y, candles.y.open[i], costs),
  };
  const cash = book.cash - outlay(fills.x) - outlay(fills.y);
  const filledOn = candles.ts[i];
  if (isEntry(order.event)) {
    const position: Position = { side: entrySide(order.event), entry: order, filledOn, fills, fundingUsd: 0 };
    return { book: { ...book, cash, position, pending: null }, closed: null };
  }
  if (book.position === null) throw new RangeError(`${order.event} without a position`);
  const closed = closedTrade(book.position, order, order.event, fills, filledOn, candles.barMs);
  return { book: { ...book, cash, position: null, pending: null }, closed };
}

/** USD that leaves the account for a fill (negative when selling brings it in). */
const outlay = (leg: LegFill): number => leg.quantity * leg.price + leg.feeUsd;

function payFunding(
  candles: AlignedCandles,
  funding: Legs<readonly FundingRate[]>,
  i: number,
  book: Book,
  from: number,
  to: number,
): Book {
  const { position } = book;
  if (position === null || (funding.x.length === 0 && funding.y.length === 0)) return book;
  const lastClose = Math.max(0, i - 1);
  const paid =
    fundingPayment(funding.x, position.fills.x.quantity, candles.x.close[lastClose], from, to) +
    fundingPayment(funding.y, position.fills.y.quantity, candles.y.close[lastClose], from, to);
  if (paid === 0) return book;
  return { ...book, cash: book.cash + paid, position: { ...position, fundingUsd: position.fundingUsd + paid } };
}
