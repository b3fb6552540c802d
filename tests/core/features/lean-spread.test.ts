import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leanSpread } from '../../../src/core/features/lean-spread.ts';
import { spreadColumns } from '../../../src/core/features/spread.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';

const HOUR = 3_600_000;
const MODELS = ['fixed-beta', 'rolling-beta', 'residual', 'kalman'] as const;

/** A random walk that stands still now and then. */
function walk(size: number, seed: number, flatShare: number): Float64Array {
  const uniform = randomSource(seed);
  let value = 10;
  return Float64Array.from({ length: size }, () =>
    uniform() < flatShare ? value : (value += 0.01 * standardNormal(uniform)),
  );
}

/** Hours with holes. */
function hours(size: number, seed: number, holeShare: number): Float64Array {
  const uniform = randomSource(seed);
  let bar = Math.floor(1000 * uniform());
  return Float64Array.from({ length: size }, () => {
    bar += uniform() < holeShare ? 1 + Math.floor(60 * uniform()) : 1;
    return bar * HOUR;
  });
}

const spreads = fc.record({
  seed: fc.nat(),
  size: fc.integer({ min: 0, max: 240 }),
  windows: fc.record({
    olsBeta: fc.integer({ min: 2, max: 50 }),
    zscore: fc.integer({ min: 2, max: 50 }),
    kalman: fc.integer({ min: 4, max: 60 }),
  }),
  model: fc.constantFrom(...MODELS),
  holeShare: fc.constantFrom(0, 0.05, 0.4),
  flatShare: fc.constantFrom(0, 0.5, 0.97),
});

describe('the columns of many spreads over one x', () => {
  test('are those of each spread alone, to the last bit, one after the other', () => {
    fc.assert(
      fc.property(spreads, ({ seed, size, windows, model, holeShare, flatShare }) => {
        const x = walk(size, seed, flatShare);
        const grid = { ts: hours(size, seed, holeShare), barMs: HOUR };
        const { columns, measure } = leanSpread(x, grid, model);
        const noise = walk(size, seed + 1, flatShare);
        // The last one is an exact multiple of x: what is left of it is rounding.
        const others = { olsBeta: windows.zscore + 1, zscore: windows.olsBeta, kalman: windows.kalman + 1 };
        for (const y of [noise, noise.map((value, i) => value - 2 * x[i]), x.map((value) => 3 * value)]) {
          measure(y, others);
          measure(y, windows);
          const { beta, z, sigma } = spreadColumns(x, y, grid, windows, model);
          expect(columns).toEqual({ beta, z, sigma });
        }
      }),
      { numRuns: 300 },
    );
  });
});
