import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { candleRows } from '../../../src/core/domain/candle-merge.ts';
import { parquetCache } from '../../../src/adapters/cache/parquet-cache.ts';
import { BTC, BTC_FOLDER, HOUR, hourlyBars, recordingLog, scratchFolder } from './cache-fixture.ts';

const JANUARY = Date.parse('2024-01-01T00:00Z');

describe('The candle cache', () => {
  it('gives back exactly the bars that were stored', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    const bars = hourlyBars(JANUARY, 2000);
    expect(await cache.merge(BTC, bars)).toEqual({ added: 2000, unchanged: 0, revisions: [] });
    const { candles, damaged } = await cache.read(BTC, -Infinity, Infinity);
    expect(candleRows(candles)).toEqual(bars);
    expect(damaged).toEqual([]);
  });

  it('gives the same bars to another process', async () => {
    const folder = scratchFolder();
    const bars = hourlyBars(JANUARY, 2000);
    await parquetCache(folder, recordingLog()).merge(BTC, bars);
    const { candles } = await parquetCache(folder, recordingLog()).read(BTC, bars[100].ts, bars[1900].ts);
    expect(candleRows(candles)).toEqual(bars.slice(100, 1900));
  });

  it('keeps one file a UTC month, and nothing else in the folder', async () => {
    const folder = scratchFolder();
    await parquetCache(folder, recordingLog()).merge(BTC, hourlyBars('2023-12-31T22:00Z', 800));
    expect(readdirSync(folder)).toEqual([BTC_FOLDER]);
    expect(readdirSync(join(folder, BTC_FOLDER))).toEqual(['2023-12.parquet', '2024-01.parquet', '2024-02.parquet']);
  });

  it('names perpetuals and funding rates apart', async () => {
    const folder = scratchFolder();
    const cache = parquetCache(folder, recordingLog());
    await cache.merge({ ...BTC, symbol: 'BTC/USDT:USDT', timeframe: '15m' }, hourlyBars(JANUARY, 1));
    await cache.mergeFunding('binance', 'BTC/USDT:USDT', [{ ts: JANUARY, rate: 0.0001, mark: null }]);
    expect(readdirSync(folder)).toEqual(['binance_BTC-USDT-PERP_15m.parquet', 'binance_BTC-USDT-PERP_funding.parquet']);
  });

  it('writes Parquet that other readers understand: UTC timestamps in ms and doubles that are never null', async () => {
    const folder = scratchFolder();
    const bars = hourlyBars(JANUARY, 50);
    await parquetCache(folder, recordingLog()).merge(BTC, bars);
    const bytes = readFileSync(join(folder, BTC_FOLDER, '2024-01.parquet'));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const rows = await parquetReadObjects({ file, compressors: { GZIP: (input) => gunzipSync(input) } });
    expect(rows).toEqual(bars.map((bar) => ({ ...bar, ts: new Date(bar.ts) })));
  });

  it('rewrites only the month that a new bar falls in, and nothing when no value is new', async () => {
    const folder = scratchFolder();
    const cache = parquetCache(folder, recordingLog());
    const bars = hourlyBars(JANUARY, 1000);
    await cache.merge(BTC, bars);
    const inodes = (): bigint[] =>
      ['2024-01', '2024-02'].map(
        (month) => statSync(join(folder, BTC_FOLDER, `${month}.parquet`), { bigint: true }).ino,
      );
    const [january, february] = inodes();
    expect(await cache.merge(BTC, bars.slice(-3))).toEqual({ added: 0, unchanged: 3, revisions: [] });
    expect(inodes()).toEqual([january, february]);
    expect((await cache.merge(BTC, hourlyBars(bars[999].ts, 2))).added).toBe(1);
    expect(inodes()[0]).toBe(january);
    expect(inodes()[1]).not.toBe(february);
  });

  it('lets the newer values win and returns what they replaced', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    const bars = hourlyBars(JANUARY, 10);
    await cache.merge(BTC, bars);
    const after = { ...bars[4], close: bars[4].close + 0.01 };
    expect(await cache.merge(BTC, [bars[3], after])).toEqual({
      added: 0,
      unchanged: 1,
      revisions: [{ series: BTC, before: bars[4], after }],
    });
    expect(candleRows((await cache.read(BTC, after.ts, after.ts + HOUR)).candles)).toEqual([after]);
  });

  it('knows its first and last bar', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    expect([await cache.firstTs(BTC), await cache.lastTs(BTC)]).toEqual([null, null]);
    const bars = hourlyBars(JANUARY, 1500);
    await cache.merge(BTC, bars);
    expect([await cache.firstTs(BTC), await cache.lastTs(BTC)]).toEqual([bars[0].ts, bars[1499].ts]);
  });

  it('hands out columns of the caller’s own: writing into them changes nothing', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    const bars = hourlyBars(JANUARY, 20);
    await cache.merge(BTC, bars);
    const first = (await cache.read(BTC, JANUARY, Infinity)).candles;
    first.close.fill(-1);
    first.ts.fill(0);
    expect(candleRows((await cache.read(BTC, JANUARY, Infinity)).candles)).toEqual(bars);
  });

  it('sees at once what another process has stored, also within the same tick and with the same size', async () => {
    const folder = scratchFolder();
    const ours = parquetCache(folder, recordingLog());
    const theirs = parquetCache(folder, recordingLog());
    const bars = hourlyBars(JANUARY, 3);
    await ours.merge(BTC, bars);
    for (let round = 0; round < 50; round++) {
      const changed = { ...bars[1], volume: round + 0.5 };
      await theirs.merge(BTC, [changed]);
      expect(candleRows((await ours.read(BTC, JANUARY, Infinity)).candles)[1]).toEqual(changed);
    }
  });

  it('removes the temporary files of killed runs and leaves those of living ones', async () => {
    const folder = scratchFolder();
    const cache = parquetCache(folder, recordingLog());
    await cache.merge(BTC, hourlyBars(JANUARY, 3));
    const living = `.2024-01.parquet.${process.ppid}.tmp`;
    writeFileSync(join(folder, '.2024-01.parquet.999999999.tmp'), 'cut off');
    writeFileSync(join(folder, living), 'in use');
    await parquetCache(folder, recordingLog()).lastTs(BTC);
    expect(readdirSync(folder)).toEqual([living, BTC_FOLDER]);
  });

  it('refuses to store a bad bar or bars out of order, which its callers have to check', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    const [first, second] = hourlyBars(JANUARY, 2);
    await expect(cache.merge(BTC, [second, first])).rejects.toThrow(RangeError);
    await expect(cache.merge(BTC, [{ ...first, close: NaN }])).rejects.toThrow(RangeError);
    expect(await cache.lastTs(BTC)).toBeNull();
  });
});

describe('The funding cache', () => {
  it('stores stamps with and without a mark price; newer values win, a known mark is kept', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    const stamps = Array.from({ length: 200 }, (_, i) => ({
      ts: JANUARY + i * 8 * HOUR,
      rate: i / 1e5,
      mark: i % 2 === 0 ? null : 40_000 + i,
    }));
    await cache.mergeFunding('binance', BTC.symbol, stamps);
    await cache.mergeFunding('binance', BTC.symbol, [{ ...stamps[1], rate: 0.5, mark: null }]);
    const expected = stamps.map((stamp, i) => (i === 1 ? { ...stamp, rate: 0.5 } : stamp));
    expect(await cache.readFunding('binance', BTC.symbol, -Infinity, Infinity)).toEqual(expected);
    expect(await cache.readFunding('binance', BTC.symbol, stamps[50].ts, stamps[150].ts)).toEqual(
      expected.slice(50, 150),
    );
  });
});
