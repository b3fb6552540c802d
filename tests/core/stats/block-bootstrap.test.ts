import { describe, expect, test } from 'vitest';
import { blockBootstrap } from '../../../src/core/stats/block-bootstrap.ts';
import { percentileInterval } from '../../../src/core/stats/percentile-interval.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';
import { sampleMoments } from '../../../src/core/stats/sample-moments.ts';
import { withMemory } from './handmade-series.ts';

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const sharpe = (values: Float64Array): number => {
  const moments = sampleMoments(values);
  return moments.std > 0 ? moments.mean / moments.std : NaN;
};

/** Resamples of the places 0 … length − 1: which element stands where. */
function resampledPlaces(length: number, resamples: number, meanBlock: number, seed: number): number[][] {
  const places: number[][] = [];
  const keep = (resample: Float64Array): number => places.push([...resample]);
  blockBootstrap(
    Float64Array.from({ length }, (_, k) => k),
    { keep },
    { resamples, meanBlock, seed },
  );
  return places;
}

describe('the stationary bootstrap', () => {
  test('blocks run on in order, past the end to the beginning, and are as long as asked on average', () => {
    const length = 50;
    const places = resampledPlaces(length, 2000, 8, 1);
    let breaks = 0;
    let wraps = 0;
    for (const order of places) {
      expect(order).toHaveLength(length);
      for (let k = 1; k < length; k++) {
        if (order[k] !== (order[k - 1] + 1) % length) breaks++;
        else if (order[k] === 0) wraps++;
      }
    }
    // A new block starts with chance 1/8 at each place, and one time in 50 just where the old one would have gone on.
    expect(breaks / (places.length * (length - 1))).toBeCloseTo((1 / 8) * (49 / 50), 2);
    expect(wraps).toBeGreaterThan(0);
  });

  test('every element is as likely as any other at every place', () => {
    const length = 10;
    const places = resampledPlaces(length, 40_000, 3, 2);
    for (const place of [0, 4, 9]) {
      const counts = new Array<number>(length).fill(0);
      for (const order of places) counts[order[place]]++;
      // Standard deviation of a count is 60.
      for (const count of counts) expect(Math.abs(count - 4000)).toBeLessThan(260);
    }
  });

  test('the spread of the mean is that of the formula of Politis & Romano', () => {
    const values = withMemory(200, 0.6, 4);
    const meanBlock = 6;
    const n = values.length;
    const centred = values.map((value) => value - mean(values));
    const circular = (lag: number): number =>
      centred.reduce((sum, value, i) => sum + value * centred[(i + lag) % n], 0) / n;
    let variance = circular(0);
    for (let k = 1; k < n; k++) variance += 2 * (1 - k / n) * (1 - 1 / meanBlock) ** k * circular(k);
    const replicates = blockBootstrap(values, { mean }, { resamples: 20_000, meanBlock, seed: 5 }).mean;
    expect(sampleMoments(replicates).std / Math.sqrt(variance / n)).toBeCloseTo(1, 1.5);
    expect(mean(replicates)).toBeCloseTo(mean(values), 2);
  });

  test('a 95 % interval of the mean of a series with memory holds the truth about 95 times in 100', () => {
    const trials = 300;
    let held = 0;
    for (let seed = 0; seed < trials; seed++) {
      const uniform = randomSource(seed);
      let value = 0;
      const values = Float64Array.from({ length: 600 }, () => (value = 0.5 * value + standardNormal(uniform)));
      const { low, high } = percentileInterval(blockBootstrap(values, { mean }, { resamples: 300, seed }).mean);
      if (low <= 0 && high >= 0) held++;
    }
    // Percentile intervals of finite samples are a little narrow; drawing single elements would hold 74 %.
    expect(held / trials).toBeGreaterThan(0.88);
    expect(held / trials).toBeLessThan(0.99);
  });

  test('several statistics see the same resamples, whatever the others are', () => {
    const values = withMemory(100, 0.2, 7);
    const options = { resamples: 200, seed: 9 };
    const both = blockBootstrap(values, { mean, sharpe }, options);
    expect(both.mean).toEqual(blockBootstrap(values, { mean }, options).mean);
    expect(both.sharpe).toEqual(blockBootstrap(values, { sharpe }, options).sharpe);
  });

  test('a seed gives the same replicates for ever, ascending; another seed gives others', () => {
    const values = withMemory(30, 0.2, 7);
    const replicates = (seed: number): Float64Array =>
      blockBootstrap(values, { mean }, { resamples: 50, meanBlock: 3, seed }).mean;
    expect(replicates(1)).toEqual(replicates(1));
    expect(replicates(1)).toEqual(replicates(1).slice().sort());
    expect(replicates(1)).not.toEqual(replicates(2));
    expect([...resampledPlaces(12, 1, 3, 1)[0]]).toMatchInlineSnapshot(`
      [
        7,
        8,
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
      ]
    `);
  });

  test('fewer than two values have no interval', () => {
    for (const values of [new Float64Array(), Float64Array.of(7)]) {
      const { mean: replicates } = blockBootstrap(values, { mean }, { resamples: 10, seed: 1 });
      expect(replicates).toEqual(new Float64Array(10).fill(NaN));
      expect(percentileInterval(replicates)).toEqual({ low: NaN, high: NaN });
    }
  });

  test('a flat series has a mean without spread and no Sharpe ratio', () => {
    const flat = new Float64Array(40).fill(0.25);
    const replicates = blockBootstrap(flat, { mean, sharpe }, { resamples: 20, seed: 1 });
    expect(percentileInterval(replicates.mean)).toEqual({ low: 0.25, high: 0.25 });
    expect(percentileInterval(replicates.sharpe)).toEqual({ low: NaN, high: NaN });
  });

  test('options that make no sense are a mistake', () => {
    const bootstrap = (options: { resamples: number; meanBlock: number }): unknown =>
      blockBootstrap(Float64Array.of(1, 2), { mean }, { ...options, seed: 1 });
    expect(() => bootstrap({ resamples: 0, meanBlock: 2 })).toThrow(RangeError);
    expect(() => bootstrap({ resamples: 1.5, meanBlock: 2 })).toThrow(RangeError);
    expect(() => bootstrap({ resamples: 10, meanBlock: 0.5 })).toThrow(RangeError);
    expect(() => bootstrap({ resamples: 10, meanBlock: NaN })).toThrow(RangeError);
    expect(() => bootstrap({ resamples: 10, meanBlock: Infinity })).toThrow(RangeError);
  });
});
