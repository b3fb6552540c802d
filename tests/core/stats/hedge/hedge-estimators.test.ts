import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ar1 } from '../../../../src/core/stats/ar1.ts';
import type { HedgeEstimator } from '../../../../src/core/stats/hedge/hedge-estimate.ts';
import { johansenHedge } from '../../../../src/core/stats/hedge/johansen-hedge.ts';
import { kalmanHedge } from '../../../../src/core/stats/hedge/kalman-hedge.ts';
import { leastSquaresHedge } from '../../../../src/core/stats/hedge/least-squares-hedge.ts';
import { shortestHalfLifeHedge } from '../../../../src/core/stats/hedge/shortest-half-life-hedge.ts';
import { totalLeastSquaresHedge } from '../../../../src/core/stats/hedge/total-least-squares-hedge.ts';
import { randomSource, standardNormal } from '../../../../src/core/stats/random.ts';

const ESTIMATORS: readonly (readonly [name: string, estimate: HedgeEstimator])[] = [
  ['least squares', leastSquaresHedge],
  ['total least squares', totalLeastSquaresHedge],
  ['kalman', kalmanHedge],
  ['johansen', johansenHedge],
  ['shortest half-life', shortestHalfLifeHedge],
];

/** numpy's lstsq and svd, statsmodels' coint_johansen, and a grid with Brent's method after it. */
const KNOWN = JSON.parse(
  readFileSync(new URL('../../../fixtures/hedge-estimates.json', import.meta.url), 'utf8'),
) as Readonly<
  Record<'x' | 'y', readonly number[]> &
    Record<'leastSquares' | 'totalLeastSquares' | 'johansen' | 'shortestHalfLife', number>
>;

/** y = 2 + beta · x + a deviation that reverts. */
function pair(seed: number, beta = 1.3, size = 300): { readonly x: Float64Array; readonly y: Float64Array } {
  const uniform = randomSource(seed);
  let [level, deviation] = [10, 0];
  const x = new Float64Array(size);
  const y = new Float64Array(size);
  for (let t = 0; t < size; t++) {
    x[t] = level += 0.02 * standardNormal(uniform);
    deviation = 0.8 * deviation + 0.005 * standardNormal(uniform);
    y[t] = 2 + beta * x[t] + deviation;
  }
  return { x, y };
}

it.each([
  ['leastSquares', leastSquaresHedge],
  ['totalLeastSquares', totalLeastSquaresHedge],
  ['johansen', johansenHedge],
] as const)('%s finds the beta that numpy and statsmodels find', (name, estimate) => {
  const { beta } = estimate(Float64Array.from(KNOWN.y), Float64Array.from(KNOWN.x));
  expect(beta / KNOWN[name]).toBeCloseTo(1, 8);
});

it('shortest half-life finds the beta that a search finds', () => {
  const { beta } = shortestHalfLifeHedge(Float64Array.from(KNOWN.y), Float64Array.from(KNOWN.x));
  expect(beta / KNOWN.shortestHalfLife).toBeCloseTo(1, 5);
});

describe.each(ESTIMATORS)('%s', (_, estimate) => {
  it('finds the hedge of a pair that has one', () => {
    const { x, y } = pair(1);
    const { alpha, beta, residual } = estimate(y, x);
    expect(Math.abs(beta - 1.3)).toBeLessThan(0.1);
    for (let t = 0; t < x.length; t++) expect(residual[t]).toBeCloseTo(y[t] - alpha - beta * x[t], 12);
  });

  it('moves alpha alone when the legs are quoted in other units', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 1000 }),
        fc.double({ min: -9, max: 9, noNaN: true }),
        fc.double({ min: -9, max: 9, noNaN: true }),
        (seed, upX, upY) => {
          const { x, y } = pair(seed, 0.7, 120);
          const plain = estimate(y, x);
          const moved = estimate(
            y.map((value) => value + upY),
            x.map((value) => value + upX),
          );
          expect(moved.beta / plain.beta).toBeCloseTo(1, 6);
          expect(moved.alpha).toBeCloseTo(plain.alpha + upY - moved.beta * upX, 5);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is NaN when x never moves, for a NaN and for next to no values', () => {
    const { y } = pair(2);
    expect(estimate(y, new Float64Array(y.length).fill(3)).beta).toBeNaN();
    const torn = y.with(7, NaN);
    expect(estimate(torn, y.map(Math.sin)).beta).toBeNaN();
    expect(estimate(y.subarray(0, 1), y.subarray(0, 1)).beta).toBeNaN();
    expect(estimate(new Float64Array(), new Float64Array()).beta).toBeNaN();
  });
});

describe.each(ESTIMATORS.filter(([name]) => name !== 'total least squares'))('%s', (_, estimate) => {
  it('scales as the legs do', () => {
    const { x, y } = pair(5);
    const scaled = estimate(
      y.map((value) => 4 * value),
      x.map((value) => 0.5 * value),
    );
    expect(scaled.beta / estimate(y, x).beta).toBeCloseTo(8, 5);
  });
});

it.each([
  ['total least squares', totalLeastSquaresHedge],
  ['johansen', johansenHedge],
  ['shortest half-life', shortestHalfLifeHedge],
] as const)('Swapping the legs turns the beta of %s upside down', (_, estimate) => {
  for (let seed = 0; seed < 10; seed++) {
    const { x, y } = pair(seed);
    expect(estimate(y, x).beta * estimate(x, y).beta).toBeCloseTo(1, 7);
  }
});

it('No beta of a fine grid has a shorter half-life than the one found', () => {
  for (let seed = 0; seed < 20; seed++) {
    // Unrelated legs too: there the quadratics are flat.
    const { x, y } = seed % 2 === 0 ? pair(seed) : { x: pair(seed).x, y: pair(seed + 50).x };
    const phi = (beta: number): number => ar1(y.map((value, t) => value - beta * x[t])).phi;
    const { beta } = shortestHalfLifeHedge(y, x);
    const least = phi(beta);
    for (let k = -400; k <= 400; k++) {
      expect(phi(k / 20)).toBeGreaterThanOrEqual(least - 1e-12);
      expect(phi(beta + k / 2000)).toBeGreaterThanOrEqual(least - 1e-12);
    }
  }
});
