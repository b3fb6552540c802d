import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  baseOf,
  isPerpetual,
  pairName,
  pairSlug,
  quoteOf,
  safeName,
  symbolSlug,
} from '../../../src/core/domain/pair.ts';

/** Names that venues might use, with the characters that file names trip over. */
const anyName = fc.oneof(
  fc.constantFrom(
    'BTC',
    'ETH',
    'USDT',
    'USD',
    'BTC-USDT',
    'BTC_USDT',
    '1000PEPE',
    'BTC.B',
    'PERP',
    '币安人生',
    'ÉTÉ',
    'A%2dB',
    'É1',
  ),
  fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('A', 'B', '-', '_', '%', '.', 'É', '2', 'd') }),
  fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }).filter((text) => !/[/:]/.test(text)),
);
const currency = anyName.filter((text) => !/^\d/.test(text));
const expiry = fc.constantFrom('240628', '251226', '240628-60000-C', '240628-60000-P');
const anySymbol = fc.oneof(
  fc.tuple(anyName, currency).map(([base, quote]) => `${base}/${quote}`),
  fc.tuple(anyName, currency).map(([base, quote]) => `${base}/${quote}:${quote}`),
  fc.tuple(anyName, currency, currency).map(([base, quote, settle]) => `${base}/${quote}:${settle.replace(/-/g, '')}`),
  fc
    .tuple(anyName, currency, expiry)
    .map(([base, quote, date]) => `${base}/${quote}:${quote.replace(/-/g, '')}-${date}`),
);

describe('symbols', () => {
  test('have a base, a quote and a kind', () => {
    expect(['BTC/USDT', 'ETH/USDT:USDT', 'BTC/USD:BTC'].map(baseOf)).toEqual(['BTC', 'ETH', 'BTC']);
    expect(['BTC/USDT', 'ETH/USDC:USDC', 'BTC/USD:BTC'].map(quoteOf)).toEqual(['USDT', 'USDC', 'USD']);
    expect(['BTC/USDT', 'ETH/USDT:USDT', 'BTC/USD:BTC-240628'].map(isPerpetual)).toEqual([false, true, false]);
    expect(pairName({ x: 'BTC/USDT', y: 'ETH/USDT' })).toBe('BTC/USDT~ETH/USDT');
  });
});

describe('symbols and pairs as file names', () => {
  test.each([
    ['BTC/USDT', 'BTC-USDT'],
    ['BTC/USDT:USDT', 'BTC-USDT-PERP'],
    ['BTC/USD:BTC', 'BTC-USD-BTC-PERP'],
    ['BTC/USDT:USDT-240628', 'BTC-USDT-240628'],
    ['BTC/USD:BTC-240628-60000-C', 'BTC-USD-BTC-240628-60000-C'],
    ['1000PEPE/USDT', '1000PEPE-USDT'],
  ])('%s is %s', (symbol, slug) => {
    expect(symbolSlug(symbol)).toBe(slug);
  });

  test.each([
    ['BTC/USDT-PERP', 'BTC/USDT:USDT'],
    ['A-B/C', 'A/B-C'],
    ['É1/USDT', '\u0c91/USDT'],
    ['A%2dB/C', 'A-B/C'],
    ['A_B/C', 'A/B'],
  ])('%s and %s do not share a file', (one, other) => {
    expect(symbolSlug(one)).not.toBe(symbolSlug(other));
  });

  test('two symbols never share a slug', () => {
    fc.assert(
      fc.property(anySymbol, anySymbol, (one, other) => {
        if (one !== other) expect(symbolSlug(one)).not.toBe(symbolSlug(other));
      }),
      { numRuns: 20_000 },
    );
  });

  test('two pairs never share a slug', () => {
    fc.assert(
      fc.property(anySymbol, anySymbol, anySymbol, anySymbol, (a, b, c, d) => {
        if (a !== c || b !== d) expect(pairSlug({ x: a, y: b })).not.toBe(pairSlug({ x: c, y: d }));
      }),
      { numRuns: 2000 },
    );
  });

  test('a slug holds nothing that a file system or a shell reads in its own way', () => {
    fc.assert(
      fc.property(anySymbol, anySymbol, fc.string({ unit: 'grapheme' }), (x, y, text) => {
        expect(pairSlug({ x, y })).toMatch(/^[A-Za-z0-9.%_-]+$/);
        expect(safeName(text)).toMatch(/^[A-Za-z0-9.%-]*$/);
      }),
    );
  });
});
