import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCycleStore } from '../../../src/adapters/store/sqlite-cycle-store.ts';
import { openFillBook } from '../../../src/adapters/store/sqlite-fill-book.ts';
import { AppError } from '../../../src/core/domain/app-error.ts';
import type { FillEntry, FillLedger } from '../../../src/core/domain/fill.ts';
import type { FillBook, LedgerChange } from '../../../src/ports/fill-book.ts';
import { commitOf, sampleRun } from '../../support/sample-commit.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const AT = Date.UTC(2024, 2, 1, 9);

const entry = (overrides: Partial<FillEntry> = {}): FillEntry => ({
  ticketId: sampleTicket().id,
  leg: 'y',
  instrument: 'ETH/USDT:USDT',
  action: 'buy',
  quantity: 0.1 + 0.2,
  price: 1 / 3,
  feeUsd: -0.1,
  at: AT - 1,
  source: 'hand',
  venue: 'binance',
  externalId: null,
  ...overrides,
});

/** A state with the sample entry and its exit, and a book on it. */
async function opened(): Promise<{ readonly file: string; readonly book: FillBook }> {
  const file = join(tempFolder(), 'statarb.db');
  const store = await openCycleStore(file);
  store.commit(sampleRun(), [commitOf()], []);
  store.commit(sampleRun({ runId: 'run-2' }), [commitOf(sampleExitTicket(), 'run-2')], []);
  store.close();
  return { file, book: await bookOf(file) };
}

async function bookOf(file: string, isReadOnly = false): Promise<FillBook> {
  const book = await openFillBook(file, { isReadOnly });
  onTestFinished(() => {
    book.close();
  });
  return book;
}

function sqlite(file: string): Database.Database {
  const db = new Database(file);
  onTestFinished(() => {
    db.close();
  });
  return db;
}

const EMPTY: FillLedger = { fills: [], skips: [] };

describe('the ledger of real fills', () => {
  it('is empty at first, and is read back exactly after closing', async () => {
    const { file, book } = await opened();
    expect(book.ledger()).toEqual(EMPTY);
    const { fills, ledger } = book.record(AT, () => ({ fills: [entry(), entry({ externalId: 'a-1', feeUsd: 1e-9 })] }));
    const stored = { recordedAt: AT, replaces: null, voided: null };
    expect(fills).toEqual([
      { ...entry(), ...stored, no: 1 },
      { ...entry({ externalId: 'a-1', feeUsd: 1e-9 }), ...stored, no: 2 },
    ]);
    expect(ledger).toEqual({ fills, skips: [] });
    book.close();
    expect((await bookOf(file)).ledger()).toEqual(ledger);
    expect((await bookOf(file, true)).ledger()).toEqual(ledger);
  });

  it('voids and replaces in one step, and forgets nothing', async () => {
    const { book } = await opened();
    book.record(AT, () => ({ fills: [entry()] }));
    const { fills, ledger } = book.record(AT + 1, (before) => {
      expect(before.fills).toHaveLength(1);
      return { voids: [{ no: 1, why: 'typo' }], fills: [{ ...entry({ price: 2 }), replaces: 1 }] };
    });
    expect(fills.map(({ no, replaces }) => [no, replaces])).toEqual([[2, 1]]);
    expect(ledger.fills.map(({ no, price, voided }) => [no, price, voided])).toEqual([
      [1, 1 / 3, { at: AT + 1, why: 'typo' }],
      [2, 2, null],
    ]);
  });

  it('keeps every word on a skip, in order', async () => {
    const { book } = await opened();
    const ticketId = sampleTicket().id;
    book.record(AT, () => ({ skips: [{ ticketId, isSkipped: true, why: 'was asleep' }] }));
    const { ledger } = book.record(AT + 1, () => ({ skips: [{ ticketId, isSkipped: false, why: null }] }));
    expect(ledger.skips).toEqual([
      { ticketId, isSkipped: true, why: 'was asleep', at: AT },
      { ticketId, isSkipped: false, why: null, at: AT + 1 },
    ]);
  });

  it.each([
    ['a fill of a ticket that is not there', () => ({ fills: [entry(), entry({ ticketId: 'nope' })] })],
    [
      'an id that an instrument has already',
      () => ({ fills: [entry({ externalId: '1' }), entry({ externalId: '1' })] }),
    ],
    ['a quantity of 0', () => ({ fills: [entry(), entry({ quantity: 0 })] })],
    ['a price that is no number', () => ({ fills: [entry(), entry({ price: NaN })] })],
    ['the void of a fill that is not there', () => ({ fills: [entry()], voids: [{ no: 7, why: null }] })],
    ['a skip of a ticket that is not there', () => ({ skips: [{ ticketId: 'nope', isSkipped: true, why: null }] })],
  ] as const)('takes nothing of a change with %s', async (_, decide: () => LedgerChange) => {
    const { book } = await opened();
    expect(() => book.record(AT, decide)).toThrow(RangeError);
    expect(book.ledger()).toEqual(EMPTY);
  });

  it('cannot void twice', async () => {
    const { book } = await opened();
    book.record(AT, () => ({ fills: [entry()] }));
    const again = () => book.record(AT, () => ({ voids: [{ no: 1, why: null }] }));
    again();
    expect(again).toThrow(RangeError);
  });

  it('records nothing when deciding throws, and throws it on as it is', async () => {
    const { book } = await opened();
    const refusal = new AppError('usage', 'no');
    expect(() =>
      book.record(AT, () => {
        throw refusal;
      }),
    ).toThrow(refusal);
    expect(book.record(AT, () => ({ fills: [entry()] })).fills).toHaveLength(1);
  });

  it.each([
    ['UPDATE fills SET price = 1', 'fills are never changed'],
    ['DELETE FROM fills', 'fills are never removed'],
    ["UPDATE fill_voids SET why = 'x'", 'voids are never changed'],
    ['DELETE FROM fill_voids', 'voids are never removed'],
    ['UPDATE ticket_skips SET is_skipped = 0', 'skips are never changed'],
    ['DELETE FROM ticket_skips', 'skips are never removed'],
  ])('is append-only for everyone: %s is refused', async (sql, message) => {
    const { file, book } = await opened();
    book.record(AT, () => ({
      fills: [entry()],
      skips: [{ ticketId: sampleTicket().id, isSkipped: true, why: null }],
    }));
    const { ledger } = book.record(AT, () => ({ voids: [{ no: 1, why: null }] }));
    expect(() => sqlite(file).exec(sql)).toThrow(message);
    expect(book.ledger()).toEqual(ledger);
  });
});

