import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupedDigits } from '../../../src/core/domain/grouped-digits.ts';

const intl = (value: number, decimals: number): string =>
  new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value);

test('digits stand in groups of three, with so many decimals', () => {
  expect(groupedDigits(0, 2)).toBe('0.00');
  expect(groupedDigits(999.994, 2)).toBe('999.99');
  expect(groupedDigits(999.995, 2)).toBe('1,000.00');
  expect(groupedDigits(1_234_567.25, 1)).toBe('1,234,567.3');
  expect(groupedDigits(40_044.9, 0)).toBe('40,045');
  expect(groupedDigits(1.005, 2)).toBe('1.01');
  expect(groupedDigits(0.05, 1)).toBe('0.1');
  expect(groupedDigits(Infinity, 2)).toBe('Infinity');
});

test('they are what the number format of the language prints, to the last digit', () => {
  const amounts = fc.oneof(
    fc.double({ min: 0, max: 1e9, noNaN: true }),
    fc.double({ min: 0, max: Number.MAX_VALUE, noNaN: true }),
    fc.double({ min: 0, max: 0.02, noNaN: true }),
    // Ties, as they print.
    fc.tuple(fc.nat(1e6), fc.nat(999)).map(([whole, thousandths]) => whole + thousandths / 1000),
    fc.nat(1e7).map((k) => k / 2000),
  );
  fc.assert(
    fc.property(amounts, fc.constantFrom(0, 1, 2), (value, decimals) => {
      expect(groupedDigits(value, decimals)).toBe(intl(value, decimals));
    }),
    { numRuns: 5000 },
  );
});
