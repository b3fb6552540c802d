import type Database from 'better-sqlite3';
import type { Fill, FillEntry, FillLedger, SkipRecord } from '../../core/domain/fill.ts';
import type { EpochMs } from '../../core/domain/time.ts';
import { insertSql } from './columns.ts';

/** A row of `fills` as SQLite holds it. */
interface FillRow {
  readonly ticket_id: string;
  readonly leg: Fill['leg'];
  readonly instrument: string;
  readonly action: Fill['action'];
  readonly quantity: number;
  readonly price: number;
  readonly fee_usd: number;
  readonly filled_at: number;
  readonly source: Fill['source'];
  readonly venue: string;
  readonly external_id: string | null;
  readonly replaces: number | null;
  readonly recorded_at: number;
}

interface NumberedRow extends FillRow {
  readonly no: number;
  readonly voided_at: number | null;
  readonly why: string | null;
}

const INSERT = insertSql(
  'fills',
  (
    'ticket_id leg instrument action quantity price fee_usd filled_at source venue external_id replaces ' +
    'recorded_at'
  ).split(' '),
);

/** @returns the number of the new fill */
export function insertFill(
  db: Database.Database,
  fill: FillEntry & { readonly replaces?: number },
  recordedAt: EpochMs,
): number {
  const row: FillRow = {
    ticket_id: fill.ticketId,
    leg: fill.leg,
    instrument: fill.instrument,
    action: fill.action,
    quantity: fill.quantity,
    price: fill.price,
    fee_usd: fill.feeUsd,
    filled_at: fill.at,
    source: fill.source,
    venue: fill.venue,
    external_id: fill.externalId,
    replaces: fill.replaces ?? null,
    recorded_at: recordedAt,
  };
  return Number(db.prepare(INSERT).run(row).lastInsertRowid);
}

export function insertVoid(db: Database.Database, no: number, why: string | null, recordedAt: EpochMs): void {
  db.prepare('INSERT INTO fill_voids (fill_no, why, recorded_at) VALUES (?, ?, ?)').run(no, why, recordedAt);
}

export function insertSkip(db: Database.Database, skip: Omit<SkipRecord, 'at'>, recordedAt: EpochMs): void {
  db.prepare('INSERT INTO ticket_skips (ticket_id, is_skipped, why, recorded_at) VALUES (?, ?, ?, ?)').run(
    skip.ticketId,
    Number(skip.isSkipped),
    skip.why,
    recordedAt,
  );
}

/** Voided ones too, in the order they were recorded. */
const selectFills = (db: Database.Database): readonly Fill[] =>
  db
    .prepare<[], NumberedRow>(
      `SELECT fills.*, fill_voids.recorded_at AS voided_at, fill_voids.why
       FROM fills LEFT JOIN fill_voids ON fill_voids.fill_no = fills.no ORDER BY fills.no`,
    )
    .all()
    .map((row) => ({
      no: row.no,
      ticketId: row.ticket_id,
      leg: row.leg,
      instrument: row.instrument,
      action: row.action,
      quantity: row.quantity,
      price: row.price,
      feeUsd: row.fee_usd,
      at: row.filled_at,
      source: row.source,
      venue: row.venue,
      externalId: row.external_id,
      replaces: row.replaces,
      recordedAt: row.recorded_at,
      voided: row.voided_at === null ? null : { at: row.voided_at, why: row.why },
    }));

interface SkipRow {
  readonly ticket_id: string;
  readonly is_skipped: number;
  readonly why: string | null;
  readonly recorded_at: number;
}

const selectSkips = (db: Database.Database): readonly SkipRecord[] =>
  db
    .prepare<[], SkipRow>('SELECT ticket_id, is_skipped, why, recorded_at FROM ticket_skips ORDER BY seq')
    .all()
    .map((row) => ({
      ticketId: row.ticket_id,
      isSkipped: row.is_skipped === 1,
      why: row.why,
      at: row.recorded_at,
    }));

export const selectFillLedger = (db: Database.Database): FillLedger => ({
  fills: selectFills(db),
  skips: selectSkips(db),
});
