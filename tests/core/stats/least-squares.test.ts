import { describe, expect, test } from 'vitest';
import { leastSquares } from '../../../src/core/stats/least-squares.ts';

describe('the least-squares line', () => {
  test('points on a line give that line', () => {
    const x = Float64Array.of(1e6, 1e6 + 1, 1e6 + 4);
    const { slope, intercept } = leastSquares(
      x,
      x.map((value) => 3 - 0.5 * value),
    );
    expect(slope).toBeCloseTo(-0.5, 12);
    expect(intercept).toBeCloseTo(3, 6);
  });

  test('points off a line give the one with the smallest squares', () => {
    const { slope, intercept } = leastSquares(Float64Array.of(0, 1, 2, 3), Float64Array.of(1, 0, 3, 2));
    expect(slope).toBeCloseTo(0.6, 14);
    expect(intercept).toBeCloseTo(0.6, 14);
  });

  test('nothing, equal x or a NaN give no line', () => {
    expect(leastSquares(new Float64Array(), new Float64Array())).toEqual({ slope: NaN, intercept: NaN });
    expect(leastSquares(Float64Array.of(0.1, 0.1, 0.1), Float64Array.of(1, 2, 3)).slope).toBeNaN();
    expect(leastSquares(Float64Array.of(1, NaN), Float64Array.of(1, 2)).slope).toBeNaN();
  });
});
