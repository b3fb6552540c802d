import { isEntry } from '../domain/order.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isoMinute } from '../domain/time.ts';
import type { TripAccount } from './trip-account.ts';

/**
 * What there is to say of a ticket that closes a position, given what is really held; null for an entry, and for an exit
 * that does what it says. An exit whose legs were flat before anything was filled for it is closed already.
 */
export function exitNote(ticket: Ticket, { trip, state, lastFillAt }: TripAccount): string | null {
  if (isEntry(ticket.event) || trip.exit?.id !== ticket.id || trip.exit.id === trip.entry.id) return null;
  if (trip.fills.some(({ ticketId }) => ticketId === ticket.id)) return null;
  if (state === 'closed') return `already closed: the real legs are flat since ${isoMinute(lastFillAt)}`;
  if (state === 'open') return null;
  return 'nothing to close: its entry was never filled';
}
