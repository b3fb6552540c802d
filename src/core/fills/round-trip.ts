import type { Fill, FillLedger, SkipRecord } from '../domain/fill.ts';
import { liveFills, skipOf } from '../domain/fill.ts';
import { isEntry } from '../domain/order.ts';
import type { Ticket } from '../domain/ticket.ts';

/** The ticket that opens a position, the one that closes it, and what was really done for both. */
export interface RoundTrip {
  readonly entry: Ticket;
  /** Null while the paper position is open. */
  readonly exit: Ticket | null;
  /** Live fills of both tickets, in the order they were recorded. */
  readonly fills: readonly Fill[];
  /** Set when the entry is marked as not placed. */
  readonly entrySkip: SkipRecord | null;
  readonly exitSkip: SkipRecord | null;
}

/** The ticket whose round trip a ticket belongs to. An exit without a known entry stands for itself. */
export const entryTicketId = (ticket: Ticket): string =>
  isEntry(ticket.event) ? ticket.id : (ticket.position?.entryTicketId ?? ticket.id);

/** Every round trip the tickets speak of, in the order they were opened, whether or not anything was filled. */
export function roundTrips(tickets: readonly Ticket[], ledger: FillLedger): RoundTrip[] {
  const groups = new Map<string, Ticket[]>();
  for (const ticket of tickets) {
    const key = entryTicketId(ticket);
    groups.set(key, [...(groups.get(key) ?? []), ticket]);
  }
  const fillsOf = new Map<string, Fill[]>();
  for (const fill of liveFills(ledger)) fillsOf.set(fill.ticketId, [...(fillsOf.get(fill.ticketId) ?? []), fill]);
  return Array.from(groups.values(), (group) => {
    const entry = group.find(({ event }) => isEntry(event)) ?? group[0];
    const exit = group.findLast((ticket) => ticket !== entry) ?? null;
    return {
      entry,
      exit,
      fills: group.flatMap(({ id }) => fillsOf.get(id) ?? []).sort((a, b) => a.no - b.no),
      entrySkip: skipOf(ledger, entry.id),
      exitSkip: exit === null ? null : skipOf(ledger, exit.id),
    };
  }).sort((a, b) => a.entry.bar - b.entry.bar);
}
