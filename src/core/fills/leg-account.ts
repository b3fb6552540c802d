import type { Fill } from '../domain/fill.ts';
import { signed } from '../domain/fill.ts';
import type { LegName } from '../domain/pair.ts';
import type { TicketLeg } from '../domain/ticket.ts';

/** All fills of one direction together. */
export interface FilledSide {
  /** Base units, never negative. */
  readonly quantity: number;
  /** Weighted by quantity; NaN when there is none. */
  readonly averagePrice: number;
  readonly feesUsd: number;
}

/** What is held of one instrument, signed: negative is short. */
export interface Holding {
  readonly instrument: string;
  readonly quantity: number;
}

/** One leg of a real round trip: what was opened, closed and is still held, and what it made. */
export interface LegAccount {
  readonly leg: LegName;
  /** The leg as its opening ticket has it. */
  readonly ticketLeg: TicketLeg;
  readonly opened: FilledSide;
  readonly closed: FilledSide;
  /** Signed, over all instruments. */
  readonly held: number;
  /** Instruments of which something is held. */
  readonly holdings: readonly Holding[];
  /** Price the held quantity is valued at; NaN when there is none. */
  readonly mark: number;
  /** P&L of what was opened and closed again, at average prices, before fees. */
  readonly realisedUsd: number;
  /** P&L of what is held, against its average price at the mark; 0 when nothing is held, NaN without a mark. */
  readonly unrealisedUsd: number;
  readonly feesUsd: number;
}

/** Quantities closer to zero than this share of what was traded are the dust of binary sums. */
const DUST = 1e-9;

/**
 * Accounts for the fills of one leg. Average cost: the order of the fills does not matter, nor does their splitting.
 * realised + unrealised − fees = cash paid and received + held × mark.
 *
 * @param ticketLeg fills of its action open, the others close
 * @param fills live fills of this leg alone
 */
export function legAccount(leg: LegName, ticketLeg: TicketLeg, fills: readonly Fill[], mark: number): LegAccount {
  const direction = signed(ticketLeg.action, 1);
  const opened = side(fills.filter(({ action }) => action === ticketLeg.action));
  const closed = side(fills.filter(({ action }) => action !== ticketLeg.action));
  const holdings = heldInstruments(fills);
  const held = holdings.reduce((sum, { quantity }) => sum + quantity, 0);
  const both = Math.min(opened.quantity, closed.quantity);
  const heldAt = opened.quantity >= closed.quantity ? opened.averagePrice : closed.averagePrice;
  return {
    leg,
    ticketLeg,
    opened,
    closed,
    held,
    holdings,
    mark,
    realisedUsd: both === 0 ? 0 : direction * both * (closed.averagePrice - opened.averagePrice),
    unrealisedUsd: held === 0 ? 0 : held * (mark - heldAt),
    feesUsd: opened.feesUsd + closed.feesUsd,
  };
}

function side(fills: readonly Fill[]): FilledSide {
  const quantity = fills.reduce((sum, fill) => sum + fill.quantity, 0);
  const value = fills.reduce((sum, fill) => sum + fill.quantity * fill.price, 0);
  return {
    quantity,
    averagePrice: value / quantity,
    feesUsd: fills.reduce((sum, { feeUsd }) => sum + feeUsd, 0),
  };
}

/** Net quantity of each instrument, by name; those that are flat are left out. */
function heldInstruments(fills: readonly Fill[]): Holding[] {
  const names = [...new Set(fills.map(({ instrument }) => instrument))].sort();
  return names.flatMap((instrument) => {
    const own = fills.filter((fill) => fill.instrument === instrument);
    const quantity = own.reduce((sum, fill) => sum + signed(fill.action, fill.quantity), 0);
    const traded = own.reduce((sum, fill) => sum + fill.quantity, 0);
    return Math.abs(quantity) <= DUST * traded ? [] : [{ instrument, quantity }];
  });
}
