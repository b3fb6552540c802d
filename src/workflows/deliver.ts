import { AppError, type Facts } from '../core/domain/app-error.ts';
import type { EpochMs } from '../core/domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { CycleStore, OutboxRow } from '../ports/cycle-store.ts';
import type { Logger } from '../ports/logger.ts';
import type { TicketSink } from '../ports/ticket-sink.ts';

export interface DeliverPorts {
  readonly store: Pick<CycleStore, 'undelivered' | 'beginAttempt' | 'markDelivered' | 'markFailed'>;
  readonly sinks: readonly TicketSink[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Uniform in [0, 1): the jitter of the waits. */
  readonly random: () => number;
}

export interface DeliverResult {
  readonly sent: number;
  /** Recorded messages that have not arrived; the next run tries them again. */
  readonly pending: number;
}

const MAX_ATTEMPTS = 4;
const FIRST_BACKOFF_MS = 500;
/** A longer Retry-After is cut to this: a ticket is of use for one bar only. */
const MAX_HOLD_MS = 30 * 60_000;

/**
 * Hands over every recorded ticket that has not been delivered, this run's and older ones. Channels work side by side
 * and never wait for each other; within a channel messages go oldest first, and one that is to be tried again later
 * holds back those after it, while one that the channel refuses for good does not. Nothing is ever given up: what
 * fails stays pending for the next run. Every try is recorded before it begins, so that a crash in between is known
 * and the repetition is marked as resent.
 * @param options `budgetMs`: a channel begins no try, and no wait for one, that ends after this; `channels`: these only
 * @throws what the store throws, once every channel has come to its end
 */
export async function deliver(
  ports: DeliverPorts,
  options: { readonly budgetMs?: number; readonly channels?: ReadonlySet<string> } = {},
): Promise<DeliverResult> {
  const rows = ports.store.undelivered().filter(({ channel }) => options.channels?.has(channel) ?? true);
  const deadline = ports.clock.elapsedMs() + (options.budgetMs ?? 20_000);
  const channels = [...new Set(rows.map((row) => row.channel))];
  const outcomes = await Promise.allSettled(
    channels.map((channel) => {
      const ofChannel = rows.filter((row) => row.channel === channel);
      const sink = ports.sinks.find((one) => one.channel === channel);
      if (sink !== undefined) return deliverChannel(ports, sink, ofChannel, deadline);
      ports.log.warn(`${ofChannel.length} message(s) wait for the channel "${channel}", which is not configured`, {
        channel,
        pending: ofChannel.length,
      });
      return Promise.resolve(0);
    }),
  );
  let sent = 0;
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') throw outcome.reason;
    sent += outcome.value;
  }
  return { sent, pending: rows.length - sent };
}

/** How one message ended: `refused` will not pass by waiting, `held` may. */
type Outcome = 'delivered' | 'refused' | 'held';

async function deliverChannel(
  ports: DeliverPorts,
  sink: TicketSink,
  rows: readonly OutboxRow[],
  deadline: number,
): Promise<number> {
  let sent = 0;
  let lastTry = -Infinity;
  for (const row of rows) {
    if (row.notBefore !== null && row.notBefore > ports.clock.now()) break;
    const pause = lastTry + (sink.minIntervalMs ?? 0) - ports.clock.elapsedMs();
    if (ports.clock.elapsedMs() + Math.max(0, pause) >= deadline) break;
    if (pause > 0) await ports.clock.sleep(pause);
    lastTry = ports.clock.elapsedMs();
    const outcome = await deliverMessage(ports, sink, row, deadline);
    if (outcome === 'delivered') sent += 1;
    if (outcome === 'held') break;
  }
  return sent;
}

async function deliverMessage(
  ports: DeliverPorts,
  sink: TicketSink,
  row: OutboxRow,
  deadline: number,
): Promise<Outcome> {
  const { store, clock, log } = ports;
  let isResent = row.isOutcomeUnknown;
  for (let attempt = 1; ; attempt++) {
    store.beginAttempt(row.id, clock.now());
    const failure = await tryOnce(sink, row, { isResent, isLate: isLate(row, clock.now()) });
    if (failure === null) {
      store.markDelivered(row.id, clock.now());
      log.info('delivered', { ...about(row), attempt, resent: isResent });
      return 'delivered';
    }
    isResent ||= failure.isOutcomeUnknown;
    const wait = failure.retryAfterMs ?? ports.random() * FIRST_BACKOFF_MS * 2 ** (attempt - 1);
    const isTriedAgain = failure.isRetryable && attempt < MAX_ATTEMPTS && clock.elapsedMs() + wait < deadline;
    store.markFailed(row.id, {
      error: failure.error,
      isOutcomeUnknown: failure.isOutcomeUnknown,
      notBefore:
        isTriedAgain || failure.retryAfterMs === null
          ? null
          : clock.now() + Math.min(failure.retryAfterMs, MAX_HOLD_MS),
    });
    const facts = { ...about(row), attempt, retry: isTriedAgain, ...failure.facts };
    if (failure.isOurs) log.error(`delivery failed by a fault of statarb: ${failure.error}`, facts);
    else log.warn(`not delivered: ${failure.error}`, facts);
    if (!isTriedAgain) return failure.isRetryable ? 'held' : 'refused';
    await clock.sleep(wait);
  }
}

/** A notice says when it is from and grows stale in no other way. */
const isLate = ({ content }: OutboxRow, now: EpochMs): boolean =>
  content.kind === 'ticket' && now >= content.ticket.validUntil;

const about = ({ channel, content }: OutboxRow): Facts =>
  content.kind === 'ticket' ? { channel, ticket: content.ticket.id } : { channel, notice: content.notice.id };

/** What is known of a failed try. */
interface Failure {
  /** One line. */
  readonly error: string;
  readonly isRetryable: boolean;
  readonly isOutcomeUnknown: boolean;
  readonly retryAfterMs: number | null;
  readonly isOurs: boolean;
  readonly facts: Facts;
}

/** Null when the sink took the message. */
async function tryOnce(
  sink: TicketSink,
  row: OutboxRow,
  marks: { readonly isResent: boolean; readonly isLate: boolean },
): Promise<Failure | null> {
  try {
    const { content } = row;
    if (content.kind === 'ticket') await sink.deliver(content.ticket, content.text, marks);
    else if (sink.tell !== undefined) await sink.tell(content.notice, marks);
    else throw new RangeError(`${sink.channel} takes no notices`);
    return null;
  } catch (error) {
    return toFailure(error);
  }
}

function toFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split('\n', 1)[0] ?? '';
  if (error instanceof AppError) {
    return {
      error: line,
      isRetryable: error.retryable,
      isOutcomeUnknown: error.facts['outcome'] === 'unknown',
      retryAfterMs: error.retryAfterMs,
      isOurs: false,
      facts: error.facts,
    };
  }
  // Where a fault of ours struck is not known, so neither is whether the message had left by then.
  return {
    error: line,
    isRetryable: false,
    isOutcomeUnknown: true,
    retryAfterMs: null,
    isOurs: true,
    facts: { stack: error instanceof Error ? (error.stack ?? '') : '' },
  };
}
