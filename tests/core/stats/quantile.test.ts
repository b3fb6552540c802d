import { describe, expect, test } from 'vitest';
import { quantile } from '../../../src/core/stats/quantile.ts';
import { percentileInterval } from '../../../src/core/stats/percentile-interval.ts';
import { congruentialNoise } from './handmade-series.ts';

describe('quantiles', () => {
  test("they are numpy's", () => {
    const sorted = congruentialNoise(37, 11).sort();
    const shares = [0, 0.025, 0.1, 0.5, 0.77, 0.975, 1];
    const expected = [
      -0.4792637601494789, -0.47068469491787257, -0.4008233123458922, -0.11838614894077182, 0.297093487419188,
      0.4197605554014445, 0.49282860523089767,
    ];
    shares.forEach((share, k) => expect(quantile(sorted, share)).toBeCloseTo(expected[k], 14));
  });

  test('nothing has no quantile, and a share outside [0, 1] is a mistake', () => {
    expect(quantile(new Float64Array(), 0.5)).toBeNaN();
    expect(() => quantile(Float64Array.of(1), 1.01)).toThrow(RangeError);
    expect(() => quantile(Float64Array.of(1), NaN)).toThrow(RangeError);
  });
});

describe('percentile intervals', () => {
  const upTo = (count: number): Float64Array => Float64Array.from({ length: count }, (_, k) => k);

  test('a 95 % interval leaves out 2.5 % of the replicates on each side', () => {
    const { low, high } = percentileInterval(upTo(2001));
    expect(low).toBeCloseTo(50, 9);
    expect(high).toBeCloseTo(1950, 9);
    const narrow = percentileInterval(upTo(2001), 0.5);
    expect([narrow.low, narrow.high]).toEqual([500, 1500]);
  });

  test('a few replicates without a value widen the interval on both sides', () => {
    const { low, high } = percentileInterval(Float64Array.from([...upTo(1981), ...Array<number>(20).fill(NaN)]));
    expect(low).toBeCloseTo(30, 9);
    expect(high).toBeCloseTo(1950, 9);
  });

  test('with too many replicates without a value there is no interval', () => {
    expect(percentileInterval(Float64Array.from([...upTo(1900), ...Array<number>(100).fill(NaN)]))).toEqual({
      low: NaN,
      high: NaN,
    });
    expect(percentileInterval(new Float64Array())).toEqual({ low: NaN, high: NaN });
  });
});
