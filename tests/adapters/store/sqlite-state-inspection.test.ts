import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../../src/adapters/store/migrations.ts';
import { openCycleStore } from '../../../src/adapters/store/sqlite-cycle-store.ts';
import { acquireRunLock } from '../../../src/adapters/store/sqlite-run-lock.ts';
import { sqliteStateInspection } from '../../../src/adapters/store/sqlite-state-inspection.ts';
import { commitOf, sampleRun } from '../../support/sample-commit.ts';
import { sampleTicket } from '../../support/sample-ticket.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const newState = (): string => join(tempFolder(), 'statarb.db');

async function filled(runs = 1): Promise<string> {
  const file = newState();
  const store = await openCycleStore(file);
  for (let k = 0; k < runs; k++) {
    store.commit(
      sampleRun({ runId: `run-${k}`, now: k, exitCode: k % 5 }),
      [commitOf(sampleTicket({ id: `t-${k}`, bar: k }), `run-${k}`)],
      [],
    );
  }
  store.close();
  return file;
}

describe('looking at a state database', () => {
  it('finds none where there is none, and makes none', async () => {
    const file = newState();
    expect(await sqliteStateInspection(file).condition()).toBeNull();
    expect(sqliteStateInspection(join(file, 'nowhere', 'x.db')).lockHolder()).toBeNull();
    expect(existsSync(file)).toBe(false);
    expect(await sqliteStateInspection(file).engineVersion()).toMatch(/^3\.\d+\.\d+$/);
  });

  it('tells a sound one, its schema and its last run', async () => {
    const file = await filled(4);
    expect(await sqliteStateInspection(file).condition()).toEqual({
      schema: MIGRATIONS.length,
      newestSchema: MIGRATIONS.length,
      faults: [],
      walBytes: 0,
      lastRun: { at: 3, exitCode: 3 },
    });
    expect(readdirSync(join(file, '..'))).toEqual(['statarb.db']);
  });

  it('reads one of 0.1.0 as it is, without upgrading it', async () => {
    const file = newState();
    writeFileSync(file, gunzipSync(readFileSync(new URL('../../fixtures/state-0.1.0.db.gz', import.meta.url))));
    const before = readFileSync(file);
    expect(await sqliteStateInspection(file).condition()).toMatchObject({
      schema: 1,
      faults: [],
      lastRun: { at: Date.UTC(2024, 2, 21, 23, 1), exitCode: 0 },
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('tells the size of a journal that is not written back', async () => {
    const file = newState();
    const store = await openCycleStore(file);
    store.commit(sampleRun(), [commitOf()], []);
    const condition = await sqliteStateInspection(file).condition();
    store.close();
    expect(condition?.walBytes).toBeGreaterThan(4096);
  });

  it('names damage: pages, rows that refer to nothing, a file that is no database', async () => {
    const pages = await filled(60);
    const bytes = readFileSync(pages);
    bytes.fill(0x5a, 4 * 4096, 9 * 4096);
    writeFileSync(pages, bytes);
    expect((await sqliteStateInspection(pages).condition())?.faults.length).toBeGreaterThan(0);

    const orphans = await filled();
    const db = new Database(orphans);
    db.pragma('foreign_keys = OFF');
    db.exec('DELETE FROM runs');
    db.close();
    const { faults = [] } = (await sqliteStateInspection(orphans).condition()) ?? {};
    expect(faults).toContain('rows of decisions refer to runs that are not there');

    const notes = newState();
    writeFileSync(notes, 'notes '.repeat(2000));
    expect((await sqliteStateInspection(notes).condition())?.faults).toEqual(['file is not a database']);
  });

  it('refuses one of another program or of a newer statarb', async () => {
    const file = newState();
    const db = new Database(file);
    db.exec('CREATE TABLE bookmarks (url TEXT)');
    db.close();
    await expect(sqliteStateInspection(file).condition()).rejects.toThrow(/another program/);
    const newer = await filled();
    const other = new Database(newer);
    other.pragma('user_version = 1000');
    other.close();
    await expect(sqliteStateInspection(newer).condition()).rejects.toThrow(/newer statarb/);
  });

  it('says who holds the lock, and never takes it', async () => {
    const file = await filled();
    const inspection = sqliteStateInspection(file);
    expect(inspection.lockHolder()).toBeNull();
    const lock = await acquireRunLock(file, { since: 5000 });
    expect(inspection.lockHolder()).toMatchObject({ pid: process.pid, since: 5000 });
    lock.release();
    expect(inspection.lockHolder()).toBeNull();
  });
});
