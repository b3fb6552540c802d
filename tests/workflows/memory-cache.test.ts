import { expect, test } from 'vitest';
import { candleColumns, candleRows } from '../../src/core/domain/candle-merge.ts';
import type { Candle } from '../../src/core/domain/candle.ts';
import { memoryCache } from '../../src/workflows/memory-cache.ts';

const HOUR = 3_600_000;
const SERIES = { venue: 'v', symbol: 'BTC/USDT', timeframe: '1h' };
const bar = (hour: number, close = 100 + hour): Candle => ({
  ts: hour * HOUR,
  open: 100,
  high: 200,
  low: 50,
  close,
  volume: hour,
});

test('bars added one by one come back as they were, stretch by stretch', async () => {
  const cache = memoryCache();
  expect(await cache.lastTs(SERIES)).toBeNull();
  const bars = Array.from({ length: 200 }, (_, hour) => bar(hour));
  for (const one of bars) {
    expect(await cache.merge(SERIES, [one])).toEqual({ added: 1, unchanged: 0, revisions: [] });
    expect(await cache.lastTs(SERIES)).toBe(one.ts);
  }
  expect(await cache.firstTs(SERIES)).toBe(0);
  const { candles, damaged } = await cache.read(SERIES, 50 * HOUR, 60 * HOUR);
  expect(candleRows(candles)).toEqual(bars.slice(50, 60));
  expect(damaged).toEqual([]);
});

test('a refresh that begins with the last bar counts it as unchanged; a bar that changed is a revision, and the newer one wins', async () => {
  const cache = memoryCache();
  await cache.merge(SERIES, [bar(0), bar(1)]);
  expect(await cache.merge(SERIES, [bar(1), bar(2)])).toEqual({ added: 1, unchanged: 1, revisions: [] });
  const before = (await cache.read(SERIES, 0, Infinity)).candles;
  expect(await cache.merge(SERIES, [bar(1, 7), bar(2), bar(3)])).toEqual({
    added: 1,
    unchanged: 1,
    revisions: [{ series: SERIES, before: bar(1), after: bar(1, 7) }],
  });
  expect(candleRows((await cache.read(SERIES, 0, Infinity)).candles)).toEqual([bar(0), bar(1, 7), bar(2), bar(3)]);
  // What was handed out before still says what it said.
  expect(before).toEqual(candleColumns([bar(0), bar(1), bar(2)]));
});

test('a bar that arrives late takes its place', async () => {
  const cache = memoryCache();
  await cache.merge(SERIES, [bar(0), bar(3)]);
  expect(await cache.merge(SERIES, [bar(1), bar(2)])).toMatchObject({ added: 2, unchanged: 0 });
  expect(candleRows((await cache.read(SERIES, 0, Infinity)).candles).map(({ ts }) => ts / HOUR)).toEqual([0, 1, 2, 3]);
});

test('funding stamps are kept ascending, the newer value of one wins', async () => {
  const cache = memoryCache();
  const stamp = (ts: number, rate: number) => ({ ts, rate, mark: null });
  await cache.mergeFunding('v', 'BTC/USDT:USDT', [stamp(16, 0.1), stamp(24, 0.2)]);
  await cache.mergeFunding('v', 'BTC/USDT:USDT', [stamp(8, 0.3), stamp(24, 0.4)]);
  expect(await cache.readFunding('v', 'BTC/USDT:USDT', 8, 25)).toEqual([stamp(8, 0.3), stamp(16, 0.1), stamp(24, 0.4)]);
  expect(await cache.readFunding('v', 'BTC/USDT:USDT', 9, 24)).toEqual([stamp(16, 0.1)]);
});
