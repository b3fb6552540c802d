import { describe, expect, it } from 'vitest';
import { parquetCache } from '../../src/adapters/cache/parquet-cache.ts';
import { openCycleStore } from '../../src/adapters/store/sqlite-cycle-store.ts';
import type { Candle } from '../../src/core/domain/candle.ts';
import type { CandleRequest, CandleSource } from '../../src/ports/candle-source.ts';
import type { CycleStore } from '../../src/ports/cycle-store.ts';
import { confirmGaps } from '../../src/workflows/confirm-gaps.ts';
import { fetchHistory, type FetchedSymbol } from '../../src/workflows/fetch-history.ts';
import { BTC, HOUR, hourlyBars, recordingLog, scratchFolder } from '../adapters/cache/cache-fixture.ts';

const START = Date.parse('2024-01-15T00:00Z');
const END = START + 200 * HOUR;
const BARS = hourlyBars(START, 200);
const at = (hour: number): number => START + hour * HOUR;

/** A venue that lacks some hours; `late` ones appear after the first request. */
function venueWithout(missing: readonly number[], late: readonly number[] = []) {
  const asked: CandleRequest[] = [];
  const source: CandleSource = {
    venue: 'binance',
    serverTime: () => Promise.resolve(null),
    marketRules: () => Promise.resolve([]),
    async *pages(request) {
      asked.push(request);
      const absent = asked.length === 1 ? [...missing, ...late] : missing;
      const has = ({ ts }: Candle): boolean => !absent.includes((ts - START) / HOUR);
      yield await Promise.resolve(BARS.filter((bar) => bar.ts >= request.from && bar.ts < request.to && has(bar)));
    },
  };
  return { source, asked };
}

async function fetchedAndConfirmed(venue: ReturnType<typeof venueWithout>) {
  const cache = parquetCache(scratchFolder(), recordingLog());
  const clock = { now: () => END + HOUR, elapsedMs: () => 0, sleep: () => Promise.resolve() };
  const store: CycleStore = await openCycleStore(':memory:');
  let opened = 0;
  const openStore = () => {
    opened++;
    return Promise.resolve({ ...store, close: () => undefined });
  };
  const run = async (): Promise<FetchedSymbol> => {
    const request = { symbols: [BTC.symbol], timeframe: '1h', from: START, to: END };
    const back = await fetchHistory({ source: venue.source, cache, clock, log: recordingLog() }, request);
    return (await confirmGaps({ source: venue.source, cache, clock, openStore }, '1h', back))[0];
  };
  return { run, opened: () => opened, gaps: () => [...store.confirmedGaps(BTC, 0, END)].sort((a, b) => a - b) };
}

describe('gaps that a fetch finds', () => {
  it('are asked for once more, and confirmed when the venue still has nothing', async () => {
    const venue = venueWithout([50, 51, 120]);
    const { run, gaps } = await fetchedAndConfirmed(venue);
    expect(await run()).toMatchObject({ added: 197, missing: 3 });
    expect(gaps()).toEqual([at(50), at(51), at(120)]);
    expect(venue.asked.slice(1).map(({ from, to }) => [from, to])).toEqual([
      [at(50), at(52)],
      [at(120), at(121)],
    ]);
  });

  it('are stored when they were only late, and not confirmed', async () => {
    const { run, gaps } = await fetchedAndConfirmed(venueWithout([51], [50, 120]));
    expect(await run()).toMatchObject({
      added: 199,
      missing: 1,
      missingStretches: [{ from: at(50), to: at(52) }],
    });
    expect(gaps()).toEqual([at(51)]);
  });

  it('are no gaps before the first bar of the symbol or after the newest', async () => {
    const venue = venueWithout([0, 1, 2, 198, 199]);
    const { run, gaps, opened } = await fetchedAndConfirmed(venue);
    expect(await run()).toMatchObject({ missing: 5 });
    expect(gaps()).toEqual([]);
    expect(opened()).toBe(0);
    expect(venue.asked).toHaveLength(1);
  });

  it('are not asked for again by the confirmation once they are confirmed', async () => {
    const venue = venueWithout([50]);
    const { run } = await fetchedAndConfirmed(venue);
    await run();
    const asked = venue.asked.length;
    await run();
    // The fetch itself asks for what the cache lacks.
    expect(venue.asked).toHaveLength(asked + 1);
  });
});
