import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candle } from '../../src/core/domain/candle.ts';
import { AppError } from '../../src/core/domain/app-error.ts';
import { candleRows } from '../../src/core/domain/candle-merge.ts';
import { parquetCache } from '../../src/adapters/cache/parquet-cache.ts';
import type { CandleRequest, CandleSource } from '../../src/ports/candle-source.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { FetchProgress } from '../../src/workflows/fetch-history.ts';
import { fetchHistory } from '../../src/workflows/fetch-history.ts';
import { refreshSeries } from '../../src/workflows/refresh-series.ts';
import { BTC, BTC_FOLDER, HOUR, hourlyBars, recordingLog, scratchFolder } from '../adapters/cache/cache-fixture.ts';

const START = Date.parse('2024-01-15T00:00Z');
const BARS = hourlyBars(START, 3000);
const END = START + 3000 * HOUR;

/** A venue that has the given bars, in pages of 500, and notes what it is asked; `failAfter` pages it breaks down. */
function venueWith(bars: readonly Candle[], failAfter = Infinity): CandleSource & { asked: CandleRequest[] } {
  const asked: CandleRequest[] = [];
  let pagesLeft = failAfter;
  return {
    asked,
    venue: 'binance',
    serverTime: () => Promise.resolve(null),
    marketRules: () => Promise.resolve([]),
    async *pages(request) {
      asked.push(request);
      const found = bars.filter((bar) => bar.ts >= request.from && bar.ts < request.to);
      for (let i = 0; i < found.length; i += 500) {
        if (pagesLeft-- <= 0) throw new AppError('venue', 'the venue does not answer');
        yield await Promise.resolve(found.slice(i, i + 500));
      }
    },
  };
}

function clockAt(now: number): Clock {
  return { now: () => now, elapsedMs: () => 0, sleep: () => Promise.resolve() };
}

const ask = { symbols: [BTC.symbol], timeframe: '1h', from: START, to: END };

describe('Fetching history', () => {
  it('fills an empty cache with every closed bar of the stretch and tells its progress', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    const progress: FetchProgress[] = [];
    const ports = { source: venueWith(BARS), cache, clock: clockAt(END + HOUR), log: recordingLog() };
    const [result] = await fetchHistory(ports, { ...ask, onProgress: (step) => progress.push(step) });
    expect(result).toMatchObject({ symbol: 'BTC/USDT', added: 3000, unchanged: 0, revisions: [], missing: 0 });
    expect(candleRows((await cache.read(BTC, START, END)).candles)).toEqual(BARS);
    expect(progress.map(({ done }) => done)).toEqual([0, 500, 1000, 1500, 2000, 2500, 3000, 3000]);
    expect(progress.every(({ total }) => total === 3000)).toBe(true);
  });

  it('leaves out the bar that is still forming', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    const now = START + 10 * HOUR + 5_000;
    const ports = { source: venueWith(BARS), cache, clock: clockAt(now), log: recordingLog() };
    await fetchHistory(ports, ask);
    expect(await cache.lastTs(BTC)).toBe(START + 8 * HOUR);
    await fetchHistory({ ...ports, clock: clockAt(now + 5_000) }, ask);
    expect(await cache.lastTs(BTC)).toBe(START + 9 * HOUR);
  });

  it('asks only for what is missing before, inside and after', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    await cache.merge(BTC, [...BARS.slice(100, 200), ...BARS.slice(205, 900)]);
    const source = venueWith(BARS);
    const ports = { source, cache, clock: clockAt(END + HOUR), log: recordingLog() };
    const [result] = await fetchHistory(ports, ask);
    expect(result).toMatchObject({ added: 2205, unchanged: 0, missing: 0 });
    expect(source.asked.map(({ from, to }) => [(from - START) / HOUR, (to - START) / HOUR])).toEqual([
      [0, 100],
      [200, 205],
      [900, 3000],
    ]);
    await fetchHistory(ports, ask);
    expect(source.asked).toHaveLength(3);
  });

  it('keeps what arrived before the venue broke down, and goes on from there', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    const ports = { cache, clock: clockAt(END + HOUR), log: recordingLog() };
    await expect(fetchHistory({ ...ports, source: venueWith(BARS, 3) }, ask)).rejects.toThrow('does not answer');
    expect(candleRows((await cache.read(BTC, START, END)).candles)).toEqual(BARS.slice(0, 1500));
    const source = venueWith(BARS);
    await fetchHistory({ ...ports, source }, ask);
    expect(source.asked.map(({ from }) => from)).toEqual([START + 1500 * HOUR]);
    expect(candleRows((await cache.read(BTC, START, END)).candles)).toEqual(BARS);
  });

  it('names the hours the venue does not have', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    const holed = BARS.filter((_, i) => i >= 20 && (i < 50 || i >= 83));
    const ports = { source: venueWith(holed), cache, clock: clockAt(END + HOUR), log: recordingLog() };
    const [result] = await fetchHistory(ports, ask);
    expect(result.missing).toBe(53);
    expect(result.missingStretches).toEqual([
      { from: START, to: START + 20 * HOUR },
      { from: START + 50 * HOUR, to: START + 83 * HOUR },
    ]);
  });

  it('has nothing to do when the stretch lies in the future', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    const source = venueWith(BARS);
    const ports = { source, cache, clock: clockAt(START), log: recordingLog() };
    expect(await fetchHistory(ports, ask)).toMatchObject([{ added: 0, missing: 0 }]);
    expect(source.asked).toEqual([]);
  });
});

describe('Refreshing a series', () => {
  it('returns the bars the venue has revised, and stores the new values', async () => {
    const cache = parquetCache(scratchFolder(), recordingLog());
    await cache.merge(BTC, BARS.slice(0, 10));
    const after = { ...BARS[9], volume: 99 };
    const source = venueWith([after, BARS[10]]);
    const result = await refreshSeries({ source, cache }, BTC, after.ts, END);
    expect(result).toEqual({
      added: 1,
      unchanged: 0,
      revisions: [{ series: BTC, before: BARS[9], after }],
    });
  });

  it('settles a damaged stretch even where the venue has no bars', async () => {
    const folder = scratchFolder();
    const cache = parquetCache(folder, recordingLog());
    await cache.merge(BTC, BARS.slice(0, 10));
    writeFileSync(join(folder, BTC_FOLDER, '2024-01.parquet'), 'torn');
    const [lost] = (await cache.read(BTC, START, END)).damaged;
    await refreshSeries({ source: venueWith([]), cache }, BTC, lost.from, lost.to);
    expect((await cache.read(BTC, START, END)).damaged).toEqual([]);
  });

  it('ends with the same cache however the venue cuts and breaks its answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }), async (breakdowns) => {
        const cache = parquetCache(scratchFolder(), recordingLog());
        const ports = { cache, clock: clockAt(END + HOUR), log: recordingLog() };
        for (const pages of breakdowns) {
          await fetchHistory({ ...ports, source: venueWith(BARS, pages) }, ask).catch(() => undefined);
        }
        await fetchHistory({ ...ports, source: venueWith(BARS) }, ask);
        expect(candleRows((await cache.read(BTC, START, END)).candles)).toEqual(BARS);
      }),
      { numRuns: 15 },
    );
  });
});
