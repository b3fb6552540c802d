import { AppError } from '../core/domain/app-error.ts';
import type { Notice } from '../core/domain/notice.ts';
import type { Clock } from '../ports/clock.ts';
import type { TicketRecord } from '../ports/cycle-store.ts';
import type { TicketSink } from '../ports/ticket-sink.ts';

/** How a channel took the samples. */
export interface TriedChannel {
  readonly channel: string;
  /** The first thing that failed; null when it took everything. */
  readonly error: string | null;
}

const TIMELY = { isResent: false, isLate: false };

/** A notice that only shows what one looks like. */
export const sampleNotice = (at: number): Notice => ({
  id: `SAMPLE notice ${new Date(at).toISOString()}`,
  kind: 'digest',
  at,
  title: 'sample of a notice',
  lines: ['Troubles, recoveries and the daily digest look like this. Nothing has happened.'],
});

/**
 * Hands a ticket and a notice to every channel, once each and side by side: nothing is recorded, nothing tried again.
 * @throws a fault of ours, once every channel has come to its end
 */
export async function tryChannels(
  sinks: readonly TicketSink[],
  { ticket, text }: TicketRecord,
  notice: Notice,
  clock: Clock,
): Promise<readonly TriedChannel[]> {
  const outcomes = await Promise.allSettled(
    sinks.map(async (sink): Promise<TriedChannel> => {
      const { channel, minIntervalMs = 0 } = sink;
      try {
        await sink.deliver(ticket, text, TIMELY);
        if (sink.tell !== undefined) {
          if (minIntervalMs > 0) await clock.sleep(minIntervalMs);
          await sink.tell(notice, TIMELY);
        }
        return { channel, error: null };
      } catch (error) {
        if (error instanceof AppError) return { channel, error: error.message };
        throw error;
      }
    }),
  );
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}