describe('the ledger while others work on the database', () => {
  it('takes fills while a scan holds the store open, and both see what the other wrote', async () => {
    const { file, book } = await opened();
    const store = await openCycleStore(file);
    onTestFinished(() => {
      store.close();
    });
    for (let k = 0; k < 20; k++) {
      const id = `ticket-${k}`;
      const ticket = sampleTicket({ id, bar: sampleTicket().bar + (100 + k) * 3_600_000 });
      store.commit(sampleRun({ runId: id }), [commitOf(ticket, id)], ['folder']);
      book.record(AT, () => ({ fills: [entry({ ticketId: id })] }));
    }
    expect(store.tickets()).toHaveLength(22);
    expect(book.ledger().fills).toHaveLength(20);
  });

  it('decides and records with no other writer in between', async () => {
    const { file, book } = await opened();
    const other = new Database(file, { timeout: 0 });
    onTestFinished(() => {
      other.close();
    });
    book.record(AT, () => {
      expect(() => other.exec('BEGIN IMMEDIATE')).toThrow(/locked/);
      // Readers are not held up.
      expect(other.prepare('SELECT count(*) FROM tickets').pluck().get()).toBe(2);
      return { fills: [entry()] };
    });
    expect(other.prepare('SELECT count(*) FROM fills').pluck().get()).toBe(1);
  });

  it('opened for reading changes nothing', async () => {
    const { file } = await opened();
    const reader = await bookOf(file, true);
    expect(() => reader.record(AT, () => ({ fills: [entry()] }))).toThrow(/read-only/);
    expect(reader.ledger()).toEqual(EMPTY);
  });
});

describe('a database of an older version', () => {
  it('is brought up to date with all it holds when a fill is recorded', async () => {
    const file = join(tempFolder(), 'statarb.db');
    writeFileSync(file, gunzipSync(readFileSync(new URL('../../fixtures/state-0.1.0.db.gz', import.meta.url))));
    const rows = (table: string): unknown => sqlite(file).prepare(`SELECT * FROM ${table}`).all();
    const before = ['runs', 'decisions', 'positions', 'trades', 'tickets', 'outbox'].map((table) => rows(table));
    await expect(openFillBook(file, { isReadOnly: true })).rejects.toThrow('statarb scan');
    const book = await bookOf(file);
    const ticketId = sqlite(file).prepare('SELECT id FROM tickets LIMIT 1').pluck().get() as string;
    expect(book.record(AT, () => ({ fills: [entry({ ticketId })] })).ledger.fills).toHaveLength(1);
    // Tables may have got columns since; what stood in them stands.
    expect(['runs', 'decisions', 'positions', 'trades', 'tickets', 'outbox'].map((table) => rows(table))).toMatchObject(
      before,
    );
    expect(sqlite(file).pragma('foreign_key_check')).toEqual([]);
  });
});
