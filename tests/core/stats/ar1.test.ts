import { describe, expect, it } from 'vitest';
import { ar1 } from '../../../src/core/stats/ar1.ts';
import { halfLife } from '../../../src/core/stats/half-life.ts';
import { leastSquares } from '../../../src/core/stats/least-squares.ts';
import { randomSource } from '../../../src/core/stats/random.ts';
import { referenceEntries, referenceSeries } from '../../support/reference-statistics.ts';
import { hasSharedData } from '../../support/shared-data.ts';

function expectNear(actual: number, expected: number, tolerance: number): void {
  expect(Math.abs(actual - expected) / Math.abs(expected)).toBeLessThan(tolerance);
}

describe.skipIf(!hasSharedData)('against statsmodels (needs the shared data)', () => {
  it.each(referenceEntries('half_life'))('phi, intercept and half-life of $series are the same', (entry) => {
    const { phi, intercept } = ar1(referenceSeries(String(entry.series)));
    expectNear(phi, Number(entry.phi), 1e-8);
    expectNear(intercept, Number(entry.intercept), 1e-8);
    expectNear(halfLife(phi), Number(entry.half_life), 1e-8);
  });
});

it('It is the least-squares line through each value and the one before it, whatever the level', () => {
  const uniform = randomSource(5);
  for (const level of [0, 1e6]) {
    const s = new Float64Array(300).fill(level);
    for (let t = 1; t < s.length; t++) s[t] += 0.8 * (s[t - 1] - level) + uniform() - 0.5;
    const line = leastSquares(s.subarray(0, -1), s.subarray(1));
    const { phi, intercept, variance } = ar1(s);
    expectNear(phi, line.slope, 1e-9);
    expect(Math.abs(intercept - line.intercept)).toBeLessThan(1e-9 * Math.max(1, level));
    const errors = Array.from({ length: 299 }, (_, t) => s[t + 1] - intercept - phi * s[t]);
    expectNear(variance, errors.reduce((sum, error) => sum + error * error, 0) / 299, 1e-6);
  }
});

it('A constant series, fewer than three values or a NaN give NaN', () => {
  for (const series of [[], [1], [1, 2], [0.1, 0.1, 0.1, 0.1], [1, 2, NaN, 3]]) {
    expect(ar1(Float64Array.from(series)).phi).toBeNaN();
  }
});

it('Three values give the line through two points', () => {
  expect(ar1(Float64Array.of(0, 1, 1.5))).toEqual({ phi: 0.5, intercept: 1, variance: 0 });
});

it('A half-life is known for every phi', () => {
  expect(halfLife(0.5)).toBe(1);
  expect(halfLife(Math.SQRT1_2)).toBeCloseTo(2, 12);
  expect([1, 1.2].map(halfLife)).toEqual([Infinity, Infinity]);
  expect([0, -0.3].map(halfLife)).toEqual([0, 0]);
  expect(halfLife(NaN)).toBeNaN();
});
