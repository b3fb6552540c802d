import { describe, expect, test } from 'vitest';
import { geometricLength } from '../../../src/core/stats/geometric-length.ts';
import { randomSource } from '../../../src/core/stats/random.ts';

describe('geometric lengths', () => {
  test('the table answers as the formula does', () => {
    const uniform = randomSource(3);
    for (const mean of [1.3, 2, 7.7, 400]) {
      const length = geometricLength(mean);
      const numbers = Array.from({ length: 20_000 }, uniform);
      expect(numbers.map(length)).toEqual(
        numbers.map((number) => 1 + Math.floor(Math.log(1 - number) / Math.log(1 - 1 / mean))),
      );
    }
  });

  test('they have the mean asked for, and the chance to go on is the same at every step', () => {
    const uniform = randomSource(8);
    const length = geometricLength(5);
    const drawn = Array.from({ length: 200_000 }, () => length(uniform()));
    expect(drawn.reduce((sum, one) => sum + one, 0) / drawn.length).toBeCloseTo(5, 1);
    for (const step of [1, 2, 5, 10]) {
      const reached = drawn.filter((one) => one >= step).length;
      expect(drawn.filter((one) => one > step).length / reached).toBeCloseTo(0.8, 1.7);
    }
  });

  test('a mean of 1 gives nothing but 1', () => {
    const length = geometricLength(1);
    expect([0, 0.5, 1 - 2 ** -32].map(length)).toEqual([1, 1, 1]);
  });
});
