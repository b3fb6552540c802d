import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCycleStore } from '../../../src/adapters/store/sqlite-cycle-store.ts';
import type { Revision } from '../../../src/core/domain/candle.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const HOUR = 3_600_000;

describe('the record of revisions', () => {
  const series = { venue: 'binance', symbol: 'BTC/USDT', timeframe: '1h' };
  const before = { ts: HOUR, open: 1, high: 2, low: 0.5, close: 1.5, volume: 10 };
  const after = { ...before, close: 1.75 };
  const recorded = async (...revisions: readonly Revision[]): Promise<unknown[]> => {
    const file = join(tempFolder(), 'statarb.db');
    const store = await openCycleStore(file);
    revisions.forEach((revision, i) => {
      store.recordRevisions([revision], i);
    });
    const db = new Database(file, { readonly: true });
    onTestFinished(() => {
      db.close();
      store.close();
    });
    return db.prepare('SELECT symbol, old_close, new_close, seen_at FROM revisions ORDER BY seq').raw().all();
  };

  it('takes one found again after a crash for the same', async () => {
    const revision = { series, before, after };
    expect(await recorded(revision, revision)).toEqual([['BTC/USDT', 1.5, 1.75, 0]]);
  });

  it('keeps every change of a bar that goes back and forth', async () => {
    const [there, back] = [
      { series, before, after },
      { series, before: after, after: before },
    ];
    expect(await recorded(there, back, there)).toHaveLength(3);
  });

  it('keeps equal changes of other symbols and bars', async () => {
    const other = { series: { ...series, symbol: 'ETH/USDT' }, before, after };
    const later = { series, before: { ...before, ts: 2 * HOUR }, after: { ...after, ts: 2 * HOUR } };
    expect(await recorded({ series, before, after }, other, later)).toHaveLength(3);
  });
});
