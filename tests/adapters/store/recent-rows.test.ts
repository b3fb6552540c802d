import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCycleStore } from '../../../src/adapters/store/sqlite-cycle-store.ts';
import type { CycleStore } from '../../../src/ports/cycle-store.ts';
import { commitOf, PAIR, sampleDecision, sampleRun, sampleTrade } from '../../support/sample-commit.ts';
import { sampleTicket } from '../../support/sample-ticket.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const HOUR = 3_600_000;
const START = sampleTicket().bar;
const OTHER = { x: 'BTC/USDT', y: 'SOL/USDT' };

/** Four hours of two pairs, each hour with a decision, a ticket and a closed trade of either. */
async function filled(file = ':memory:'): Promise<CycleStore> {
  const store = await openCycleStore(file);
  onTestFinished(() => {
    store.close();
  });
  for (let hour = 0; hour < 4; hour++) {
    const bar = START + hour * HOUR;
    const runId = `run-${hour}`;
    const pairs = [sampleTicket().pair, OTHER].map((pair, k) => {
      const ticket = sampleTicket({ id: `${pair.y} ${hour}`, bar, pair });
      const trade = sampleTrade({ entryDecisionTs: bar, exitTs: bar + HOUR, net: (hour - 1) * 10 ** k });
      return { ...commitOf(ticket, runId), trades: [trade] };
    });
    store.commit(sampleRun({ runId }), pairs, ['folder']);
  }
  return store;
}

const hours = (decisions: readonly { readonly bar: number }[]): number[] =>
  decisions.map(({ bar }) => (bar - START) / HOUR);

describe('the last of what is recorded', () => {
  it('is the tickets of one pair, newest first, and no more than asked for', async () => {
    const store = await filled();
    const ids = store.recentTickets(PAIR, 2).map(({ ticket }) => ticket.id);
    expect(ids).toEqual(['ETH/USDT 3', 'ETH/USDT 2']);
    expect(store.recentTickets('A~B', 5)).toEqual([]);
  });

  it('is the trades of one pair, newest first, exactly as they were closed', async () => {
    const store = await filled();
    const all = store.trades().flatMap(({ pair, trade }) => (pair === PAIR ? trade : []));
    expect(store.recentTrades(PAIR, 3)).toEqual(all.slice(-3).reverse());
  });

  it('is counted over all trades of a pair: a net of zero won nothing', async () => {
    const store = await filled();
    expect(store.tradeTotals(PAIR)).toEqual({ trades: 4, winners: 2, netUsd: 2 });
    expect(store.tradeTotals('BTC/USDT~SOL/USDT')).toEqual({ trades: 4, winners: 2, netUsd: 20 });
    expect(store.tradeTotals('A~B')).toEqual({ trades: 0, winners: 0, netUsd: 0 });
  });

  it('is the decisions between two bars, from either end', async () => {
    const store = await filled();
    const pair = PAIR;
    expect(hours(store.decisions({ pair, limit: 9, from: START + HOUR, to: START + 3 * HOUR }))).toEqual([2, 1]);
    expect(hours(store.decisions({ pair, limit: 1, from: START + HOUR, oldestFirst: true }))).toEqual([1]);
    expect(hours(store.decisions({ pair, limit: 1, to: START + HOUR }))).toEqual([0]);
    expect(store.decisions({ limit: 9, from: START + 3 * HOUR }).map((one) => one.pair)).toEqual([
      PAIR,
      'BTC/USDT~SOL/USDT',
    ]);
  });

  it('leaves holds out where only events are wanted', async () => {
    const store = await filled();
    const hold = sampleDecision({ bar: START + 9 * HOUR, kind: 'hold', event: null, runId: 'run-9' });
    store.commit(sampleRun({ runId: 'run-9' }), [{ ...commitOf(), decisions: [hold], ticket: null }], []);
    expect(hours(store.decisions({ pair: PAIR, limit: 1, eventsOnly: true, from: START }))).toEqual([3]);
  });
});

describe('revised bars', () => {
  it('are those of one series in a stretch, with both closes', async () => {
    const store = await filled();
    const series = { venue: 'binance', symbol: 'BTC/USDT', timeframe: '1h' };
    const before = { ts: HOUR, open: 1, high: 2, low: 0.5, close: 1.5, volume: 10 };
    const revised = (ts: number, close: number) => ({
      series,
      before: { ...before, ts },
      after: { ...before, ts, close },
    });
    store.recordRevisions([revised(3 * HOUR, 1.75), revised(HOUR, 1.25)], 99);
    store.recordRevisions([{ ...revised(HOUR, 9), series: { ...series, symbol: 'ETH/USDT' } }], 99);
    expect(store.revisedBars(series, HOUR, 3 * HOUR)).toEqual([
      { ts: HOUR, seenAt: 99, closeBefore: 1.5, close: 1.25 },
    ]);
    expect(store.revisedBars(series, 0, 9 * HOUR).map(({ ts }) => ts)).toEqual([HOUR, 3 * HOUR]);
  });
});

it('what the dashboard reads is found by an index, however many years are recorded', async () => {
  const file = join(tempFolder(), 'statarb.db');
  await filled(file);
  const db = new Database(file, { readonly: true });
  onTestFinished(() => {
    db.close();
  });
  for (const query of [
    'SELECT json, text FROM tickets WHERE pair = ? ORDER BY bar DESC, id LIMIT 5',
    'SELECT * FROM trades WHERE pair = ? ORDER BY entry_decision_ts DESC LIMIT 5',
    'SELECT count(*), total(net) FROM trades WHERE pair = ?',
    `SELECT * FROM decisions WHERE pair = ? AND kind <> 'hold' AND bar >= 5 ORDER BY bar DESC, pair LIMIT 5`,
    `SELECT ts FROM revisions WHERE venue = ? AND symbol = '' AND timeframe = '' AND ts >= 1 AND ts < 2 ORDER BY ts, seq`,
  ]) {
    const plan = db.prepare<[string], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`).all(PAIR);
    expect(plan[0].detail, query).toMatch(/^SEARCH .*USING/);
  }
});
