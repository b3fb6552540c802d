import { describe, expect, test } from 'vitest';
import { blockShuffle, shareBetter, signFlipTotals } from '../../../src/core/stats/placebo.ts';
import { sampleMoments } from '../../../src/core/stats/sample-moments.ts';
import { congruentialNoise } from './handmade-series.ts';

describe('the share of placebos that do better', () => {
  test('the real one is counted among them, so it is never zero', () => {
    expect(shareBetter(5, Float64Array.of(1, 2, 3, 4))).toBe(1 / 5);
    expect(shareBetter(0, Float64Array.of(1, 2, 3, 4))).toBe(1);
    expect(shareBetter(2.5, Float64Array.of(4, 1, 3, 2))).toBe(3 / 5);
  });

  test('as good is as good as better, and a placebo without a value counts against us', () => {
    expect(shareBetter(3, Float64Array.of(3, 1, NaN))).toBe(3 / 4);
  });

  test('without placebos it is 1, and without a real value there is none', () => {
    expect(shareBetter(3, new Float64Array())).toBe(1);
    expect(shareBetter(NaN, Float64Array.of(1))).toBeNaN();
  });
});

describe('totals with random signs', () => {
  test('every combination of signs is drawn equally often', () => {
    const totals = signFlipTotals(Float64Array.of(1, 2, 4), 8000, 3);
    const counts = new Map<number, number>();
    for (const total of totals) counts.set(total, (counts.get(total) ?? 0) + 1);
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([-7, -5, -3, -1, 1, 3, 5, 7]);
    // Standard deviation of a count is 30.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  test('they spread around zero by the root of the sum of squares, also beyond 32 trades', () => {
    const pnl = congruentialNoise(500, 4).map((value) => 100 * value + 30);
    const { mean, std } = sampleMoments(signFlipTotals(pnl, 20_000, 5));
    const expected = Math.sqrt(pnl.reduce((sum, value) => sum + value * value, 0));
    expect(std / expected).toBeCloseTo(1, 1.5);
    expect(Math.abs(mean) / expected).toBeLessThan(0.03);
  });

  test('the draw without a change gives the plain sum to the bit, so ties are ties', () => {
    const pnl = Float64Array.of(0.1, 0.2, 0.3);
    const totals = signFlipTotals(pnl, 1000, 1);
    const better = totals.filter((total) => total >= 0.1 + 0.2 + 0.3).length;
    expect(better / 1000).toBeCloseTo(1 / 8, 1.5);
  });

  test('a seed gives the same totals; without trades they are zero', () => {
    const pnl = congruentialNoise(40, 4);
    expect(signFlipTotals(pnl, 20, 1)).toEqual(signFlipTotals(pnl, 20, 1));
    expect(signFlipTotals(pnl, 20, 1)).not.toEqual(signFlipTotals(pnl, 20, 2));
    expect(signFlipTotals(new Float64Array(), 3, 1)).toEqual(new Float64Array(3));
  });
});

describe('shuffled blocks', () => {
  test('every element is there once, and within a block they stay in order', () => {
    const order = blockShuffle(23, 5, 9);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 23 }, (_, k) => k));
    for (let k = 1; k < order.length; k++) if (order[k] % 5 !== 0) expect(order[k]).toBe(order[k - 1] + 1);
  });

  test('every order of the blocks is drawn equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const order = blockShuffle(6, 2, seed).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['012345', '014523', '230145', '234501', '450123', '452301']);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  test('a block longer than the series leaves it as it is; an empty series stays empty', () => {
    expect([...blockShuffle(4, 9, 1)]).toEqual([0, 1, 2, 3]);
    expect(blockShuffle(0, 3, 1)).toHaveLength(0);
  });

  test('a block has a whole number of elements', () => {
    expect(() => blockShuffle(10, 0, 1)).toThrow(RangeError);
    expect(() => blockShuffle(10, 2.5, 1)).toThrow(RangeError);
  });
});
