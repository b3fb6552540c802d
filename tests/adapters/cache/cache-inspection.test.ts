import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheInspection } from '../../../src/adapters/cache/cache-inspection.ts';
import { CANDLE_LAYOUT } from '../../../src/adapters/cache/candle-files.ts';
import { parquetCache } from '../../../src/adapters/cache/parquet-cache.ts';
import { encodeMonth } from '../../../src/adapters/cache/parquet-month.ts';
import { candleColumns, candleRows } from '../../../src/core/domain/candle-merge.ts';
import { BTC, BTC_FOLDER, HOUR, hourlyBars, recordingLog, scratchFolder } from './cache-fixture.ts';

const BARS = hourlyBars('2024-01-20T00:00Z', 24 * 30);

async function filled(): Promise<string> {
  const folder = scratchFolder();
  await parquetCache(folder, recordingLog()).merge(BTC, BARS);
  return folder;
}

describe('looking at the cache', () => {
  it('shows every month with its rows', async () => {
    const months = cacheInspection(await filled()).months(BTC);
    expect(months.map(({ month, damage }) => [month, damage])).toEqual([
      ['2024-01', null],
      ['2024-02', null],
    ]);
    expect(months.flatMap(({ rows }) => (rows === null ? [] : candleRows(rows)))).toEqual(BARS);
    expect(cacheInspection(scratchFolder()).months(BTC)).toEqual([]);
    expect(cacheInspection(scratchFolder()).setAside(BTC)).toEqual([]);
  });

  it('names a damaged file, and moves nothing', async () => {
    const folder = await filled();
    const file = join(folder, BTC_FOLDER, '2024-02.parquet');
    writeFileSync(file, readFileSync(file).subarray(0, 900));
    const before = readdirSync(folder, { recursive: true }).sort();
    const [, february] = cacheInspection(folder).months(BTC);
    expect(february).toMatchObject({ month: '2024-02', path: file, rows: null });
    expect(february.damage).toMatch(/cut off|checksum/);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(before);
    expect(statSync(file).size).toBe(900);
  });

  it('gives rows as they lie there, even those that the program would never store', () => {
    const folder = scratchFolder();
    const file = join(folder, BTC_FOLDER, '2024-01.parquet');
    mkdirSync(dirname(file));
    const rows = [BARS[1], BARS[0], BARS[1], { ...BARS[2], low: -1 }];
    writeFileSync(file, encodeMonth(CANDLE_LAYOUT, { ...candleColumns(rows) }));
    const [january] = cacheInspection(folder).months(BTC);
    expect(january.rows === null ? [] : candleRows(january.rows)).toEqual(rows);
  });

  it('tells what was set aside, and whether it has been fetched again', async () => {
    const folder = await filled();
    writeFileSync(join(folder, BTC_FOLDER, '2024-01.parquet'), 'torn');
    const cache = parquetCache(folder, recordingLog());
    await cache.read(BTC, BARS[0].ts, BARS[0].ts + 48 * HOUR);
    const inspection = cacheInspection(folder);
    const [set] = inspection.setAside(BTC);
    expect(set.path).toContain('2024-01');
    expect(set.pending).toEqual({ from: Date.UTC(2024, 0, 1), to: Date.UTC(2024, 1, 1) });
    await cache.merge(BTC, BARS, { from: Date.UTC(2024, 0, 1), to: Date.UTC(2024, 1, 1) });
    expect(inspection.setAside(BTC)).toEqual([{ path: set.path, pending: null }]);
  });
});
