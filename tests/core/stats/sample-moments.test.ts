import { describe, expect, test } from 'vitest';
import { sampleMoments } from '../../../src/core/stats/sample-moments.ts';
import { withMemory } from './handmade-series.ts';

describe('moments of a sample', () => {
  test('they are those of scipy: skew, and kurtosis with fisher=False', () => {
    const even = sampleMoments(withMemory(200, 0.3, 2));
    expect(even.count).toBe(200);
    expect(even.mean).toBeCloseTo(-0.01481036685018519, 14);
    expect(even.std).toBeCloseTo(0.3158446269992444, 14);
    expect(even.skewness).toBeCloseTo(0.003055285357856865, 13);
    expect(even.kurtosis).toBeCloseTo(2.0485903196619053, 13);
    const lopsided = sampleMoments(withMemory(200, 0.3, 2).map((value) => Math.exp(3 * value)));
    expect(lopsided.mean).toBeCloseTo(1.45495207531486, 13);
    expect(lopsided.std).toBeCloseTo(1.3529859846620045, 13);
    expect(lopsided.skewness).toBeCloseTo(1.488071176337298, 13);
    expect(lopsided.kurtosis).toBeCloseTo(4.750820813780509, 12);
  });

  test('a series far from zero keeps its digits', () => {
    // One dollar up and down on a hundred million.
    const { mean, std, skewness, kurtosis } = sampleMoments(Float64Array.of(1e8, 1e8 + 1, 1e8 - 1, 1e8));
    expect(mean).toBe(1e8);
    expect(std).toBeCloseTo(Math.sqrt(2 / 3), 15);
    expect(skewness).toBe(0);
    expect(kurtosis).toBeCloseTo(2, 14);
  });

  test('equal values have a std of exactly zero and no shape', () => {
    const { mean, std, skewness, kurtosis } = sampleMoments(new Float64Array(10).fill(0.1));
    expect([mean, std, skewness, kurtosis]).toEqual([0.1, 0, NaN, NaN]);
  });

  test('nothing has no mean, one value has no std, and NaN spreads', () => {
    expect(sampleMoments(new Float64Array())).toEqual({ count: 0, mean: NaN, std: NaN, skewness: NaN, kurtosis: NaN });
    expect(sampleMoments(Float64Array.of(5))).toEqual({ count: 1, mean: 5, std: NaN, skewness: NaN, kurtosis: NaN });
    expect(sampleMoments(Float64Array.of(1, NaN, 2))).toEqual({
      count: 3,
      mean: NaN,
      std: NaN,
      skewness: NaN,
      kurtosis: NaN,
    });
  });
});
