import fc from 'fast-check';
import { expect, it } from 'vitest';
import { kalmanFilter, type KalmanNoise } from '../../../src/core/stats/kalman-filter.ts';
import { likeliestNoise } from '../../../src/core/stats/kalman-noise.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';
import { rollingKalman } from '../../../src/core/stats/rolling-kalman.ts';

const HOUR = 3_600_000;
const NAMES = ['alpha', 'beta', 'innovation', 'variance'] as const;

function walk(size: number, seed: number): Float64Array {
  const uniform = randomSource(seed);
  let value = 10;
  return Float64Array.from({ length: size }, () => (value += 0.01 * standardNormal(uniform)));
}

/** Hours with holes. */
function hours(size: number, seed: number, holeShare: number): Float64Array {
  const uniform = randomSource(seed);
  let bar = Math.floor(1000 * uniform());
  return Float64Array.from(
    { length: size },
    () => (bar += uniform() < holeShare ? 1 + Math.floor(30 * uniform()) : 1) * HOUR,
  );
}

const cases = fc.record({
  seed: fc.nat(),
  window: fc.integer({ min: 6, max: 40 }),
  holeShare: fc.constantFrom(0, 0.1),
  given: fc.constantFrom<KalmanNoise | null>(null, { alpha: 1e-6, beta: 1e-4, observation: 1e-5 }),
});

it('Each bar is what a filter says that begins the window before its block and ends at the bar', () => {
  fc.assert(
    fc.property(cases, ({ seed, window, holeShare, given }) => {
      const size = 130;
      const [x, y, ts] = [walk(size, seed), walk(size, seed + 1), hours(size, seed, holeShare)];
      const columns = rollingKalman(x, y, { ts, barMs: HOUR }, window, given);
      const blockOf = (i: number): number => Math.floor(ts[i] / (window * HOUR));
      for (let i = 0; i < size; i++) {
        let start = i;
        while (start > 0 && blockOf(start - 1) === blockOf(i)) start--;
        const first = start - window;
        if (first < 0) {
          for (const name of NAMES) expect(columns[name][i]).toBeNaN();
          continue;
        }
        const noise = given ?? likeliestNoise(x.slice(first, start), y.slice(first, start));
        const before = kalmanFilter(x.slice(first, i), y.slice(first, i), noise, null);
        expect(columns.beta[i]).toBe(before.beta);
        expect(columns.alpha[i]).toBe(before.alpha);
        expect(columns.innovation[i]).toBeCloseTo(y[i] - before.alpha - before.beta * x[i], 10);
        expect(columns.variance[i]).toBeGreaterThan(0);
      }
    }),
    { numRuns: 60 },
  );
});

it('Its innovations, over their forecast deviations, have about unit size where the model is true', () => {
  const uniform = randomSource(4);
  const x = walk(6000, 2);
  let alpha = 1;
  const y = x.map(
    (value) => (alpha += 0.002 * standardNormal(uniform)) + 1.3 * value + 0.004 * standardNormal(uniform),
  );
  const { innovation, variance, beta } = rollingKalman(x, y, { ts: hours(6000, 1, 0), barMs: HOUR }, 500, null);
  const known = Array.from(innovation.keys()).filter((i) => !Number.isNaN(variance[i]));
  expect(known.length).toBeGreaterThan(5000);
  const size = known.reduce((sum, i) => sum + innovation[i] ** 2 / variance[i], 0) / known.length;
  expect(Math.abs(size - 1)).toBeLessThan(0.1);
  expect(beta[5999]).toBeCloseTo(1.3, 1);
});

it('Where y is a multiple of x the variance is 0, and where x stands still nothing is known', () => {
  const x = walk(100, 7);
  const grid = { ts: hours(100, 0, 0), barMs: HOUR };
  const multiple = rollingKalman(
    x,
    x.map((value) => 3 * value),
    grid,
    20,
    null,
  );
  expect(multiple.variance[99] === 0 || Number.isNaN(multiple.variance[99])).toBe(true);
  const still = rollingKalman(new Float64Array(100).fill(5), x, grid, 20, null);
  for (const name of NAMES) expect(still[name].every(Number.isNaN)).toBe(true);
});
