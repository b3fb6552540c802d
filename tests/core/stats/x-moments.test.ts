import { expect, test } from 'vitest';
import { randomSource } from '../../../src/core/stats/random.ts';
import { rollingCoMoments } from '../../../src/core/stats/rolling-co-moments.ts';
import { xMoments } from '../../../src/core/stats/x-moments.ts';

test('the moments of x alone are those it has beside any y, to the last bit', () => {
  const uniform = randomSource(3);
  const x = Float64Array.from({ length: 500 }, () => 5 + uniform());
  // A hole after bar 200.
  const grid = { ts: Float64Array.from({ length: 500 }, (_, i) => 60_000 * (i < 200 ? 7 + i : 40 + i)), barMs: 60_000 };
  for (const window of [2, 3, 50, 600]) {
    const { sum, sxx } = xMoments(x, grid, window);
    rollingCoMoments(x, x.map(uniform), grid, window, null, (moments, start, end) => {
      for (let i = start; i < end; i++) {
        expect(sxx[i]).toBe(moments.sxx[i - start]);
        expect(sum[i] * (1 / window)).toBe(moments.meanX[i - start]);
      }
    });
  }
});
