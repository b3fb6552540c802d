import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roundToStep, stepDecimals } from '../../../src/core/domain/lot.ts';

describe('lot rounding', () => {
  test.each([
    [0.259149, 0.0001, 0.2591],
    [0.25916, 0.0001, 0.2592],
    [0.1 + 0.2, 0.1, 0.3],
    [2.9534, 0.001, 2.953],
    [123.4, 5, 125],
    [0.6, 0.25, 0.5],
    [0.00000003, 0.00000001, 0.00000003],
    [0.4, 1, 0],
    [1e9 + 0.4, 1, 1e9],
  ])('%d on steps of %d is %d', (quantity, step, rounded) => {
    expect(roundToStep(quantity, step)).toBe(rounded);
  });

  test('an unknown step leaves the quantity alone', () => {
    expect(roundToStep(0.123456789012345, null)).toBe(0.123456789012345);
  });

  test('is never off by more than half a step, and prints without binary dust', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.constantFrom(1e-8, 1e-5, 0.0001, 0.001, 0.01, 0.1, 0.25, 0.5, 1, 5, 10, 100),
        (quantity, step) => {
          const rounded = roundToStep(quantity, step);
          expect(Math.abs(rounded - quantity)).toBeLessThanOrEqual((step / 2) * (1 + 1e-6));
          expect(Number(rounded.toFixed(stepDecimals(step)))).toBe(rounded);
          expect(roundToStep(rounded, step)).toBe(rounded);
        },
      ),
    );
  });

  test('a step needs as many decimals as it has', () => {
    expect([10, 1, 0.5, 0.25, 0.1, 0.001, 1e-5, 1e-8].map(stepDecimals)).toEqual([0, 0, 1, 2, 1, 3, 5, 8]);
  });
});
