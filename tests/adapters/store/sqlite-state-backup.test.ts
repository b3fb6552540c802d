import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openCycleStore } from '../../../src/adapters/store/sqlite-cycle-store.ts';
import { openFillBook } from '../../../src/adapters/store/sqlite-fill-book.ts';
import { sqliteStateBackup } from '../../../src/adapters/store/sqlite-state-backup.ts';
import { openTrialLedger } from '../../../src/adapters/store/sqlite-trial-ledger.ts';
import type { StateBackup } from '../../../src/ports/state-backup.ts';
import { commitOf, sampleRun } from '../../support/sample-commit.ts';
import { sampleTicket } from '../../support/sample-ticket.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const HOUR = 3_600_000;
const AT = Date.UTC(2024, 2, 1, 7, 1, 10);

interface Place {
  readonly folder: string;
  readonly state: string;
  readonly ledger: string;
  readonly backup: StateBackup;
  /** Records one run that makes a ticket. */
  readonly record: (k: number) => Promise<void>;
  readonly ticketIds: (file?: string) => Promise<readonly string[]>;
  readonly names: () => readonly string[];
}

function place(folder = tempFolder()): Place {
  const [state, ledger] = [join(folder, 'statarb.db'), join(folder, 'trials.db')];
  return {
    folder,
    state,
    ledger,
    backup: sqliteStateBackup({ state, ledger }),
    record: async (k) => {
      const store = await openCycleStore(state);
      const ticket = sampleTicket({ id: `ticket-${k}`, bar: AT + k * HOUR });
      store.commit(sampleRun({ runId: `run-${k}` }), [commitOf(ticket, `run-${k}`)], ['folder', 'slack']);
      store.close();
    },
    ticketIds: async (file = state) => {
      const store = await openCycleStore(file);
      try {
        return store.tickets().map(({ ticket }) => ticket.id);
      } finally {
        store.close();
      }
    },
    names: () => readdirSync(folder).sort(),
  };
}

