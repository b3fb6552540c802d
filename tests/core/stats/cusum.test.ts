import { describe, expect, it } from 'vitest';
import { CUSUM_BOUND } from '../../../src/core/domain/pair-health.ts';
import { cointegratingRegression } from '../../../src/core/stats/cointegrating-regression.ts';
import { cusum } from '../../../src/core/stats/cusum.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';

function noise(n: number, seed: number, phi = 0): Float64Array {
  const uniform = randomSource(seed);
  const values = new Float64Array(n);
  for (let t = 1; t < n; t++) values[t] = phi * values[t - 1] + standardNormal(uniform);
  return values;
}

describe('the CUSUM of residuals', () => {
  it('is the largest partial sum by its long-run standard deviation', () => {
    const residual = Float64Array.of(1, 1, -2, 3, -3);
    // The lags that fit: four, of weights 4/5, 3/5, 2/5, 1/5. Σ = 24 + 2 (−16 · 0.8 + 7 · 0.6 + 0 · 0.4 − 3 · 0.2) = 5.6.
    expect(cusum(residual).lags).toBe(4);
    expect(cusum(residual).statistic).toBeCloseTo(3 / Math.sqrt(5.6), 12);
  });

  it('crosses its bound less than once in 20 when nothing shifts, also with autocorrelated errors, and often when the level shifts', () => {
    let [still, shifted] = [0, 0];
    for (let seed = 1; seed <= 300; seed++) {
      const ones = noise(400, seed + 5000);
      const y = noise(400, seed, 0.5);
      if (cusum(cointegratingRegression(y, ones, 'c').residual).statistic > CUSUM_BOUND) still++;
      const moved = y.map((value, t) => value + (t < 200 ? 0 : 2));
      if (cusum(cointegratingRegression(moved, ones, 'c').residual).statistic > CUSUM_BOUND) shifted++;
    }
    expect(still).toBeLessThan(21);
    expect(shifted).toBeGreaterThan(250);
  });

  it('does not depend on units, and knows nothing of a constant or a NaN', () => {
    const residual = cointegratingRegression(noise(300, 9, 0.8), noise(300, 10), 'c').residual;
    const scaled = residual.map((value) => value * 1000);
    expect(cusum(scaled).statistic).toBeCloseTo(cusum(residual).statistic, 12);
    expect(cusum(new Float64Array(50)).statistic).toBeNaN();
    expect(cusum(Float64Array.of(1, NaN, 2)).statistic).toBeNaN();
    expect(() => cusum(Float64Array.of(1))).toThrow(RangeError);
  });
});
