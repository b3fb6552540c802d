import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseUniverse, isPegged } from '../../../src/core/discovery/universe-rules.ts';
import type { ListedMarket } from '../../../src/core/domain/listed-market.ts';

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

  test('a price that never leaves three percent of its first is tied to something', () => {
    expect(isPegged(Float64Array.of(1, 1.002, 0.999))).toBe(true);
    expect(isPegged(Float64Array.of(1, 1.002, 0.93))).toBe(false);
  });
});
