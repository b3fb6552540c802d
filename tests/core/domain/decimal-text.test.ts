import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counted, groupedText, significantText } from '../../../src/core/domain/decimal-text.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e22, max: 1e22 });
const price = fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-9, max: 1e9 });

describe('grouped text', () => {
  test.each([
    [0, 2, '0.00'],
    [999.995, 2, '1,000.00'],
    [1234.5, 2, '1,234.50'],
    [-1234567, 0, '-1,234,567'],
    [0.125, 2, '0.13'],
    [1e21, 1, '1,000,000,000,000,000,000,000.0'],
  ])('%d with %d decimals is %s', (value, decimals, text) => {
    expect(groupedText(value, decimals)).toBe(text);
  });

  test('is what Intl prints', () => {
    fc.assert(
      fc.property(finite, fc.integer({ min: 0, max: 2 }), (value, decimals) => {
        const format = new Intl.NumberFormat('en-US', {
          minimumFractionDigits: decimals,
          maximumFractionDigits: decimals,
        });
        // Intl rounds the shortest digits, not the exact ones: where doubles lie wide apart, halves fall otherwise.
        fc.pre(Math.abs(value) < 2 ** 42 && !Object.is(value, -0));
        expect(groupedText(value, decimals)).toBe(format.format(value));
      }),
    );
  });
});

describe('significant text', () => {
  test.each([
    [22916.52, 7, '22916.52'],
    [12_345_678.9, 7, '12345680'],
    [0.00001234, 7, '0.00001234'],
    [0.000000123456789, 5, '0.00000012346'],
    [0, 5, '0'],
    [1.5e21, 5, '1500000000000000000000'],
  ])('%d in %d digits is %s', (value, digits, text) => {
    expect(significantText(value, digits)).toBe(text);
  });

  test('is what Intl prints', () => {
    fc.assert(
      fc.property(price, fc.integer({ min: 3, max: 8 }), (value, digits) => {
        const format = new Intl.NumberFormat('en-US', { maximumSignificantDigits: digits, useGrouping: false });
        expect(significantText(value, digits)).toBe(format.format(value));
      }),
    );
  });
});

test('so many of something is one of it, or more', () => {
  expect(counted(1, 'trade')).toBe('1 trade');
  expect(counted(0, 'trade')).toBe('0 trades');
  expect(counted(12_345, 'bar')).toBe('12,345 bars');
  expect(counted(2, 'entry', 'entries')).toBe('2 entries');
});
