import fc from 'fast-check';
import { expect, it } from 'vitest';
import { latticeSearch } from '../../../src/core/stats/lattice-search.ts';

const SQUARE = { from: -16, width: 24 };
const STEP = 1 / 8;

it('It finds the place of the lattice nearest to the lowest point of a bowl, however it is tilted', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -16, max: 8, noNaN: true }),
      fc.double({ min: -16, max: 8, noNaN: true }),
      fc.double({ min: -0.6, max: 0.6, noNaN: true }),
      (u0, v0, tilt) => {
        const bowl = (u: number, v: number): number => (u - u0) ** 2 + (v - v0) ** 2 + 2 * tilt * (u - u0) * (v - v0);
        const [u, v] = latticeSearch(bowl, SQUARE, 6);
        expect(Number.isInteger(u / STEP) && Number.isInteger(v / STEP)).toBe(true);
        for (const du of [-STEP, 0, STEP]) {
          for (const dv of [-STEP, 0, STEP]) {
            const isInside = Math.max(Math.abs(u + du + 4), Math.abs(v + dv + 4)) <= 12;
            if (isInside) expect(bowl(u, v)).toBeLessThanOrEqual(bowl(u + du, v + dv));
          }
        }
      },
    ),
  );
});

it('What changes the last digits of the function does not change the place', () => {
  const f = (u: number, v: number): number => Math.cosh(u / 5 - 0.3) + Math.cosh(v / 7 + 0.9);
  const noisy = (u: number, v: number): number => f(u, v) * (1 + 1e-13 * Math.sin(1e6 * (u + 3 * v)));
  expect(latticeSearch(noisy, SQUARE, 6)).toEqual(latticeSearch(f, SQUARE, 6));
});

it('It stays on the border when the function falls towards it, and at the first corner when there is nothing to compare', () => {
  expect(latticeSearch((u, v) => v - u, SQUARE, 6)).toEqual([8, -16]);
  expect(latticeSearch(() => NaN, SQUARE, 6)).toEqual([-16, -16]);
});
