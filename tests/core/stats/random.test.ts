import { describe, expect, test } from 'vitest';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';

const first = (seed: number, count: number): number[] => {
  const uniform = randomSource(seed);
  return Array.from({ length: count }, uniform);
};

describe('seeded chance', () => {
  test('a seed gives the same numbers for ever', () => {
    expect(first(1, 3)).toMatchInlineSnapshot(`
      [
        0.6232979241758585,
        0.08278222684748471,
        0.24538725311867893,
      ]
    `);
    expect(first(42, 3)).toMatchInlineSnapshot(`
      [
        0.26792271714657545,
        0.15968129527755082,
        0.17935229162685573,
      ]
    `);
    expect(first(2 ** 40 + 1, 3)).toMatchInlineSnapshot(`
      [
        0.07133940747007728,
        0.22651586076244712,
        0.21402246481738985,
      ]
    `);
  });

  test('neighbouring seeds, also beyond 32 bits, have nothing in common', () => {
    const seeds = [0, 1, 2, 3, 2 ** 32, 2 ** 32 + 1, 2 ** 40 + 1];
    const numbers = seeds.flatMap((seed) => first(seed, 50));
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('uniform numbers lie in [0, 1) and fill it evenly', () => {
    const numbers = first(7, 100_000);
    expect(Math.min(...numbers.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(numbers.every((value) => value < 1)).toBe(true);
    const tenths = Array.from({ length: 10 }, (_, k) => numbers.filter((value) => Math.floor(value * 10) === k).length);
    const chiSquare = tenths.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(27.9); // 0.1 % of even sources exceed this, 9 degrees of freedom
  });

  test('normal numbers have mean 0, variance 1, no skew and kurtosis 3', () => {
    const uniform = randomSource(11);
    const size = 200_000;
    const numbers = Array.from({ length: size }, () => standardNormal(uniform));
    const moment = (power: number): number => numbers.reduce((sum, value) => sum + value ** power, 0) / size;
    // Four standard errors each.
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(size));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / size));
    expect(Math.abs(moment(3))).toBeLessThan(4 * Math.sqrt(15 / size));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / size));
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  test('a normal number always takes two uniform ones', () => {
    let taken = 0;
    standardNormal(() => {
      taken++;
      return 0;
    });
    expect(taken).toBe(2);
  });
});
