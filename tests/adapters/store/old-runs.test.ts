import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openCycleStore } from '../../../src/adapters/store/sqlite-cycle-store.ts';
import type { CycleStore } from '../../../src/ports/cycle-store.ts';
import { commitOf, flatBook, sampleDecision, sampleRun, sampleTrade } from '../../support/sample-commit.ts';
import { sampleTicket } from '../../support/sample-ticket.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);

/** Runs a day apart, named `run-0` on: those in `deciding` decide a bar, the others had nothing to do. */
async function storeOf(runs: number, deciding: readonly number[], file = ':memory:'): Promise<CycleStore> {
  const store = await openCycleStore(file);
  for (let k = 0; k < runs; k++) {
    const run = sampleRun({ runId: `run-${k}`, now: START + k * DAY });
    const pair = {
      pair: 'BTC/USDT~ETH/USDT',
      decisions: [sampleDecision({ bar: run.now, runId: run.runId, kind: 'hold', event: null })],
      book: flatBook(),
      position: 'flat',
      trades: [],
      ticket: null,
    } as const;
    store.commit(run, deciding.includes(k) ? [pair] : [], []);
  }
  return store;
}

const runIds = (store: CycleStore): readonly string[] => store.runs(10_000).map(({ runId }) => runId);

describe('forgetting old runs', () => {
  it('removes those that decided nothing, and empties what the others printed', async () => {
    const store = await storeOf(6, [1, 4]);
    expect(store.forgetRuns(START + 3 * DAY)).toEqual({ removed: 2, emptied: 1 });
    expect(runIds(store)).toEqual(['run-5', 'run-4', 'run-3', 'run-1']);
    expect(store.runs(10).map(({ summary }) => summary)).toEqual([...Array<string>(3).fill(sampleRun().summary), '{}']);
    expect(store.decisions({ limit: 10 })).toHaveLength(2);
    expect(store.forgetRuns(START + 3 * DAY)).toEqual({ removed: 0, emptied: 0 });
  });

  it('never removes a decision, ticket or trade, nor the run of a position, however old', async () => {
    const file = join(tempFolder(), 'statarb.db');
    const store = await openCycleStore(file);
    const ticket = sampleTicket();
    store.commit(sampleRun(), [{ ...commitOf(ticket), trades: [sampleTrade()] }], ['folder']);
    expect(store.forgetRuns(Infinity)).toEqual({ removed: 0, emptied: 1 });
    expect(store.tickets().map((one) => one.ticket)).toEqual([ticket]);
    expect(store.trades()).toHaveLength(1);
    expect(store.pairState('BTC/USDT~ETH/USDT')?.lastDecision.runId).toBe(sampleRun().runId);
    store.close();
    const db = new Database(file);
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  });

  it('keeps a run that a table of a later schema refers to', async () => {
    const file = join(tempFolder(), 'statarb.db');
    (await storeOf(2, [], file)).close();
    const db = new Database(file);
    db.exec('CREATE TABLE notes (of TEXT NOT NULL REFERENCES runs (run_id)) STRICT');
    db.exec(`INSERT INTO notes VALUES ('run-0')`);
    db.close();
    const store = await openCycleStore(file);
    expect(store.forgetRuns(Infinity).removed).toBe(1);
    expect(runIds(store)).toEqual(['run-0']);
    store.close();
  });

  it('does a bounded amount at a time, oldest first, and goes on the next time', async () => {
    const store = await storeOf(2_500, []);
    expect(store.forgetRuns(Infinity).removed).toBe(2_000);
    expect(runIds(store)).toHaveLength(500);
    expect(runIds(store).at(-1)).toBe('run-2000');
    expect(store.forgetRuns(Infinity).removed).toBe(500);
  });

  it('looks up by index whether a decision or a ticket refers to a run', async () => {
    const file = join(tempFolder(), 'statarb.db');
    (await storeOf(1, [], file)).close();
    const db = new Database(file);
    for (const table of ['decisions', 'tickets']) {
      const plan = db.prepare(`EXPLAIN QUERY PLAN SELECT 1 FROM ${table} WHERE run_id = ?`).all('x');
      expect(JSON.stringify(plan)).toContain('USING COVERING INDEX');
    }
    db.close();
  });
});