describe('a backup', () => {
  it('is one file with its time in its name, beside the state in backups, that opens as a state of its own', async () => {
    const { folder, backup, record, ticketIds } = place();
    await record(1);
    const made = await backup.backup({ target: null, at: AT, keep: null });
    expect(made).toMatchObject({
      file: join(folder, 'backups', 'statarb-2024-03-01T070110Z.db'),
      ledger: null,
      removed: [],
    });
    expect(readdirSync(join(folder, 'backups'))).toEqual([basename(made.file)]);
    expect(made.bytes).toBe(readFileSync(made.file).length);
    expect(await ticketIds(made.file)).toEqual(['ticket-1']);
  });

  it('holds what was committed while the state is open elsewhere and its journal is not yet written back', async () => {
    const { state, folder, backup, record, ticketIds } = place();
    await record(1);
    const scan = await openCycleStore(state);
    scan.commit(sampleRun({ runId: 'open' }), [commitOf(sampleTicket({ id: 'ticket-open' }), 'open')], ['folder']);
    expect(existsSync(`${state}-wal`)).toBe(true);
    const file = join(folder, 'copy.db');
    await backup.backup({ target: file, at: AT, keep: null });
    scan.close();
    expect(await ticketIds(file)).toEqual(['ticket-open', 'ticket-1']);
  });

  it('takes the trial ledger along', async () => {
    const { ledger, backup, record } = place();
    await record(1);
    const trials = await openTrialLedger(ledger);
    trials.record([{ market: 'm', setting: 's', dailySharpe: 0.1 }]);
    trials.close();
    const made = await backup.backup({ target: null, at: AT, keep: null });
    expect(made.ledger).toBe(made.file.replace(/\.db$/, '.trials.db'));
    const copy = await openTrialLedger(made.ledger ?? '');
    expect(copy.summary('m').count).toBe(1);
    copy.close();
  });

  it('leaves the newest few of its folder and touches nothing that it did not name', async () => {
    const { folder, ledger, backup, record } = place();
    await record(1);
    (await openTrialLedger(ledger)).close();
    const backups = join(folder, 'backups');
    mkdirSync(backups);
    writeFileSync(join(backups, 'statarb-2020.db'), 'mine');
    for (let k = 0; k < 4; k++) await backup.backup({ target: null, at: AT + k * 1000, keep: null });
    const made = await backup.backup({ target: backups, at: AT + 9000, keep: 2 });
    expect(made.removed.map((path) => basename(path))).toEqual([
      'statarb-2024-03-01T070110Z.db',
      'statarb-2024-03-01T070111Z.db',
      'statarb-2024-03-01T070112Z.db',
    ]);
    expect(readdirSync(backups).sort()).toEqual([
      'statarb-2020.db',
      'statarb-2024-03-01T070113Z.db',
      'statarb-2024-03-01T070113Z.trials.db',
      'statarb-2024-03-01T070119Z.db',
      'statarb-2024-03-01T070119Z.trials.db',
    ]);
  });

  it('replaces an older backup of its name, but no other file and never the state', async () => {
    const { folder, state, backup, record, ticketIds } = place();
    await record(1);
    const file = join(folder, 'copy.db');
    await backup.backup({ target: file, at: AT, keep: null });
    await record(2);
    await backup.backup({ target: file, at: AT, keep: null });
    expect(await ticketIds(file)).toEqual(['ticket-1', 'ticket-2']);
    const notes = join(folder, 'notes.txt');
    writeFileSync(notes, 'mine');
    await expect(backup.backup({ target: notes, at: AT, keep: null })).rejects.toMatchObject({ code: 'usage' });
    expect(readFileSync(notes, 'utf8')).toBe('mine');
    const link = join(folder, 'link.db');
    symlinkSync(state, link);
    await expect(backup.backup({ target: link, at: AT, keep: null })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('is the state itself') as string,
    });
  });

  it('is not made of a damaged state, and leaves nothing behind', async () => {
    const { folder, state, backup, record, names } = place();
    for (let k = 0; k < 40; k++) await record(k);
    const bytes = readFileSync(state);
    bytes.fill(0x5a, 3 * 4096, 6 * 4096);
    writeFileSync(state, bytes);
    const file = join(folder, 'copy.db');
    await expect(backup.backup({ target: file, at: AT, keep: null })).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('damaged') as string,
    });
    expect(names()).toEqual(['statarb.db']);
  });

  it('is not made of nothing', async () => {
    const { backup, names } = place();
    await expect(backup.backup({ target: null, at: AT, keep: null })).rejects.toThrow(/nothing to back up/);
    expect(names()).toEqual([]);
  });
});

