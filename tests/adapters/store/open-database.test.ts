import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../src/adapters/store/migrations.ts';
import { openDatabase } from '../../../src/adapters/store/open-database.ts';
import { openCycleStore } from '../../../src/adapters/store/sqlite-cycle-store.ts';
import { sqliteError } from '../../../src/adapters/store/sqlite-error.ts';
import { AppError } from '../../../src/core/domain/app-error.ts';
import { commitOf, sampleRun } from '../../support/sample-commit.ts';
import { sampleTicket } from '../../support/sample-ticket.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function failureOf(work: Promise<unknown>): Promise<AppError> {
  const outcome = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(outcome instanceof AppError)) throw new Error(`expected an AppError, got ${String(outcome)}`);
  return outcome;
}

/** Checks that opening fails with one line that says these things, and that the file is as it was. */
async function expectRefused(file: string, ...words: readonly string[]): Promise<void> {
  const before = readFileSync(file);
  const failure = await failureOf(openCycleStore(file));
  expect(failure.code).toBe('storage');
  for (const word of [...words, file]) expect(failure.message).toContain(word);
  expect(failure.message).not.toContain('\n');
  expect(readFileSync(file).equals(before)).toBe(true);
}

describe('opening a database', () => {
  it('refuses a file that is no database and does not touch it', async () => {
    const file = join(tempFolder(), 'statarb.db');
    writeFileSync(file, 'These are my notes, not a database. '.repeat(100));
    await expectRefused(file, 'no database', 'move it away');
  });

  it('refuses a database of another program', async () => {
    const file = join(tempFolder(), 'statarb.db');
    const db = new Database(file);
    db.exec('CREATE TABLE bookmarks (url TEXT)');
    db.close();
    await expectRefused(file, 'another program', 'paths.state');
  });

  it('refuses a database of a newer version and says to upgrade', async () => {
    const file = join(tempFolder(), 'statarb.db');
    (await openCycleStore(file)).close();
    const db = new Database(file);
    db.pragma('user_version = 1000');
    db.close();
    await expectRefused(file, 'newer statarb', 'upgrade statarb');
  });

  it('refuses a database whose first page is destroyed', async () => {
    const file = join(tempFolder(), 'statarb.db');
    (await openCycleStore(file)).close();
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 100, 4096);
    writeFileSync(file, bytes);
    await expectRefused(file, 'damaged');
  });

  it('tells when a cut-off database is read', async () => {
    const file = join(tempFolder(), 'statarb.db');
    const store = await openCycleStore(file);
    for (let index = 0; index < 50; index++) {
      const runId = `run-${index}`;
      const ticket = sampleTicket({ id: `ticket-${index}`, bar: index * 3_600_000 });
      store.commit(sampleRun({ runId }), [commitOf(ticket, runId)], ['folder']);
    }
    store.close();
    truncateSync(file, Math.floor(statSync(file).size / 2 / 4096) * 4096);
    const failure = await failureOf(
      (async () => {
        const damaged = await openCycleStore(file);
        try {
          return damaged.undelivered();
        } finally {
          damaged.close();
        }
      })(),
    );
    expect(failure.code).toBe('storage');
    expect(failure.message).toContain('damaged');
  });

  it('says what is in the way when the path is a folder or lies under a file', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'statarb.db'));
    expect((await failureOf(openCycleStore(join(folder, 'statarb.db')))).message).toContain('cannot open');
    writeFileSync(join(folder, 'file'), '');
    const failure = await failureOf(openCycleStore(join(folder, 'file', 'statarb.db')));
    expect(failure.code).toBe('storage');
    expect(failure.message).toMatch(/cannot open .*statarb\.db: .+/);
  });

  it.runIf(process.getuid?.() === 0)('says so when the folder is not writable for this user', async () => {
    const folder = tempFolder();
    const file = join(folder, 'statarb.db');
    (await openCycleStore(file)).close();
    process.seteuid?.(65_534);
    try {
      const failure = await failureOf(openCycleStore(join(folder, 'data', 'statarb.db')));
      expect(failure.code).toBe('storage');
      expect(failure.message).toMatch(/permission|read-only|cannot open/);
    } finally {
      process.seteuid?.(0);
    }
  });
});

