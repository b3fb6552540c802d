import { signed } from '../domain/fill.ts';
import type { Fill } from '../domain/fill.ts';
import { LEGS } from '../domain/pair.ts';
import type { Legs } from '../domain/pair.ts';
import type { RoundTrip } from './round-trip.ts';

/**
 * What the real round trip cost against the one on the tickets (implementation shortfall, Perold 1988). Positive is a cost.
 * price + unfilled + fees = total = the tickets' own P&L at their reference prices, without costs − the real P&L.
 */
export interface Shortfall {
  /** Σ q · (p − reference), q signed, over the fills of each ticket. */
  readonly priceUsd: number;
  /**
   * What was not traded as the tickets said, valued at the mark: an entry left unfilled, an exit not placed (yet), a position
   * closed apart from its exit.
   */
  readonly unfilledUsd: number;
  readonly feesUsd: number;
  readonly totalUsd: number;
  /** Of the entry ticket's notional, both legs together. */
  readonly totalBps: number;
}

/** @param marks a price for each leg; the parts that need one are NaN without it */
export function shortfall({ entry, exit, fills }: RoundTrip, marks: Legs<number>): Shortfall {
  let priceUsd = 0;
  let unfilledUsd = 0;
  for (const leg of LEGS) {
    const own = fills.filter((fill) => fill.leg === leg);
    const { action, quantity, referencePrice } = entry.legs[leg];
    // Once the paper position is closed its value is fixed: the mark no longer moves what the entry has missed.
    const paperValue = exit?.legs[leg].referencePrice ?? marks[leg];
    const opening = own.filter((fill) => fill.action === action);
    const closing = own.filter((fill) => fill.action !== action);
    const forExit = closing.filter(({ ticketId }) => ticketId === exit?.id);
    const apart = closing.filter(({ ticketId }) => ticketId !== exit?.id);
    const missed = signed(action, quantity) - total(opening);
    priceUsd += against(opening, referencePrice) + against(forExit, paperValue);
    unfilledUsd += times(missed, paperValue - referencePrice) + against(apart, paperValue);
    unfilledUsd += times(total(own), paperValue - marks[leg]);
  }
  const feesUsd = fills.reduce((sum, fill) => sum + fill.feeUsd, 0);
  const totalUsd = priceUsd + unfilledUsd + feesUsd;
  const notional = entry.legs.x.notionalUsd + entry.legs.y.notionalUsd;
  return { priceUsd, unfilledUsd, feesUsd, totalUsd, totalBps: (totalUsd / notional) * 10_000 };
}

/** Signed base units. */
const total = (fills: readonly Fill[]): number =>
  fills.reduce((sum, fill) => sum + signed(fill.action, fill.quantity), 0);

/** What the fills cost more than at one price. */
const against = (fills: readonly Fill[], price: number): number =>
  fills.reduce((sum, fill) => sum + times(signed(fill.action, fill.quantity), fill.price - price), 0);

/** Nothing times an unknown price is nothing. */
const times = (quantity: number, price: number): number => (quantity === 0 ? 0 : quantity * price);
