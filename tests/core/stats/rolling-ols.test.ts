import { describe, expect, test } from 'vitest';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';
import { rollingOls } from '../../../src/core/stats/rolling-ols.ts';
import { naiveOls } from '../../support/naive-windows.ts';
import { hasSharedData, loadSharedJson, loadSharedText } from '../../support/shared-data.ts';

interface ReferenceOls {
  readonly y: string;
  readonly x: string;
  readonly window: number;
  readonly at_199: readonly [alpha: number, beta: number];
  readonly at_300: readonly [alpha: number, beta: number];
  readonly last: readonly [alpha: number, beta: number];
}

const hourly = (size: number): { ts: Float64Array; barMs: number } => ({
  ts: Float64Array.from({ length: size }, (_, i) => i * 3_600_000),
  barMs: 3_600_000,
});

describe('rolling OLS', () => {
  test.skipIf(!hasSharedData)('slopes and intercepts are those of statsmodels (needs the reference data)', () => {
    const [header = '', ...lines] = (loadSharedText('reference/series.csv') ?? '').trim().split('\n');
    const names = header.split(',');
    const rows = lines.map((line) => line.split(','));
    // The series differ in length; the cells below a shorter one are empty.
    const series = (name: string): Float64Array =>
      Float64Array.from(
        rows.map((row) => row[names.indexOf(name)]).filter((cell) => cell !== ''),
        Number,
      );
    const { rolling_ols: cases } = loadSharedJson('reference/stats.json') as { rolling_ols: ReferenceOls[] };
    expect(cases.length).toBeGreaterThan(4);
    for (const reference of cases) {
      const x = series(reference.x);
      const y = series(reference.y);
      const { beta, alpha } = rollingOls(x, y, hourly(x.length), reference.window);
      for (const [i, [knownAlpha, knownBeta]] of [
        [199, reference.at_199],
        [300, reference.at_300],
        [x.length - 1, reference.last],
      ] as const) {
        // statsmodels rolls its sums uncentred: on log prices near 10 it keeps nine digits, and alpha fewer than beta.
        expect(Math.abs(beta[i] / knownBeta - 1)).toBeLessThan(1e-9);
        expect(Math.abs(alpha[i] / knownAlpha - 1)).toBeLessThan(1e-8);
        const naive = naiveOls(x, y, i, reference.window);
        expect(Math.abs(beta[i] / naive.beta - 1)).toBeLessThan(1e-12);
        expect(Math.abs(alpha[i] / naive.alpha - 1)).toBeLessThan(1e-11);
      }
    }
  });

  test('an exact line is found exactly', () => {
    const x = Float64Array.from({ length: 50 }, (_, i) => (i * 7) % 11);
    const { beta, alpha } = rollingOls(
      x,
      x.map((value) => 3 - 0.5 * value),
      hourly(50),
      10,
    );
    for (let i = 9; i < 50; i++) {
      expect(beta[i]).toBeCloseTo(-0.5, 13);
      expect(alpha[i]).toBeCloseTo(3, 13);
    }
  });

  test('a constant x has no slope: beta and alpha are NaN', () => {
    const x = new Float64Array(40).fill(11.3);
    const y = Float64Array.from({ length: 40 }, (_, i) => Math.sin(i));
    const { beta, alpha } = rollingOls(x, y, hourly(40), 10);
    expect([...beta, ...alpha].every(Number.isNaN)).toBe(true);
  });

  test('a constant y has slope zero', () => {
    const x = Float64Array.from({ length: 40 }, (_, i) => Math.sin(i));
    const { beta, alpha } = rollingOls(x, new Float64Array(40).fill(7.6), hourly(40), 10);
    expect(beta[39]).toBe(0);
    expect(alpha[39]).toBe(7.6);
  });

  test('one violent bar leaves no trace once it has left the window', () => {
    const uniform = randomSource(3);
    const x = Float64Array.from({ length: 400 }, () => 10 + 1e-6 * standardNormal(uniform));
    const y = x.map((value) => 1.3 * value + 1e-6 * standardNormal(uniform));
    x[120] = 400;
    y[120] = -300;
    const { beta } = rollingOls(x, y, hourly(400), 50);
    for (let i = 170; i < 400; i++) {
      expect(Math.abs(beta[i] / naiveOls(x, y, i, 50).beta - 1)).toBeLessThan(1e-9);
    }
  });
});
