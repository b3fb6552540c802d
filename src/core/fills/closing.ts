import { bpsToFraction } from '../domain/bps.ts';
import { signed, type FillEntry } from '../domain/fill.ts';
import { LEGS } from '../domain/pair.ts';
import type { Costs } from '../domain/settings.ts';
import type { EpochMs } from '../domain/time.ts';
import type { RealHolding, RealPosition } from './real-position.ts';
import type { TripAccount } from './trip-account.ts';

/** An order that brings one instrument to nothing. */
export interface ClosingOrder {
  readonly holding: RealHolding;
  readonly action: 'buy' | 'sell';
  /** Base units, exactly what is held. */
  readonly quantity: number;
  /** At the mark. */
  readonly notionalUsd: number;
}

/** What a closing order was done at. */
export interface ClosingPrice {
  readonly price: number;
  /** For the whole order. */
  readonly feeUsd: number;
}

/** What must be traded to be flat, one order an instrument, net over all open round trips. */
export const closingOrders = ({ holdings }: RealPosition): ClosingOrder[] =>
  holdings.map((holding) => ({
    holding,
    action: holding.quantity > 0 ? 'sell' : 'buy',
    quantity: Math.abs(holding.quantity),
    notionalUsd: Math.abs(holding.quantity) * holding.mark,
  }));

/** What closing orders will cost by the settings, at the marks. */
export function closingCosts(
  orders: readonly ClosingOrder[],
  { feeBps, slippageBps }: Costs,
): { readonly feesUsd: number; readonly slippageUsd: number } {
  const usd = orders.reduce((sum, { notionalUsd }) => sum + notionalUsd, 0);
  return { feesUsd: bpsToFraction(feeBps) * usd, slippageUsd: bpsToFraction(slippageBps) * usd };
}

/** P&L of the open round trips once these fills have closed them. */
export const closedNetUsd = ({ netUsd, open }: RealPosition, fills: readonly FillEntry[]): number =>
  fills.reduce(
    (net, { leg, action, quantity, price, feeUsd }) =>
      net + signed(action, quantity) * (open[0].legs[leg].mark - price) - feeUsd,
    netUsd,
  );

/**
 * The fills that bring every open round trip to nothing. Where two round trips hold an instrument against each other, both
 * are booked at the one price: what they exchange between them costs nothing, and what is left is the order. Where nothing is
 * left no order was needed, and they meet at the mark.
 *
 * @param priceOf by instrument, one for each closing order. Its fee is shared out by quantity
 * @throws RangeError when a price is missing
 */
export function closingFills(
  position: RealPosition,
  priceOf: ReadonlyMap<string, ClosingPrice>,
  at: EpochMs,
): FillEntry[] {
  return position.open.flatMap((account) =>
    LEGS.flatMap((leg) =>
      account.legs[leg].holdings.map(({ instrument, quantity }): FillEntry => {
        const done = priceOf.get(instrument) ?? crossedAt(position, instrument, account.legs[leg].mark);
        const { entry, exit, exitSkip } = account.trip;
        return {
          // Once the paper position has its exit, this is the exit; before, or when that is skipped, it is a close apart from it.
          ticketId: exit === null || exitSkip !== null ? entry.id : exit.id,
          leg,
          instrument,
          action: quantity > 0 ? 'sell' : 'buy',
          quantity: Math.abs(quantity),
          price: done.price,
          feeUsd: (done.feeUsd * Math.abs(quantity)) / heldInAll(position.open, instrument),
          at,
          source: 'close',
          venue: entry.venue,
          externalId: null,
        };
      }),
    ),
  );
}

function crossedAt({ holdings }: RealPosition, instrument: string, mark: number): ClosingPrice {
  if (holdings.some((holding) => holding.instrument === instrument)) throw new RangeError(`no price for ${instrument}`);
  return { price: mark, feeUsd: 0 };
}

/** Unsigned, over all round trips. */
function heldInAll(open: readonly TripAccount[], instrument: string): number {
  return open
    .flatMap(({ legs }) => [...legs.x.holdings, ...legs.y.holdings])
    .filter((holding) => holding.instrument === instrument)
    .reduce((sum, { quantity }) => sum + Math.abs(quantity), 0);
}
