import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCycleStore } from '../../../src/adapters/store/sqlite-cycle-store.ts';
import type { CycleStore } from '../../../src/ports/cycle-store.ts';
import {
  commitOf,
  flatBook,
  PAIR,
  sampleDecision,
  sampleOrder,
  sampleRun,
  sampleTrade,
} from '../../support/sample-commit.ts';
import { sampleTicket } from '../../support/sample-ticket.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const HOUR = 3_600_000;

async function opened(file = ':memory:'): Promise<CycleStore> {
  const store = await openCycleStore(file);
  onTestFinished(() => {
    store.close();
  });
  return store;
}

describe('what a cycle commits', () => {
  it('is null for a pair before its first cycle', async () => {
    const store = await opened();
    expect(store.pairState(PAIR)).toBeNull();
    expect(store.undelivered()).toEqual([]);
  });

  it('is read back exactly after the database was closed and opened again', async () => {
    const file = join(tempFolder(), 'deep', 'er', 'statarb.db');
    const decision = sampleDecision({
      kind: 'refused',
      reasons: [{ code: 'adv', advUsd: 0.1 + 0.2, minAdvUsd: 5_000_000, leg: 'x', note: null }],
      z: Math.PI,
      zPrev: -0.1 - 0.2,
      beta: 1e-300,
      alpha: -1.7976931348623157e308,
      sigma: 5e-324,
      close: { x: 9007199254740993, y: 1 / 3 },
    });
    const fill = { quantity: -0.1 * 3, price: 1 / 7, feeUsd: 2 / 3, slippageUsd: 1e-17 };
    const book = flatBook({
      cash: 39_999.999999999996,
      position: {
        side: 'long_spread',
        entry: sampleOrder(),
        filledOn: decision.bar - HOUR,
        fills: { x: fill, y: { ...fill, quantity: 0.7 } },
        fundingUsd: -1 / 3,
      },
      pending: sampleOrder({ event: 'EXIT', z: 0.1 + 0.7 }),
      isRuined: true,
    });
    const trade = sampleTrade({ gross: 0.1 + 0.2, net: -1 / 3, zExit: NaN });
    const ticket = sampleTicket({ sigma: 1 / 3, zPrev: NaN, maxRealizedVolAnnual: Infinity });
    const first = await openCycleStore(file);
    first.commit(
      sampleRun(),
      [
        {
          pair: PAIR,
          decisions: [decision],
          book,
          position: 'long_spread',
          trades: [trade],
          ticket: { ticket, text: 'β ✓\n' },
        },
      ],
      ['folder'],
    );
    first.close();

    const store = await opened(file);
    expect(store.pairState(PAIR)).toEqual({ pair: PAIR, book, position: 'long_spread', lastDecision: decision });
    expect(store.trades()).toEqual([{ pair: PAIR, trade }]);
    expect(store.tickets()).toEqual([{ ticket, text: 'β ✓\n' }]);
    expect(store.runs(1)).toEqual([sampleRun()]);
    expect(store.undelivered()).toEqual([
      {
        id: 1,
        channel: 'folder',
        attempts: 0,
        isOutcomeUnknown: false,
        notBefore: null,
        lastError: null,
        content: { kind: 'ticket', ticket, text: 'β ✓\n' },
      },
    ]);
  });

  it('stores NaN as null', async () => {
    const store = await opened();
    const decision = sampleDecision({ kind: 'hold', event: null, z: NaN, sigma: NaN, alpha: null });
    store.commit(sampleRun(), [{ ...commitOf(), decisions: [decision], ticket: null }], []);
    expect(store.decisions({ limit: 1 })).toEqual([{ ...decision, z: null, sigma: null }]);
  });

  it('has times as whole milliseconds and numbers as doubles, for anyone with a database browser', async () => {
    const file = join(tempFolder(), 'statarb.db');
    const store = await opened(file);
    store.commit(sampleRun(), [commitOf()], ['folder']);
    const db = new Database(file, { readonly: true });
    onTestFinished(() => {
      db.close();
    });
    const types = db
      .prepare('SELECT typeof(bar) AS bar, typeof(z) AS z, typeof(close_x) AS price FROM decisions')
      .get();
    expect(types).toEqual({ bar: 'integer', z: 'real', price: 'real' });
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  });

  it('is all or nothing: a decision recorded twice is a fault of ours and leaves no trace of its run', async () => {
    const store = await opened();
    store.commit(sampleRun(), [commitOf()], ['folder']);
    const before = [store.pairState(PAIR), store.tickets(), store.undelivered(), store.runs(9), store.trades()];
    const later = sampleTicket({ id: 'later', bar: sampleTicket().bar + HOUR });
    const again = {
      ...commitOf(later, 'run-2'),
      decisions: [sampleDecision({ bar: later.bar, runId: 'run-2' }), sampleDecision({ runId: 'run-2' })],
      book: flatBook({ cash: 1 }),
      trades: [sampleTrade()],
    };
    const other = commitOf(sampleTicket({ id: 'other', pair: { x: 'BTC/USDT', y: 'SOL/USDT' } }), 'run-2');
    expect(() => {
      store.commit(sampleRun({ runId: 'run-2' }), [other, again], ['folder', 'slack']);
    }).toThrow(RangeError);
    expect([store.pairState(PAIR), store.tickets(), store.undelivered(), store.runs(9), store.trades()]).toEqual(
      before,
    );
  });

  it.each([
    ['ticket', { ticket: commitOf().ticket, decisions: [] }],
    ['trade', { trades: [sampleTrade(), sampleTrade()], ticket: null, decisions: [] }],
  ])('refuses the same %s a second time', async (_what, parts) => {
    const store = await opened();
    store.commit(sampleRun(), [commitOf()], ['folder']);
    expect(() => {
      store.commit(sampleRun({ runId: 'run-2' }), [{ ...commitOf(), ...parts }], []);
    }).toThrow(RangeError);
    expect(store.runs(9)).toHaveLength(1);
    expect(store.trades()).toEqual([]);
  });

  it('refuses one run id for two runs', async () => {
    const store = await opened();
    store.commit(sampleRun(), [], []);
    expect(() => {
      store.commit(sampleRun(), [], []);
    }).toThrow(RangeError);
  });

  it('makes one outbox row per ticket and channel, oldest first', async () => {
    const store = await opened();
    store.commit(sampleRun(), [commitOf()], ['folder', 'slack']);
    const second = sampleTicket({ id: 'second', bar: sampleTicket().bar + HOUR });
    store.commit(sampleRun({ runId: 'run-2' }), [commitOf(second, 'run-2')], ['folder', 'slack']);
    expect(
      store
        .undelivered()
        .map(
          (row) => `${row.content.kind === 'ticket' ? row.content.ticket.id : row.content.notice.id} ${row.channel}`,
        ),
    ).toEqual([`${sampleTicket().id} folder`, `${sampleTicket().id} slack`, 'second folder', 'second slack']);
  });
});

