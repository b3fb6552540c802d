import { describe, expect, it } from 'vitest';
import { parquetCache } from '../../src/adapters/cache/parquet-cache.ts';
import { AppError } from '../../src/core/domain/app-error.ts';
import type { Candle } from '../../src/core/domain/candle.ts';
import type { CandleSource } from '../../src/ports/candle-source.ts';
import { loadUniverse, type UniverseRequest } from '../../src/workflows/load-universe.ts';
import { HOUR, hourlyBars, recordingLog, scratchFolder } from '../adapters/cache/cache-fixture.ts';

const START = Date.parse('2024-01-15T00:00Z');
const BARS = 1000;
const END = START + BARS * HOUR;

const without = (bars: readonly Candle[], from: number, count: number): Candle[] =>
  bars.filter((_, k) => k < from || k >= from + count);

/** A venue with these candles; a symbol without any breaks it down. */
function venueWith(candles: Readonly<Record<string, readonly Candle[]>>): CandleSource {
  return {
    venue: 'binance',
    serverTime: () => Promise.resolve(null),
    marketRules: () => Promise.resolve([]),
    async *pages({ symbol, from, to }) {
      if (!(symbol in candles)) throw new AppError('venue', `the venue does not list ${symbol}`);
      yield await Promise.resolve(candles[symbol].filter(({ ts }) => ts >= from && ts < to));
    },
  };
}

function load(candles: Readonly<Record<string, readonly Candle[]>>, asked: Partial<UniverseRequest> = {}) {
  const log = recordingLog();
  const clock = { now: () => END + HOUR, elapsedMs: () => 0, sleep: () => Promise.resolve() };
  const ports = { source: venueWith(candles), cache: parquetCache(scratchFolder(), log), clock, log };
  return loadUniverse(ports, {
    ...{ symbols: Object.keys(candles), timeframe: '1h', from: START, border: START + 700 * HOUR, to: END },
    ...{ minVolumeUsd: 0, closeGraceMs: 0, isOffline: false, onProgress: () => undefined },
    ...asked,
  });
}

const full = (seed: number): Candle[] => hourlyBars(START, BARS, seed);

describe('Loading a universe', () => {
  it('puts every symbol on one grid, fetched through the cache', async () => {
    const { ground, leftOut } = await load({ 'A/USDT': full(1), 'B/USDT': full(2) });
    expect(leftOut).toEqual([]);
    expect(ground.formationBars).toBe(700);
    expect([ground.ts[0], ground.ts.at(-1)]).toEqual([START, END - HOUR]);
    expect([...ground.symbols[1].candles.close]).toEqual(full(2).map(({ close }) => close));
    expect(ground.symbols[0].carried.some((flag) => flag === 1)).toBe(false);
  });

  it('carries an hour that one symbol lacks on from its last close, without volume, and marks it', async () => {
    const { ground } = await load({ 'A/USDT': without(full(1), 500, 3), 'B/USDT': full(2) });
    const [{ candles, carried }] = ground.symbols;
    const last = full(1)[499].close;
    expect([candles.open[501], candles.high[501], candles.low[501], candles.close[501]]).toEqual([
      last,
      last,
      last,
      last,
    ]);
    expect(candles.volume[501]).toBe(0);
    expect([...carried.subarray(498, 505)]).toEqual([0, 0, 1, 1, 1, 0, 0]);
  });

  it('leaves out who has too many holes, too little history, too little volume or no candles, each with its reason', async () => {
    const { ground, leftOut } = await load(
      {
        'A/USDT': full(1),
        'B/USDT': full(2),
        'HOLE/USDT': without(full(3), 300, 60),
        'SPARSE/USDT': full(4).filter((_, k) => k % 50 !== 7),
        'YOUNG/USDT': full(5).slice(10),
        'THIN/USDT': full(6).map((bar) => ({ ...bar, volume: bar.volume / 1000 })),
        'FLAT/USDT': full(7).map((bar) => ({ ...bar, open: 1, high: 1, low: 1, close: 1 })),
        'PEG/USDT': full(8).map((bar, k) => ({ ...bar, open: 1, high: 1.01, low: 0.99, close: 1 + (k % 3) / 1000 })),
      },
      {
        symbols: [
          'A/USDT',
          'B/USDT',
          'HOLE/USDT',
          'SPARSE/USDT',
          'YOUNG/USDT',
          'THIN/USDT',
          'FLAT/USDT',
          'PEG/USDT',
          'NONE/USDT',
        ],
        minVolumeUsd: 100,
      },
    );
    expect(ground.symbols.map(({ symbol }) => symbol)).toEqual(['A/USDT', 'B/USDT']);
    expect(Object.fromEntries(leftOut.map(({ symbol, reason }) => [symbol, reason]))).toEqual({
      'HOLE/USDT': 'gaps',
      'SPARSE/USDT': 'gaps',
      'YOUNG/USDT': 'history',
      'THIN/USDT': 'volume',
      'FLAT/USDT': 'constant',
      'PEG/USDT': 'stablecoin',
      'NONE/USDT': 'unavailable',
    });
  });

  it('counts an outage of the whole venue against nobody', async () => {
    const { ground, leftOut } = await load({
      'A/USDT': without(full(1), 300, 60),
      'B/USDT': without(full(2), 300, 60),
    });
    expect(leftOut).toEqual([]);
    expect(ground.symbols.every(({ carried }) => carried[330] === 1)).toBe(true);
  });

  it('says what is wrong when fewer than two symbols are left', async () => {
    await expect(load({ 'A/USDT': full(1), 'B/USDT': [] })).rejects.toThrow(
      /one symbol alone has the candles .* \(B\/USDT: no candles\): shorten the windows or name others/,
    );
  });

  it('asks the venue nothing when offline', async () => {
    await expect(load({ 'A/USDT': full(1), 'B/USDT': full(2) }, { isOffline: true })).rejects.toThrow(
      'leave out --offline, or run statarb import',
    );
  });
});
