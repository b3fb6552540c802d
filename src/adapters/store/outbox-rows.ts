import type Database from 'better-sqlite3';
import type { EpochMs } from '../../core/domain/time.ts';
import type { ChannelState, CycleStore, MessageContent, OutboxRow } from '../../ports/cycle-store.ts';
import { toNotice, type NoticeRow } from './notice-rows.ts';
import { ticketFrom } from './ticket-rows.ts';

interface PendingRow {
  readonly id: number;
  readonly channel: string;
  readonly attempts: number;
  readonly is_unknown: number;
  readonly not_before: number | null;
  readonly last_error: string | null;
  readonly json: string | null;
  readonly text: string | null;
  readonly notice_id: string | null;
  readonly kind: NoticeRow['kind'];
  readonly at: number;
  readonly title: string;
  readonly lines: string;
}

const PENDING = `
  SELECT outbox.id, channel, attempts, outcome_unknown OR attempt_started_at IS NOT NULL AS is_unknown,
    not_before, last_error, tickets.json, tickets.text, notice_id, notices.kind, notices.at, notices.title, notices.lines
  FROM outbox LEFT JOIN tickets ON tickets.id = ticket_id LEFT JOIN notices ON notices.id = notice_id
  WHERE state = 'pending' ORDER BY outbox.id`;

/** An attempt that finds an earlier one still open knows that nobody saw how that one ended. */
const BEGIN_ATTEMPT = `
  UPDATE outbox SET attempts = attempts + 1, attempt_started_at = @at,
    outcome_unknown = outcome_unknown OR attempt_started_at IS NOT NULL
  WHERE id = @id AND state = 'pending'`;

const MARK_DELIVERED = `
  UPDATE outbox SET state = 'delivered', delivered_at = @at, attempt_started_at = NULL, not_before = NULL,
    last_error = NULL
  WHERE id = @id AND state = 'pending'`;

/** Once a try may have arrived, no later failure can make that undone: `outcome_unknown` is never taken back. */
const MARK_FAILED = `
  UPDATE outbox SET attempt_started_at = NULL, outcome_unknown = outcome_unknown OR @unknown,
    not_before = @not_before, last_error = @error
  WHERE id = @id AND state = 'pending'`;

export const selectUndelivered = (db: Database.Database): readonly OutboxRow[] =>
  db
    .prepare<[], PendingRow>(PENDING)
    .all()
    .map((row) => ({
      id: row.id,
      channel: row.channel,
      attempts: row.attempts,
      isOutcomeUnknown: row.is_unknown === 1,
      notBefore: row.not_before,
      lastError: row.last_error,
      content: contentOf(row),
    }));

function contentOf({ json, text, notice_id, kind, at, title, lines }: PendingRow): MessageContent {
  if (notice_id !== null) return { kind: 'notice', notice: toNotice({ id: notice_id, kind, at, title, lines }) };
  if (json === null || text === null) throw new RangeError('an outbox row refers to no ticket');
  return { kind: 'ticket', ticket: ticketFrom(json), text };
}

/** The bare columns of an aggregate with a single min() are those of the row that holds it. */
const CHANNELS = `
  SELECT channel, coalesce(pending, 0) AS pending, pendingSince, delivered, lastDeliveredAt, lastError
  FROM (SELECT channel, sum(state = 'delivered') AS delivered, max(delivered_at) AS lastDeliveredAt
        FROM outbox GROUP BY channel)
  LEFT JOIN (SELECT channel, count(*) AS pending, min(id), created_at AS pendingSince, last_error AS lastError
        FROM outbox WHERE state = 'pending' GROUP BY channel) USING (channel)
  ORDER BY channel`;

export const selectChannels = (db: Database.Database): readonly ChannelState[] =>
  db.prepare<[], ChannelState>(CHANNELS).all();

/** Changes exactly one pending row. @throws RangeError when there is none with this id */
function updatePending(
  db: Database.Database,
  sql: string,
  values: { readonly id: number } & Record<string, number | string | null>,
): void {
  const { changes } = db.prepare(sql).run(values);
  if (changes !== 1) throw new RangeError(`outbox row ${values.id} is not pending`);
}

export const beginAttempt = (db: Database.Database, id: number, at: EpochMs): void => {
  updatePending(db, BEGIN_ATTEMPT, { id, at });
};

export const markDelivered = (db: Database.Database, id: number, at: EpochMs): void => {
  updatePending(db, MARK_DELIVERED, { id, at });
};

export const markFailed = (
  db: Database.Database,
  id: number,
  failure: Parameters<CycleStore['markFailed']>[1],
): void => {
  updatePending(db, MARK_FAILED, {
    id,
    unknown: Number(failure.isOutcomeUnknown),
    not_before: failure.notBefore,
    error: failure.error,
  });
};

/** Marks every undelivered message as one that may have arrived: what is sent again then says so. @returns how many */
export const markPendingUnknown = (db: Database.Database): number =>
  db.prepare(`UPDATE outbox SET outcome_unknown = 1 WHERE state = 'pending'`).run().changes;
