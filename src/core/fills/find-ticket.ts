import type { Ticket } from '../domain/ticket.ts';

/** Candidates that a message lists. */
const LISTED = 5;

/**
 * The ticket somebody means: its id, any part of it that fits one ticket alone (letters of either case), or `last` for the
 * newest. Otherwise what is wrong, for the person.
 *
 * @param tickets oldest first
 */
export function findTicket(tickets: readonly Ticket[], text: string): Ticket | { readonly fault: string } {
  const newestFirst = [...tickets].reverse();
  if (newestFirst.length === 0) return { fault: 'there is no ticket yet: nothing was decided to be traded' };
  const exact = newestFirst.find(({ id }) => id === text);
  if (exact !== undefined) return exact;
  const isLast = text.toLowerCase() === 'last';
  const fitting = newestFirst.filter((ticket) =>
    isLast ? ticket.bar === newestFirst[0].bar : ticket.id.toLowerCase().includes(text.toLowerCase()),
  );
  if (fitting.length === 1) return fitting[0];
  const ids = (fitting.length === 0 ? newestFirst : fitting).map(({ id }) => id);
  const listed = [...ids.slice(0, LISTED), ...(ids.length > LISTED ? [`and ${ids.length - LISTED} more`] : [])];
  return {
    fault:
      fitting.length === 0
        ? `no ticket is called ${text}; the newest are:\n  ${ids.slice(0, LISTED).join('\n  ')}`
        : `${text} fits ${fitting.length} tickets, say more of the id:\n  ${listed.join('\n  ')}`,
  };
}