describe('restoring', () => {
  it('brings the backup back and keeps what it replaces under a dated name', async () => {
    const { folder, state, backup, record, ticketIds, names } = place();
    await record(1);
    const file = join(folder, 'copy.db');
    await backup.backup({ target: file, at: AT, keep: null });
    await record(2);
    await record(3);
    const restored = await backup.restore(file, AT);
    const aside = join(folder, 'statarb.replaced-2024-03-01T070110Z.db');
    expect(restored).toEqual({
      replaced: aside,
      damage: null,
      unknownTickets: ['ticket-2', 'ticket-3'],
      unknownFills: 0,
      undelivered: 2,
      trialsAdded: 0,
    });
    expect(await ticketIds()).toEqual(['ticket-1']);
    expect(await ticketIds(aside)).toEqual(['ticket-1', 'ticket-2', 'ticket-3']);
    expect(names()).toEqual(['copy.db', 'statarb.db', basename(aside)].sort());
    expect(existsSync(`${state}-wal`)).toBe(false);
    // A second one within the second overwrites nothing.
    expect((await backup.restore(file, AT)).replaced).toBe(aside.replace('.db', '-2.db'));
  });

  it('marks what was undelivered as possibly sent, so that it is sent as a repetition', async () => {
    const { folder, state, backup, record } = place();
    await record(1);
    const file = join(folder, 'copy.db');
    await backup.backup({ target: file, at: AT, keep: null });
    await backup.restore(file, AT);
    const store = await openCycleStore(state);
    expect(store.undelivered().map(({ isOutcomeUnknown }) => isOutcomeUnknown)).toEqual([true, true]);
    store.close();
  });

  it('counts the real fills that were recorded since, so that they can be recorded again', async () => {
    const { folder, state, backup, record } = place();
    await record(1);
    const fill = async (price: number): Promise<void> => {
      const book = await openFillBook(state);
      const entry = {
        ...({ ticketId: 'ticket-1', leg: 'y', instrument: 'ETH/USDT', action: 'buy', source: 'hand' } as const),
        ...{ quantity: 1, price, feeUsd: 0, at: AT, venue: 'binance', externalId: null },
      };
      book.record(AT, () => ({ fills: [entry] }));
      book.close();
    };
    await fill(3000);
    const file = join(folder, 'copy.db');
    await backup.backup({ target: file, at: AT, keep: null });
    await fill(3001);
    await fill(3002);
    expect(await backup.restore(file, AT)).toMatchObject({ unknownTickets: [], unknownFills: 2 });
    const book = await openFillBook(state);
    expect(book.ledger().fills.map(({ price }) => price)).toEqual([3000]);
    book.close();
  });

  it('works where there is no state, and with a backup of 0.1.0, which it upgrades', async () => {
    const { folder, state, backup, names } = place(join(tempFolder(), 'new'));
    const old = join(tempFolder(), 'old.db');
    writeFileSync(old, gunzipSync(readFileSync(new URL('../../fixtures/state-0.1.0.db.gz', import.meta.url))));
    const before = readFileSync(old);
    expect(await backup.restore(old, AT)).toMatchObject({ replaced: null, damage: null, undelivered: 2 });
    expect(names()).toEqual(['statarb.db']);
    expect(readFileSync(old).equals(before)).toBe(true);
    const store = await openCycleStore(state);
    expect(store.tickets()).toHaveLength(21);
    store.close();
    expect(folder).toContain('new');
  });

  it('moves a damaged state away with its journal, which must not be played into the new one', async () => {
    const { folder, state, backup, record, ticketIds, names } = place();
    await record(1);
    const file = join(folder, 'copy.db');
    await backup.backup({ target: file, at: AT, keep: null });
    const open = await openCycleStore(state);
    open.commit(sampleRun({ runId: 'late' }), [commitOf(sampleTicket({ id: 'late' }), 'late')], ['folder']);
    copyFileSync(`${state}-wal`, join(folder, 'wal'));
    open.close();
    copyFileSync(join(folder, 'wal'), `${state}-wal`);
    const garbage = Buffer.alloc(20_000, 'not a database ');
    writeFileSync(state, garbage);
    const restored = await backup.restore(file, AT);
    expect(restored.damage).toContain('not a database');
    expect(await ticketIds()).toEqual(['ticket-1']);
    const aside = 'statarb.replaced-2024-03-01T070110Z.db';
    expect(names().filter((name) => !name.endsWith('-shm'))).toEqual(
      ['copy.db', 'statarb.db', aside, `${aside}-wal`, 'wal'].sort(),
    );
    expect(readFileSync(join(folder, `${aside}-wal`)).equals(readFileSync(join(folder, 'wal')))).toBe(true);
    expect(readFileSync(join(folder, aside)).equals(garbage)).toBe(true);
  });

  it('follows a symbolic link to the true state', async () => {
    const elsewhere = place();
    await elsewhere.record(1);
    const { state, backup, ticketIds, folder } = place();
    symlinkSync(elsewhere.state, state);
    const file = join(folder, 'copy.db');
    await backup.backup({ target: file, at: AT, keep: null });
    await elsewhere.record(2);
    const { replaced } = await backup.restore(file, AT);
    expect(replaced?.startsWith(elsewhere.folder)).toBe(true);
    expect(await ticketIds(elsewhere.state)).toEqual(['ticket-1']);
    expect(await ticketIds()).toEqual(['ticket-1']);
  });

  it('adds the trials of the backup and forgets none', async () => {
    const { folder, ledger, backup, record } = place();
    await record(1);
    const trial = (setting: string) => ({ market: 'm', setting, dailySharpe: 0.1 });
    const trials = await openTrialLedger(ledger);
    trials.record([trial('a'), trial('b')]);
    trials.recordVerdict('m', 'a', { level: 'NOT TRADEABLE', sentence: 'it lost', from: 0, to: 1, judgedAt: 2 });
    const file = join(folder, 'copy.db');
    await backup.backup({ target: file, at: AT, keep: null });
    trials.record([trial('c')]);
    expect((await backup.restore(file, AT)).trialsAdded).toBe(0);
    expect(trials.summary('m').count).toBe(3);
    trials.close();
    const other = place();
    expect((await other.backup.restore(file, AT)).trialsAdded).toBe(2);
    const taken = await openTrialLedger(other.ledger);
    expect(taken.verdict('m', 'a')?.sentence).toBe('it lost');
    taken.close();
  });

  it.each([
    ['a text file', (file: string) => writeFileSync(file, 'notes '.repeat(1000)), 'no database'],
    ['a database of another program', foreign, 'another program'],
    ['a trial ledger', ledgerAt, 'no state database'],
    ['a database of a newer statarb', newer, 'newer statarb'],
    ['a damaged backup', damaged, 'damaged'],
    ['a backup with rows that refer to nothing', dangling, 'refer to runs'],
  ] as const)('refuses %s and changes nothing', async (_what, make, says) => {
    const { folder, state, backup, record, names } = place();
    await record(1);
    const before = readFileSync(state);
    const file = join(folder, 'bad.db');
    await make(file);
    await expect(backup.restore(file, AT)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining(says) as string,
    });
    expect(names()).toEqual(['bad.db', 'statarb.db']);
    expect(readFileSync(state).equals(before)).toBe(true);
  });

  it('refuses a file that is not there', async () => {
    const { backup } = place();
    await expect(backup.restore('/nowhere/statarb.db', AT)).rejects.toMatchObject({ code: 'usage' });
  });

  it('never replaces the database of another program', async () => {
    const { folder, state, backup, record } = place();
    await record(1);
    const file = join(folder, 'copy.db');
    await backup.backup({ target: file, at: AT, keep: null });
    const other = place();
    foreign(other.state);
    await expect(other.backup.restore(file, AT)).rejects.toThrow(/another program/);
    expect(other.names()).toEqual(['statarb.db']);
    expect(state).not.toBe(other.state);
  });

  it('gives up without a change while another program writes to the state', async () => {
    const { folder, state, backup, record, ticketIds, names } = place();
    await record(1);
    const file = join(folder, 'copy.db');
    await backup.backup({ target: file, at: AT, keep: null });
    await record(2);
    const writer = new Database(state);
    writer.exec('BEGIN IMMEDIATE');
    await expect(backup.restore(file, AT)).rejects.toMatchObject({
      code: 'storage',
      retryable: true,
      message: expect.stringContaining('held by another program') as string,
    });
    writer.exec('ROLLBACK');
    writer.close();
    expect(await ticketIds()).toEqual(['ticket-1', 'ticket-2']);
    expect(names().filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

function foreign(file: string): void {
  const db = new Database(file);
  db.exec('CREATE TABLE bookmarks (url TEXT)');
  db.close();
}

async function ledgerAt(file: string): Promise<void> {
  (await openTrialLedger(file)).close();
}

async function newer(file: string): Promise<void> {
  (await openCycleStore(file)).close();
  const db = new Database(file);
  db.pragma('user_version = 1000');
  db.close();
}

async function damaged(file: string): Promise<void> {
  const store = await openCycleStore(file);
  for (let k = 0; k < 60; k++) {
    store.commit(sampleRun({ runId: `run-${k}` }), [commitOf(sampleTicket({ id: `t-${k}`, bar: k }), `run-${k}`)], []);
  }
  store.close();
  const bytes = readFileSync(file);
  bytes.fill(0x5a, 4 * 4096, 9 * 4096);
  writeFileSync(file, bytes);
}

async function dangling(file: string): Promise<void> {
  const store = await openCycleStore(file);
  store.commit(sampleRun(), [commitOf()], []);
  store.close();
  const db = new Database(file);
  db.pragma('foreign_keys = OFF');
  db.exec('DELETE FROM runs');
  db.close();
}
