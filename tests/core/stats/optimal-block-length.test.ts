import { describe, expect, test } from 'vitest';
import { optimalBlockLength } from '../../../src/core/stats/optimal-block-length.ts';
import { withMemory } from './handmade-series.ts';

/** `optimal_block_length(x).stationary` of arch 8.0.0. */
const OF_ARCH: readonly (readonly [length: number, memory: number, seed: number, expected: number])[] = [
  [2400, 0, 1, 1.2847003553800895],
  [2400, 0.3, 2, 10.831696013995833],
  [2400, 0.7, 3, 19.51661870780602],
  [1000, -0.4, 4, 10.026716437698187],
  [500, 0.9, 5, 33.668645596643785],
  [60, 0.5, 6, 2.9868713546701153],
  [11, 0.5, 7, 4],
  [73_000, 0.2, 8, 23.603425060816335],
  [365, 0.98, 9, 31.506931347992804],
];

describe('the automatic block length', () => {
  test.each(OF_ARCH)('%d values with memory %d (seed %d) take the length of arch', (length, memory, seed, expected) => {
    expect(optimalBlockLength(withMemory(length, memory, seed))).toBeCloseTo(expected, 8);
  });

  test('it does not depend on the unit or the level of the series', () => {
    const series = withMemory(600, 0.5, 12);
    const other = series.map((value) => 4096 * value + 50);
    expect(optimalBlockLength(other)).toBeCloseTo(optimalBlockLength(series), 8);
  });

  test('where no memory can be measured it is 1', () => {
    expect(optimalBlockLength(new Float64Array())).toBe(1);
    expect(optimalBlockLength(Float64Array.of(1, 2, 3))).toBe(1);
    expect(optimalBlockLength(new Float64Array(50).fill(0.1))).toBe(1);
    expect(optimalBlockLength(withMemory(50, 0.5, 1).fill(NaN, 20, 21))).toBe(1);
  });

  test('short series get a length that fits into them', () => {
    for (let length = 4; length < 30; length++) {
      const block = optimalBlockLength(withMemory(length, 0.8, length));
      expect(block).toBeGreaterThanOrEqual(1);
      expect(block).toBeLessThanOrEqual(Math.ceil(length / 3));
    }
  });
});
