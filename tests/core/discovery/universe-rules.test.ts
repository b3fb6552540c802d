import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseUniverse, isPegged } from '../../../src/core/discovery/universe-rules.ts';
import { STABLECOINS, WRAPPED } from '../../../src/core/discovery/tied-coins.ts';
import type { ListedMarket } from '../../../src/core/domain/listed-market.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';
import { hasSharedData, loadSharedCandles } from '../../support/shared-data.ts';

const market = (base: string, volume: number | null = 1e7, isActive = true): ListedMarket => ({
  symbol: `${base}/USDT`,
  isActive,
  dollarVolume24h: volume,
});
const choose = (markets: readonly ListedMarket[], maxSymbols = 100, exclude: readonly string[] = []) =>
  chooseUniverse(markets, { exclude, minVolumeUsd: 1e6, maxSymbols });
const reasons = (markets: readonly ListedMarket[]) =>
  Object.fromEntries(choose(markets).leftOut.map(({ symbol, reason }) => [symbol.split('/')[0], reason]));

describe('the universe of a venue', () => {
  test('leaves out stablecoins, wrapped and staked coins, metals, and what is hardly traded, each with its reason', () => {
    const listed = ['BTC', 'ETH', 'USDC', 'EUR', 'WBTC', 'BNSOL', 'PAXG'].map((base) => market(base));
    expect(reasons([...listed, market('THIN', 999_999), market('MUTE', null), market('GONE', 1e9, false)])).toEqual({
      ...{ USDC: 'stablecoin', EUR: 'stablecoin', WBTC: 'wrapped', BNSOL: 'wrapped', PAXG: 'wrapped' },
      ...{ THIN: 'volume', MUTE: 'volume', GONE: 'inactive' },
    });
  });

  test('knows leveraged tokens by the coin they stand on, so that JUP, SYRUP and BULL stay', () => {
    const listed = [
      'BTC',
      'BTCUP',
      'BTCDOWN',
      'ETH',
      'ETH3L',
      'ETH5S',
      'ADA',
      'ADABULL',
      'JUP',
      'SYRUP',
      'BULL',
      'SOL2S',
    ];
    const { symbols } = choose(listed.map((base) => market(base)));
    expect(symbols).toEqual(['ADA', 'BTC', 'BULL', 'ETH', 'JUP', 'SOL2S', 'SYRUP'].map((base) => `${base}/USDT`));
  });

  test('takes the most traded ones, and says who came after', () => {
    const { symbols, leftOut } = choose([market('A', 2e6), market('B', 9e6), market('C', 5e6)], 2, ['D/USDT']);
    expect(symbols).toEqual(['B/USDT', 'C/USDT']);
    expect(leftOut).toEqual([{ symbol: 'A/USDT', reason: 'limit', detail: '2 symbols are traded more' }]);
  });

  test('puts every market in one of the two lists, whatever the order it comes in', () => {
    const bases = fc.uniqueArray(fc.constantFrom('BTC', 'ETH', 'USDC', 'WBTC', 'BTCUP', 'SOL', 'JUP', 'A', 'B', 'C'));
    const volumes = fc.array(fc.option(fc.integer({ min: 0, max: 1e8 })), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(bases, volumes, fc.integer({ min: 1, max: 6 }), (names, traded, most) => {
        const markets = names.map((base, k) => market(base, traded[k], k !== 3));
        const choice = choose(markets, most);
        expect(choose(markets.toReversed(), most)).toEqual(choice);
        const all = [...choice.symbols, ...choice.leftOut.map(({ symbol }) => symbol)];
        expect(all.sort()).toEqual(markets.map(({ symbol }) => symbol).sort());
        expect(choice.symbols.length).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('takes coins that only share a ticker with something tied', () => {
    const { symbols } = choose(['RON', 'FRAX', 'USTC'].map((base) => market(base)));
    expect(symbols).toEqual(['FRAX/USDT', 'RON/USDT', 'USTC/USDT']);
  });

  test('names each tied coin once', () => {
    expect([...STABLECOINS].filter((base) => WRAPPED.has(base))).toEqual([]);
  });
});

describe('a pegged price', () => {
  const path = (bars: number, drift: number, std: number, phi = 1): Float64Array => {
    const uniform = randomSource(7);
    let log = 0;
    return Float64Array.from({ length: bars }, (_, t) => {
      log = phi * log + std * standardNormal(uniform);
      return Math.exp(log + drift * t);
    });
  };

  test('stays near its median, apart from some days off the peg', () => {
    const close = path(8760, 0, 0.0004, 0.9);
    expect(isPegged(close)).toBe(true);
    for (let t = 3000; t < 3060; t++) close[t] *= 0.9;
    expect(isPegged(close)).toBe(true);
  });

  test('is found also where it pays interest', () => {
    expect(isPegged(path(2 * 8760, 0.05 / 8760, 0.0001, 0.9))).toBe(true);
  });

  test('is not claimed before three closes are there', () => {
    expect([0, 1, 2].map((bars) => isPegged(new Float64Array(bars).fill(1)))).toEqual([false, false, false]);
  });

  test('is not that of a coin that falls from its peg for good', () => {
    const close = path(8760, 0, 0.0004, 0.9);
    for (let t = 8000; t < 8760; t++) close[t] *= 0.02 * Math.exp(Math.sin(t));
    expect(isPegged(close)).toBe(false);
  });

  test.skipIf(!hasSharedData)(
    'is none of the real coins in any two weeks of their history (needs the shared data)',
    () => {
      for (const base of ['BTC', 'ETH', 'TRX', 'BNB']) {
        const candles = loadSharedCandles(`universe/binance_${base}-USDT_1h.csv.gz`) ?? [];
        const close = Float64Array.from(candles, (candle) => candle.close);
        expect(close.length).toBeGreaterThan(10_000);
        for (let t = 0; t + 336 <= close.length; t += 24) expect(isPegged(close.subarray(t, t + 336))).toBe(false);
      }
    },
  );
});
