import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BarGrid } from '../../../src/core/stats/bar-grid.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';
import { rollingCoMoments } from '../../../src/core/stats/rolling-co-moments.ts';
import { rollingMoments } from '../../../src/core/stats/rolling-moments.ts';
import { naiveMean, naiveMoments, naiveStd, type NaiveMoments } from '../../support/naive-windows.ts';

const HOUR = 3_600_000;
const KEYS = ['meanX', 'meanY', 'sxx', 'sxy', 'syy'] as const;

interface Sample {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly grid: BarGrid;
  readonly window: number;
  readonly slopes: Float64Array | null;
}

interface Row extends NaiveMoments {
  /** First bar of the row's block, and how much of x was taken out of y. */
  readonly start: number;
  readonly slope: number;
}

/** Two random walks on a grid with holes; some values NaN, some stretches flat. */
const samples = (faults: { readonly nanShare: number }): fc.Arbitrary<Sample> =>
  fc
    .record({
      seed: fc.nat(),
      size: fc.integer({ min: 0, max: 160 }),
      window: fc.integer({ min: 2, max: 40 }),
      firstBar: fc.integer({ min: 0, max: 500_000 }),
      holeShare: fc.constantFrom(0, 0.05, 0.4),
      flatShare: fc.constantFrom(0, 0.5, 0.95),
      level: fc.constantFrom(-13.8, 0, 20.7),
      isTilted: fc.boolean(),
    })
    .map(({ seed, size, window, firstBar, holeShare, flatShare, level, isTilted }) => {
      const uniform = randomSource(seed);
      const x = new Float64Array(size);
      const y = new Float64Array(size);
      const ts = new Float64Array(size);
      let bar = firstBar;
      let [a, b] = [level, level];
      for (let i = 0; i < size; i++) {
        if (uniform() > flatShare) {
          a += 0.01 * standardNormal(uniform);
          b += 0.02 * standardNormal(uniform);
        }
        x[i] = uniform() < faults.nanShare ? NaN : a;
        y[i] = uniform() < faults.nanShare ? NaN : b;
        ts[i] = bar * HOUR;
        bar += uniform() < holeShare ? 1 + Math.floor(uniform() * 2 * window) : 1;
      }
      const slopes = isTilted ? x.map(() => (uniform() < 0.2 ? NaN : 3 * uniform() - 1)) : null;
      return { x, y, grid: { ts, barMs: HOUR }, window, slopes };
    });

function coMomentRows({ x, y, grid, window, slopes }: Sample): Row[] {
  const rows: Row[] = [];
  rollingCoMoments(x, y, grid, window, slopes, ({ meanX, meanY, sxx, sxy, syy }, start, end, slope) => {
    expect(start).toBe(rows.length);
    expect(slope).toBe(slopes === null || Number.isNaN(slopes[start]) ? 0 : slopes[start]);
    for (let j = 0; j < end - start; j++) {
      rows.push({ meanX: meanX[j], meanY: meanY[j], sxx: sxx[j], sxy: sxy[j], syy: syy[j], start, slope });
    }
  });
  return rows;
}

/** The same series without its first `skipped` elements. */
const later = ({ x, y, grid, window, slopes }: Sample, skipped: number): Sample => ({
  x: x.slice(skipped),
  y: y.slice(skipped),
  grid: { ts: grid.ts.slice(skipped), barMs: grid.barMs },
  window,
  slopes: slopes === null ? null : slopes.slice(skipped),
});