describe('migrations', () => {
  const steps = [
    ...MIGRATIONS,
    'ALTER TABLE runs ADD COLUMN note TEXT; UPDATE runs SET note = run_id',
    'CREATE TABLE marks (id INTEGER PRIMARY KEY) STRICT',
  ];

  it('bring an old database forward and keep what it holds', async () => {
    const file = join(tempFolder(), 'statarb.db');
    const store = await openCycleStore(file);
    store.commit(sampleRun(), [commitOf()], ['folder']);
    store.close();
    const db = await openDatabase(file, { migrations: steps });
    expect(db.pragma('user_version', { simple: true })).toBe(steps.length);
    expect(db.prepare('SELECT note FROM runs').pluck().get()).toBe(sampleRun().runId);
    expect(db.prepare('SELECT count(*) FROM outbox').pluck().get()).toBe(1);
    db.close();
  });

  it('stop at a step that fails, undo it, and go on from there when it is mended', async () => {
    const file = join(tempFolder(), 'statarb.db');
    const [first = '', second = '', third = ''] = steps;
    const broken = [
      first,
      second,
      'CREATE TABLE marks (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nowhere VALUES (1)',
    ];
    await expect(openDatabase(file, { migrations: broken })).rejects.toThrow('nowhere');
    const db = await openDatabase(file, { migrations: [first, second, third] });
    expect(db.pragma('user_version', { simple: true })).toBe(3);
    db.close();
  });

  it('are left to the next scan when a database is opened for reading only', async () => {
    const file = join(tempFolder(), 'statarb.db');
    (await openCycleStore(file)).close();
    const failure = await failureOf(openDatabase(file, { migrations: steps, isReadOnly: true }));
    expect(failure.message).toContain('statarb scan');
  });

  it('are run once when many open a new database at the same time', async () => {
    const file = join(tempFolder(), 'statarb.db');
    const stores = await Promise.all(Array.from({ length: 8 }, () => openCycleStore(file)));
    for (const store of stores) expect(store.undelivered()).toEqual([]);
    for (const store of stores) store.close();
  });
});

describe('what the database throws', () => {
  const thrown = (code: string, message: string) =>
    sqliteError('data/statarb.db', Object.assign(new Error(message), { code }));

  it.each([
    ['SQLITE_FULL', 'database or disk is full', /disk is full; free some space/],
    ['SQLITE_READONLY', 'attempt to write a readonly database', /read-only; give this user write access/],
    ['SQLITE_BUSY', 'database is locked', /held by another program/],
    ['SQLITE_IOERR_WRITE', 'disk I/O error', /check the disk/],
    ['SQLITE_CORRUPT', 'database disk image is malformed', /damaged.*backup/],
    ['ENOSPC', 'ENOSPC: no space left on device', /disk is full/],
    [
      'ERR_DLOPEN_FAILED',
      'compiled against a different Node.js version using\nNODE_MODULE_VERSION 1',
      /npm rebuild better-sqlite3/,
    ],
    ['', 'Could not locate the bindings file. Tried:\n → build', /npm rebuild better-sqlite3/],
    ['ERR_MODULE_NOT_FOUND', "Cannot find package 'better-sqlite3'", /npm ci/],
  ])('%s becomes one line that says what to do', (code, message, words) => {
    const error = thrown(code, message);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'storage', message: expect.stringMatching(words) as string });
    expect((error as AppError).message).not.toContain('\n');
  });

  it('stays what it is when it is a fault of ours', () => {
    expect(thrown('SQLITE_CONSTRAINT_PRIMARYKEY', 'UNIQUE constraint failed')).toBeInstanceOf(RangeError);
    const plain = new TypeError('not a function');
    expect(sqliteError('x', plain)).toBe(plain);
  });
});
