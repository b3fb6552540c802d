import type { Legs } from '../domain/pair.ts';
import type { Book, ClosedTrade } from '../domain/position.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { EpochMs } from '../domain/time.ts';

/** What the paper book made of a ticket's round trip, its modelled costs and funding included. */
export interface PaperResult {
  readonly state: 'pending' | 'open' | 'closed';
  readonly netUsd: number;
  /** NaN while it is not closed. */
  readonly closedAt: EpochMs;
}

/**
 * @param entry the ticket that opened it
 * @param trades closed paper trades of its pair
 * @param book the pair's paper account as it stands, or null
 * @param marks what an open paper position is valued at
 * @returns null when the paper book does not know the ticket
 */
export function paperResult(
  entry: Ticket,
  trades: readonly ClosedTrade[],
  book: Book | null,
  marks: Legs<number>,
): PaperResult | null {
  const trade = trades.find(({ entryDecisionTs }) => entryDecisionTs === entry.bar);
  if (trade !== undefined) return { state: 'closed', netUsd: trade.net, closedAt: trade.exitTs };
  if (book?.position?.entry.decidedOn === entry.bar) {
    const { fills, fundingUsd } = book.position;
    const worth = (leg: 'x' | 'y'): number => fills[leg].quantity * (marks[leg] - fills[leg].price) - fills[leg].feeUsd;
    return { state: 'open', netUsd: worth('x') + worth('y') + fundingUsd, closedAt: NaN };
  }
  return book?.pending?.decidedOn === entry.bar ? { state: 'pending', netUsd: 0, closedAt: NaN } : null;
}
