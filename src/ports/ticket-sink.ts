import type { Notice } from '../core/domain/notice.ts';
import type { Ticket } from '../core/domain/ticket.ts';

/** How a delivery differs from a first, timely one. */
export interface DeliveryMarks {
  /** An earlier try may have arrived: its outcome is unknown. */
  readonly isResent: boolean;
  /** The ticket's validity has passed. */
  readonly isLate: boolean;
}

/** A channel that takes tickets, and most also notices. */
export interface TicketSink {
  /** Names the channel in the outbox: `folder`, `slack`. */
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