describe('the history', () => {
  it('lists decisions newest first, of one pair or all, with or without holds', async () => {
    const store = await opened();
    const start = sampleTicket().bar;
    const at = (bar: number, kind: 'hold' | 'missed', pair = PAIR) =>
      sampleDecision({ pair, bar: start + bar * HOUR, kind, event: kind === 'hold' ? null : 'EXIT' });
    const pairs = [PAIR, 'A~B'].map((pair) => ({
      ...commitOf(),
      pair,
      ticket: null,
      decisions: [at(1, 'hold', pair), at(2, 'missed', pair), at(3, 'hold', pair)],
    }));
    store.commit(sampleRun(), pairs, []);
    const told = (filter: Parameters<CycleStore['decisions']>[0]) =>
      store.decisions(filter).map((one) => `${one.pair} ${(one.bar - start) / HOUR} ${one.kind}`);
    expect(told({ limit: 3 })).toEqual(['A~B 3 hold', `${PAIR} 3 hold`, 'A~B 2 missed']);
    expect(told({ limit: 9, pair: PAIR })).toEqual([`${PAIR} 3 hold`, `${PAIR} 2 missed`, `${PAIR} 1 hold`]);
    expect(told({ limit: 9, eventsOnly: true })).toEqual(['A~B 2 missed', `${PAIR} 2 missed`]);
    expect(told({ limit: 9, pair: 'A~B', eventsOnly: true })).toEqual(['A~B 2 missed']);
    expect(store.pairState(PAIR)?.lastDecision.bar).toBe(start + 3 * HOUR);
  });

  it('completes the row of a run, and knows only runs that were committed', async () => {
    const store = await opened();
    store.commit(sampleRun(), [], []);
    const done = sampleRun({ durationMs: 900.25, exitCode: 4, summary: '{"done":true}' });
    store.finishRun(done);
    expect(store.runs(5)).toEqual([done]);
    expect(() => {
      store.finishRun(sampleRun({ runId: 'unknown' }));
    }).toThrow(RangeError);
  });

  it('lists runs in the order they were made, whatever their clocks said', async () => {
    const store = await opened();
    store.commit(sampleRun({ runId: 'first', now: 2_000 }), [], []);
    store.commit(sampleRun({ runId: 'second', now: 1_000 }), [], []);
    expect(store.runs(1).map((run) => run.runId)).toEqual(['second']);
  });

  it('keeps revisions and confirmed gaps of each series apart', async () => {
    const file = join(tempFolder(), 'statarb.db');
    const store = await opened(file);
    const series = { venue: 'binance', symbol: 'BTC/USDT', timeframe: '1h' };
    const before = { ts: HOUR, open: 1, high: 2, low: 0.5, close: 1.5, volume: 10 };
    store.recordRevisions([{ series, before, after: { ...before, close: 1.75 } }], 99);
    store.confirmGaps(series, [HOUR, 2 * HOUR, 3 * HOUR], 5);
    store.confirmGaps(series, [2 * HOUR], 6);
    expect([...store.confirmedGaps(series, 2 * HOUR, 3 * HOUR)]).toEqual([2 * HOUR]);
    expect(store.confirmedGaps(series, 0, 9 * HOUR).size).toBe(3);
    expect(store.confirmedGaps({ ...series, symbol: 'ETH/USDT' }, 0, 9 * HOUR).size).toBe(0);
    const db = new Database(file, { readonly: true });
    onTestFinished(() => {
      db.close();
    });
    expect(db.prepare('SELECT symbol, ts, old_close, new_close, old_volume, seen_at FROM revisions').all()).toEqual([
      { symbol: 'BTC/USDT', ts: HOUR, old_close: 1.5, new_close: 1.75, old_volume: 10, seen_at: 99 },
    ]);
  });
});

