import { AppError } from '../core/domain/app-error.ts';
import type { FillLedger } from '../core/domain/fill.ts';
import { pairName } from '../core/domain/pair.ts';
import type { Ticket } from '../core/domain/ticket.ts';
import { findTicket } from '../core/fills/find-ticket.ts';
import { entryTicketId, roundTrips } from '../core/fills/round-trip.ts';
import { tripAccount, type TripAccount } from '../core/fills/trip-account.ts';
import type { CycleStore } from '../ports/cycle-store.ts';
import { marksOf, priceOf, ticketsOf } from './real-book.ts';

/** A ticket that somebody named, and how its round trip stands with any ledger. */
export interface NamedTicket {
  readonly ticket: Ticket;
  readonly account: (ledger: FillLedger) => TripAccount;
}

/**
 * @param text a ticket's id, an unambiguous part of it, or `last`
 * @throws AppError `usage` when it names no ticket, or several
 */
export function namedTicket(store: CycleStore, text: string): NamedTicket {
  const tickets = ticketsOf(store);
  const found = findTicket(tickets, text);
  if ('fault' in found) throw new AppError('usage', found.fault);
  const together = tickets.filter((ticket) => entryTicketId(ticket) === entryTicketId(found));
  const price = priceOf(marksOf(store, together), pairName(found.pair));
  return {
    ticket: found,
    account: (ledger) => {
      const [trip] = roundTrips(together, ledger);
      return tripAccount(trip, price);
    },
  };
}
