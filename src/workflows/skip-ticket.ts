import { AppError } from '../core/domain/app-error.ts';
import { liveFills, skipOf, type SkipRecord } from '../core/domain/fill.ts';
import type { Ticket } from '../core/domain/ticket.ts';
import type { Clock } from '../ports/clock.ts';
import type { RealBookPorts } from './real-book.ts';
import { namedTicket } from './ticket-account.ts';

export interface SkipResult {
  readonly ticket: Ticket;
  /** How it stands now; null when it is to be placed. */
  readonly skip: SkipRecord | null;
  /** Whether it stood so before. */
  readonly isUnchanged: boolean;
}

/**
 * Notes that a ticket is not placed, or takes that back: each time as a new record.
 * @throws AppError `usage` when there is no such ticket, or it has fills
 */
export function skipTicket(
  ports: RealBookPorts & { readonly clock: Clock },
  request: { readonly ticket: string; readonly why: string | null; readonly isUndone: boolean },
): SkipResult {
  const { ticket } = namedTicket(ports.store, request.ticket);
  const { change, ledger } = ports.fills.record(ports.clock.now(), (before) => {
    const filled = liveFills(before).filter(({ ticketId }) => ticketId === ticket.id);
    if (!request.isUndone && filled.length > 0) {
      const numbers = filled.map(({ no }) => no).join(', ');
      throw new AppError('usage', `${ticket.id} was placed: it has fills (${numbers}); void them first if it was not`);
    }
    const isSkipped = skipOf(before, ticket.id) !== null;
    if (isSkipped !== request.isUndone) return { skips: [] };
    return { skips: [{ ticketId: ticket.id, isSkipped: !request.isUndone, why: request.why }] };
  });
  return { ticket, skip: skipOf(ledger, ticket.id), isUnchanged: change.skips.length === 0 };
}
