import { describe, expect, test } from 'vitest';
import { blockBootstrap } from '../../../src/core/stats/block-bootstrap.ts';
import { resampledSums } from '../../../src/core/stats/resampled-sums.ts';
import { stationaryResamples } from '../../../src/core/stats/stationary-resamples.ts';
import { withMemory } from './handmade-series.ts';

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

describe('sums over resamples', () => {
  test.each([1, 3.5, 40, 500])('are those of the resamples themselves, in blocks of %d', (meanBlock) => {
    const whole = Float64Array.from({ length: 90 }, (_, k) => (k * 37) % 11);
    const fractions = withMemory(90, 0.5, 3);
    const [ofWhole, ofFractions] = resampledSums([whole, fractions], { meanBlock, resamples: 300, seed: 4 });
    const draw = stationaryResamples(whole, meanBlock, 4);
    const drawFractions = stationaryResamples(fractions, meanBlock, 4);
    for (let r = 0; r < 300; r++) {
      expect(ofWhole[r]).toBe(sum(draw()));
      expect(ofFractions[r]).toBeCloseTo(sum(drawFractions()), 10);
    }
  });

  test('are, in order, the replicates of the bootstrap', () => {
    const whole = Float64Array.from({ length: 50 }, (_, k) => (k * k) % 7);
    const options = { meanBlock: 4, resamples: 200, seed: 8 };
    const [sums] = resampledSums([whole], options);
    expect(sums.slice().sort()).toEqual(blockBootstrap(whole, { sum }, options).sum);
  });

  test('of nothing are zero; a block must be a length', () => {
    const options = { meanBlock: 2, resamples: 5, seed: 1 };
    expect(resampledSums([new Float64Array()], options)).toEqual([new Float64Array(5)]);
    expect(() => resampledSums([new Float64Array(3)], { ...options, meanBlock: 0.5 })).toThrow(RangeError);
  });
});
