import type Database from 'better-sqlite3';
import { pairName } from '../../core/domain/pair.ts';
import type { Ticket } from '../../core/domain/ticket.ts';
import type { RunRecord, TicketRecord } from '../../ports/cycle-store.ts';
import { insertSql } from './columns.ts';
import { fromExactJson, toExactJson } from './exact-json.ts';

const INSERT = insertSql('tickets', ['id', 'event', 'bar', 'pair', 'json', 'text', 'created_at', 'run_id']);

/** One ticket, and a message for each channel. */
export function insertTicket(
  db: Database.Database,
  run: RunRecord,
  { ticket, text }: TicketRecord,
  channels: readonly string[],
): void {
  db.prepare(INSERT).run({
    id: ticket.id,
    event: ticket.event,
    bar: ticket.bar,
    pair: pairName(ticket.pair),
    json: toExactJson(ticket),
    text,
    created_at: run.now,
    run_id: run.runId,
  });
  for (const channel of channels) {
    db.prepare('INSERT INTO outbox (ticket_id, channel, created_at) VALUES (?, ?, ?)').run(ticket.id, channel, run.now);
  }
}

interface TicketRow {
  readonly json: string;
  readonly text: string;
}

const toTicket = ({ json, text }: TicketRow): TicketRecord => ({ ticket: ticketFrom(json), text });

export const selectTickets = (db: Database.Database): readonly TicketRecord[] =>
  db.prepare<[], TicketRow>('SELECT json, text FROM tickets ORDER BY bar, id').all().map(toTicket);

/** Newest first. */
export const selectRecentTickets = (db: Database.Database, pair: string, limit: number): readonly TicketRecord[] =>
  db
    .prepare<[string, number], TicketRow>('SELECT json, text FROM tickets WHERE pair = ? ORDER BY bar DESC, id LIMIT ?')
    .all(pair, limit)
    .map(toTicket);

/** A stored ticket; one of version 0.1.0 gets what it did not say yet as not known. */
export function ticketFrom(json: string): Ticket {
  const stored = fromExactJson(json) as Ticket;
  const { x, y } = stored.legs;
  const leg = { tickSize: null, shortVia: null };
  return {
    ...{ change: null, betaShare: null, health: null, odds: null, record: null, verdict: null },
    ...stored,
    legs: { x: { ...leg, ...x }, y: { ...leg, ...y } },
  };
}