describe('the outbox', () => {
  async function withOneMessage(file?: string): Promise<CycleStore> {
    const store = await opened(file);
    store.commit(sampleRun(), [commitOf()], ['slack']);
    return store;
  }
  const pending = (store: CycleStore) =>
    store.undelivered().map(({ attempts, isOutcomeUnknown, notBefore, lastError }) => ({
      attempts,
      isOutcomeUnknown,
      notBefore,
      lastError,
    }));
  const failed = (isOutcomeUnknown: boolean, notBefore: number | null = null) => ({
    error: 'why',
    isOutcomeUnknown,
    notBefore,
  });

  it('forgets a delivered message', async () => {
    const store = await withOneMessage();
    store.beginAttempt(1, 10);
    store.markDelivered(1, 11);
    expect(store.undelivered()).toEqual([]);
  });

  it('knows after a crash that a try was begun and its end never seen', async () => {
    const file = join(tempFolder(), 'statarb.db');
    const crashed = await openCycleStore(file);
    crashed.commit(sampleRun(), [commitOf()], ['slack']);
    crashed.beginAttempt(1, 10);
    // Not closed: another connection sees only what was committed, as after a crash.
    const store = await opened(file);
    expect(pending(store)).toEqual([{ attempts: 1, isOutcomeUnknown: true, notBefore: null, lastError: null }]);
    crashed.close();
  });

  it('keeps a failure with its reason and the time before which not to try', async () => {
    const store = await withOneMessage();
    store.beginAttempt(1, 10);
    store.markFailed(1, failed(false, 5_000));
    expect(pending(store)).toEqual([{ attempts: 1, isOutcomeUnknown: false, notBefore: 5_000, lastError: 'why' }]);
  });

  it('never forgets that an earlier try may have arrived', async () => {
    const store = await withOneMessage();
    store.beginAttempt(1, 10);
    store.markFailed(1, failed(true));
    store.beginAttempt(1, 20);
    store.markFailed(1, failed(false));
    expect(pending(store)).toMatchObject([{ attempts: 2, isOutcomeUnknown: true }]);
  });

  it('remembers a crashed try although the next one was refused for certain', async () => {
    const store = await withOneMessage();
    store.beginAttempt(1, 10);
    store.beginAttempt(1, 20);
    store.markFailed(1, failed(false));
    expect(pending(store)).toMatchObject([{ attempts: 2, isOutcomeUnknown: true }]);
  });

  it('takes marks for pending messages only', async () => {
    const store = await withOneMessage();
    store.beginAttempt(1, 10);
    store.markDelivered(1, 11);
    for (const mark of [
      () => {
        store.beginAttempt(1, 12);
      },
      () => {
        store.markDelivered(1, 12);
      },
      () => {
        store.markFailed(99, failed(false));
      },
    ]) {
      expect(mark).toThrow(RangeError);
    }
  });
});

describe('reading only', () => {
  it('leaves nothing on the disk where there is no database yet', async () => {
    const folder = tempFolder();
    const store = await openCycleStore(join(folder, 'data', 'statarb.db'), { isReadOnly: true });
    expect(store.pairState(PAIR)).toBeNull();
    store.close();
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('reads what is there and writes nothing', async () => {
    const file = join(tempFolder(), 'statarb.db');
    const writer = await openCycleStore(file);
    writer.commit(sampleRun(), [commitOf()], ['slack']);
    writer.close();
    const store = await openCycleStore(file, { isReadOnly: true });
    expect(store.undelivered()).toHaveLength(1);
    expect(() => {
      store.beginAttempt(1, 10);
    }).toThrow(expect.objectContaining({ code: 'storage' }));
    store.close();
  });
});