describe('rolling moments', () => {
  test('every bar is handed over once, in order, whatever the holes in the grid', () => {
    fc.assert(fc.property(samples({ nanShare: 0 }), (sample) => coMomentRows(sample).length === sample.x.length));
  });

  test('each window has the moments that two passes over its elements give', () => {
    fc.assert(
      fc.property(samples({ nanShare: 0 }), (sample) => {
        coMomentRows(sample).forEach((row, i) => {
          const { start, slope } = row;
          const dx = sample.x.map((value) => value - sample.x[start]);
          const tilted = sample.y.map((value, k) => value - sample.y[start] - slope * dx[k]);
          const naive = naiveMoments(dx, tilted, i, sample.window);
          const scale = Math.sqrt(naive.sxx * naive.syy);
          expectClose(row.meanX, naive.meanX, 1e-12 * Math.sqrt(naive.sxx));
          expectClose(row.meanY, naive.meanY, 1e-12 * Math.sqrt(naive.syy));
          expectClose(row.sxx, naive.sxx, 1e-10 * naive.sxx);
          expectClose(row.syy, naive.syy, 1e-10 * naive.syy);
          expectClose(row.sxy, naive.sxy, 1e-10 * scale);
        });
      }),
      { numRuns: 300 },
    );
  });

  test('mean and standard deviation of one series agree with two passes too', () => {
    fc.assert(
      fc.property(samples({ nanShare: 0 }), ({ x, grid, window }) => {
        const { mean, std } = rollingMoments(x, grid, window);
        for (let i = 0; i < x.length; i++) {
          const values = x.subarray(i - window + 1, i + 1);
          const isFull = i >= window - 1;
          expectClose(mean[i], isFull ? naiveMean(values) : NaN, 1e-12 * Math.abs(x[i]) + 1e-15);
          const naive = isFull ? naiveStd(values) : NaN;
          expectClose(std[i], naive, 1e-10 * naive);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a window is NaN exactly when it is not full or holds a NaN', () => {
    fc.assert(
      fc.property(samples({ nanShare: 0.03 }), (sample) => {
        const { x, y, grid, window } = sample;
        const single = rollingMoments(x, grid, window);
        const hasNaN = (values: Float64Array, i: number): boolean =>
          i < window - 1 || values.subarray(i - window + 1, i + 1).some(Number.isNaN);
        coMomentRows(sample).forEach((row, i) => {
          expect(Number.isNaN(row.sxx)).toBe(hasNaN(x, i));
          for (const key of ['meanY', 'sxy', 'syy'] as const) {
            expect(Number.isNaN(row[key])).toBe(hasNaN(x, i) || hasNaN(y, i));
          }
          expect(Number.isNaN(single.mean[i])).toBe(hasNaN(x, i));
          expect(Number.isNaN(single.std[i])).toBe(hasNaN(x, i));
        });
      }),
      { numRuns: 300 },
    );
  });

  test('a window longer than the series is NaN everywhere', () => {
    const x = Float64Array.from([1, 2, 3]);
    const grid = { ts: Float64Array.from([0, HOUR, 2 * HOUR]), barMs: HOUR };
    expect(
      coMomentRows({ x, y: x, grid, window: 4, slopes: null }).every((row) =>
        KEYS.every((key) => Number.isNaN(row[key])),
      ),
    ).toBe(true);
    expect([...rollingMoments(x, grid, 4).std]).toEqual([NaN, NaN, NaN]);
  });

  test('a flat window has exactly its value as mean and exactly zero deviation, also after a violent stretch', () => {
    const uniform = randomSource(5);
    for (const level of [-13.815510557964274, 0.1, 20.72326583694641, 1e9]) {
      const x = Float64Array.from({ length: 900 }, (_, i) => (i < 300 ? level + 50 * standardNormal(uniform) : level));
      const grid = { ts: Float64Array.from(x, (_, i) => (i + 17) * HOUR), barMs: HOUR };
      const { mean, std } = rollingMoments(x, grid, 100);
      const rows = coMomentRows({ x, y: x, grid, window: 100, slopes: null });
      for (let i = 399; i < 900; i++) {
        expect(mean[i]).toBe(level);
        expect(std[i]).toBe(0);
        expect(rows[i]).toMatchObject({ meanX: 0, meanY: 0, sxx: 0, sxy: 0, syy: 0 });
      }
    }
  });

  test('the bits of a result do not depend on where the series begins, once its window is full', () => {
    fc.assert(
      fc.property(samples({ nanShare: 0 }), fc.nat({ max: 160 }), (sample, wanted) => {
        const skipped = Math.min(wanted, sample.x.length);
        const whole = coMomentRows(sample);
        const wholeSingle = rollingMoments(sample.x, sample.grid, sample.window);
        const part = later(sample, skipped);
        const partSingle = rollingMoments(part.x, part.grid, part.window);
        coMomentRows(part).forEach((row, i) => {
          if (i < sample.window - 1) return;
          expect(row).toEqual({ ...whole[i + skipped], start: row.start });
          expect(partSingle.mean[i]).toBe(wholeSingle.mean[i + skipped]);
          expect(partSingle.std[i]).toBe(wholeSingle.std[i + skipped]);
        });
      }),
      { numRuns: 300 },
    );
  });
});

function expectClose(actual: number, expected: number, tolerance: number): void {
  if (Number.isNaN(expected)) expect(actual).toBeNaN();
  else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance);
}
