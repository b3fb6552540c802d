import fc from 'fast-check';
import { expect, test } from 'vitest';
import { histogramBins } from '../../../src/core/report/histogram-bins.ts';

test('every value lies in exactly one bin, bins touch, and none mixes gains and losses', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 300 }),
      (values) => {
        const bins = histogramBins(values);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(values.length);
        expect(bins.length).toBeLessThanOrEqual(46);
        for (const [i, { low, high }] of bins.entries()) {
          expect(high).toBeGreaterThan(low);
          expect(low < 0 && high > 0).toBe(false);
          if (i > 0) expect(low).toBe(bins[i - 1].high);
        }
      },
    ),
  );
});

test('bins are as wide as Freedman and Diaconis ask, rounded down to 1, 2 or 5', () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i - 500) / 10);
  // The middle half of −50 … 49.9 is 50 wide: 2 · 50 / 10 = 10.
  expect(histogramBins(values).map(({ low }) => low)).toEqual([-50, -40, -30, -20, -10, 0, 10, 20, 30, 40]);
});

test('equal values make one bin, no values none', () => {
  expect(histogramBins([5, 5, 5])).toHaveLength(1);
  expect(histogramBins([0])).toHaveLength(1);
  expect(histogramBins([])).toEqual([]);
});
