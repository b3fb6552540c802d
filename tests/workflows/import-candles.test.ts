import { describe, expect, it } from 'vitest';
import { parquetCache } from '../../src/adapters/cache/parquet-cache.ts';
import type { Candle } from '../../src/core/domain/candle.ts';
import { candleRows } from '../../src/core/domain/candle-merge.ts';
import type { FundingRate } from '../../src/core/domain/funding.ts';
import type { CandleFile } from '../../src/ports/candle-file.ts';
import { importCandles } from '../../src/workflows/import-candles.ts';
import { BTC, hourlyBars, recordingLog, scratchFolder } from '../adapters/cache/cache-fixture.ts';

const BARS = hourlyBars('2024-01-30T00:00Z', 100);
const REPORT = {
  format: 'named-columns',
  rows: 1,
  kept: 1,
  duplicates: 0,
  rejected: [],
  rejectedByReason: {},
} as const;

function filesWith(files: Record<string, { candles?: Candle[]; funding?: FundingRate[] }>): CandleFile {
  return { read: (path) => ({ candles: [], funding: [], ...files[path], report: REPORT }) };
}

function changed(candle: Candle): Candle {
  return { ...candle, volume: candle.volume + 1 };
}

async function cacheWith(bars: readonly Candle[]) {
  const cache = parquetCache(scratchFolder(), recordingLog());
  await cache.merge(BTC, bars);
  const rows = async (): Promise<Candle[]> => candleRows((await cache.read(BTC, -Infinity, Infinity)).candles);
  return { cache, rows };
}

describe('Importing files', () => {
  it('adds what the cache does not have, from all files together', async () => {
    const { cache, rows } = await cacheWith(BARS.slice(0, 30));
    const file = filesWith({ a: { candles: BARS.slice(20, 60) }, b: { candles: BARS.slice(50, 100) } });
    const result = await importCandles({ cache, file }, { paths: ['a', 'b'], series: BTC, prefer: null });
    expect(result).toMatchObject({ added: 70, unchanged: 10, keptCached: 0, revisions: [], fundingRates: 0 });
    expect(result.files).toEqual([
      { path: 'a', report: REPORT },
      { path: 'b', report: REPORT },
    ]);
    expect(await rows()).toEqual(BARS);
  });

  it('is refused whole when a row contradicts the cache, with the count and the first example', async () => {
    const { cache, rows } = await cacheWith(BARS.slice(0, 50));
    const file = filesWith({ a: { candles: BARS.map((bar, i) => (i === 10 || i === 20 ? changed(bar) : bar)) } });
    const request = { paths: ['a'], series: BTC, prefer: null };
    await expect(importCandles({ cache, file }, request)).rejects.toThrow(
      'nothing imported: 2 bars of BTC/USDT differ from the cache, first 2024-01-30T10:00Z ' +
        '(volume: 0 in the cache, 1 in the file); say which wins with --prefer file or --prefer cache',
    );
    expect(await rows()).toEqual(BARS.slice(0, 50));
  });

  it('lets the file win when told so, and returns the replaced bars', async () => {
    const { cache, rows } = await cacheWith(BARS);
    const file = filesWith({ a: { candles: [changed(BARS[3]), BARS[4]] } });
    const result = await importCandles({ cache, file }, { paths: ['a'], series: BTC, prefer: 'file' });
    expect(result.revisions).toEqual([{ series: BTC, before: BARS[3], after: changed(BARS[3]) }]);
    expect((await rows())[3]).toEqual(changed(BARS[3]));
  });

  it('lets the cache win when told so, and still adds what is new', async () => {
    const { cache, rows } = await cacheWith(BARS.slice(0, 10));
    const file = filesWith({ a: { candles: [changed(BARS[3]), ...BARS.slice(4, 20)] } });
    const result = await importCandles({ cache, file }, { paths: ['a'], series: BTC, prefer: 'cache' });
    expect(result).toMatchObject({ added: 10, unchanged: 6, keptCached: 1, revisions: [] });
    expect(await rows()).toEqual(BARS.slice(0, 20));
  });

  it('is refused when two files contradict each other, whoever is preferred', async () => {
    const { cache, rows } = await cacheWith([]);
    const file = filesWith({ a: { candles: [BARS[0]] }, b: { candles: [changed(BARS[0])] } });
    const request = { paths: ['a', 'b'], series: BTC, prefer: 'file' } as const;
    await expect(importCandles({ cache, file }, request)).rejects.toThrow('1 bars of b differ from the files before');
    expect(await rows()).toEqual([]);
  });

  it('stores funding rates', async () => {
    const { cache } = await cacheWith([]);
    const funding = [{ ts: BARS[0].ts, rate: 0.0001, mark: null }];
    const file = filesWith({ a: { funding } });
    const result = await importCandles({ cache, file }, { paths: ['a'], series: BTC, prefer: null });
    expect(result.fundingRates).toBe(1);
    expect(await cache.readFunding(BTC.venue, BTC.symbol, -Infinity, Infinity)).toEqual(funding);
  });
});
