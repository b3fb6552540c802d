import { expect, test } from 'vitest';
import { setClock } from '../../src/adapters/clock/set-clock.ts';
import { candleColumns } from '../../src/core/domain/candle-merge.ts';
import { pastMarket } from '../../src/workflows/past-market.ts';

const HOUR = 3_600_000;
const bars = [0, 1, 2, 5, 6].map((hour) => ({ ts: hour * HOUR, open: 1, high: 1, low: 1, close: 1, volume: 1 }));
const funding = [
  { ts: 8, rate: 0.1, mark: null },
  { ts: 3 * HOUR + 5, rate: 0.2, mark: null },
];

async function served(now: number, from: number, to: number): Promise<number[]> {
  const past = new Map([['X', { candles: candleColumns(bars), funding, rules: null }]]);
  const market = pastMarket('v', past, setClock(now));
  const times: number[] = [];
  for await (const page of market.pages({ symbol: 'X', timeframe: '1h', from: from * HOUR, to: to * HOUR })) {
    times.push(...page.map(({ ts }) => ts / HOUR));
  }
  return times;
}

test('a bar exists from its close on and not a millisecond before', async () => {
  expect(await served(3 * HOUR - 1, 0, 10)).toEqual([0, 1]);
  expect(await served(3 * HOUR, 0, 10)).toEqual([0, 1, 2]);
  expect(await served(6 * HOUR + 60_000, 0, 10)).toEqual([0, 1, 2, 5]);
  expect(await served(100 * HOUR, 1, 6)).toEqual([1, 2, 5]);
  expect(await served(100 * HOUR, 3, 5)).toEqual([]);
});

test('a funding stamp exists from its time on, and the clock is the venue’s own', async () => {
  const clock = setClock(3 * HOUR);
  const market = pastMarket('v', new Map([['X', { candles: candleColumns([]), funding, rules: null }]]), clock);
  expect(await market.fundingRates('X', 0, 10 * HOUR)).toEqual([funding[0]]);
  clock.set(3 * HOUR + 5);
  expect(await market.fundingRates('X', 0, 10 * HOUR)).toEqual(funding);
  expect(await market.serverTime()).toBe(3 * HOUR + 5);
  expect(await market.marketRules(['X'])).toEqual([]);
});
