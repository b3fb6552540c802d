import type { DeliveryMarks } from '../core/domain/message.ts';
import type { Notice } from '../core/domain/notice.ts';
import type { Ticket } from '../core/domain/ticket.ts';

/** A channel that takes tickets, and most also notices. */
export interface TicketSink {
  /** Names the channel in the outbox: `folder`, `slack`, `telegram`, `email`, `webhook`. */
  readonly channel: string;
  /** Least time from one message to the next, ms, where the other side limits the rate; none when left out. */
  readonly minIntervalMs?: number;
  /**
   * Hands one ticket over, once; retrying is the caller's business.
   * @throws AppError `delivery` (with `retryable`, `retryAfterMs`, and the fact `outcome: 'unknown'` when the other side
   *   may have taken it all the same) or `storage`
   */
  deliver(ticket: Ticket, text: string, marks: DeliveryMarks): Promise<void>;
  /** Hands a notice over, on the same terms. A channel without it takes tickets only. */
  tell?(notice: Notice, marks: DeliveryMarks): Promise<void>;
}

/** The journal that is rewritten whole from the database. */
export interface JournalSink {
  /** Writes a file of the journal atomically, unless it already has exactly this content. */
  write(fileName: string, content: string): Promise<void>;
}
