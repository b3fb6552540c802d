import { describe, expect, test } from 'vitest';
import { adf } from '../../../src/core/stats/adf.ts';
import { benjaminiYekutieli } from '../../../src/core/stats/benjamini-yekutieli.ts';
import { engleGranger } from '../../../src/core/stats/engle-granger.ts';
import { hurstExponent } from '../../../src/core/stats/hurst-exponent.ts';
import { johansen } from '../../../src/core/stats/johansen.ts';
import { kpss } from '../../../src/core/stats/kpss.ts';
import { mackinnonCriticalValues, mackinnonPValue } from '../../../src/core/stats/mackinnon.ts';
import { phillipsPerron } from '../../../src/core/stats/phillips-perron.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';
import type { LagChoice, Trend } from '../../../src/core/stats/test-result.ts';
import { unitRootTester } from '../../../src/core/stats/unit-root-regression.ts';
import { varianceRatio } from '../../../src/core/stats/variance-ratio.ts';

function ar1(bars: number, phi: number, seed: number): Float64Array {
  const uniform = randomSource(seed);
  let value = 0;
  return Float64Array.from({ length: bars }, () => (value = phi * value + standardNormal(uniform)));
}
const walk = (bars: number, seed: number): Float64Array => ar1(bars, 1, seed);

/** The same regression the long way: every column written out, normal equations by Gauss–Jordan. */
function slowRegression(series: Float64Array, trend: Trend, lags: number, skipped = lags) {
  const rows: number[][] = [];
  for (let t = skipped + 1; t < series.length; t++) {
    const row = [series[t - 1]];
    for (let j = 1; j <= lags; j++) row.push(series[t - j] - series[t - j - 1]);
    if (trend !== 'n') row.push(1);
    if (trend === 'ct') row.push(t / series.length);
    row.push(series[t] - series[t - 1]);
    rows.push(row);
  }
  const k = rows[0].length - 1;
  // [X'X | I | X'y] reduced: the inverse and the coefficients.
  const m = Array.from({ length: k }, (_, a) => [
    ...Array.from({ length: k }, (_, b) => rows.reduce((sum, row) => sum + row[a] * row[b], 0)),
    ...Array.from({ length: k }, (_, b) => (a === b ? 1 : 0)),
    rows.reduce((sum, row) => sum + row[a] * row[k], 0),
  ]);
  for (let p = 0; p < k; p++) {
    const pivot = m[p][p];
    m[p] = m[p].map((value) => value / pivot);
    for (let a = 0; a < k; a++) {
      if (a === p) continue;
      const share = m[a][p];
      m[a] = m[a].map((value, b) => value - share * m[p][b]);
    }
  }
  const coefficient = m.map((row) => row[2 * k]);
  const squares = rows.reduce((sum, row) => {
    const rest = row[k] - coefficient.reduce((fit, c, a) => fit + c * row[a], 0);
    return sum + rest * rest;
  }, 0);
  const n = rows.length;
  const t = (a: number): number => coefficient[a] / Math.sqrt((m[a][k + a] * squares) / (n - k));
  return { statistic: t(0), lastT: t(lags), squares, n, k };
}

function slowChoice(series: Float64Array, trend: Trend, longest: number, criterion: 'aic' | 'bic' | 't-stat'): number {
  const all = Array.from({ length: longest + 1 }, (_, lags) => slowRegression(series, trend, lags, longest));
  if (criterion === 't-stat') return all.findLastIndex(({ lastT }, lags) => lags === 0 || Math.abs(lastT) >= 1.6448536);
  const value = all.map(({ squares, n, k }) => n * Math.log(squares / n) + (criterion === 'aic' ? 2 : Math.log(n)) * k);
  return value.indexOf(Math.min(...value));
}

describe('unit-root regressions by products', () => {
  test('give the statistic of the regression written out, for any trend and number of lags', () => {
    const regress = unitRootTester();
    for (const [seed, phi] of [
      [1, 1],
      [2, 0.8],
      [3, 0.97],
    ]) {
      const series = ar1(160, phi, seed).map((value) => value + 5);
      for (const trend of ['n', 'c', 'ct'] as const) {
        for (const lags of [0, 1, 2, 7, 13]) {
          const found = regress(series, trend, { fixed: lags });
          const slow = slowRegression(series, trend, lags);
          expect(found.statistic).toBeCloseTo(slow.statistic, 8);
          expect(found.observations).toBe(slow.n);
        }
        for (const criterion of ['aic', 'bic', 't-stat'] as const) {
          const choice: LagChoice = { criterion, maxLag: 13 };
          expect(regress(series, trend, choice).lags).toBe(slowChoice(series, trend, 13, criterion));
        }
      }
    }
  });

  test('are the same whatever the desk was used for before', () => {
    const used = unitRootTester();
    used(walk(900, 5), 'ct', { criterion: 'aic' });
    used(walk(40, 6), 'n', { fixed: 3 });
    const series = walk(300, 7);
    expect(used(series, 'c', { criterion: 'bic' })).toEqual(unitRootTester()(series, 'c', { criterion: 'bic' }));
  });

  test('refuse more lags than the series can bear, and say how many it can', () => {
    expect(() => adf(walk(20, 1), { lags: { fixed: 9 } })).toThrow('whole number from 0 to 8, not 9');
    expect(() => adf(walk(20, 1), { lags: { fixed: 1.5 } })).toThrow(RangeError);
    expect(() => adf(walk(2, 1))).toThrow('too few');
  });
});

describe('known points', () => {
  test('the 1 % row of two series is the published one, with −22.527', () => {
    const { at1, at5, at10 } = mackinnonCriticalValues('c', 2, 200);
    expect(at1).toBeCloseTo(-3.89644 - 10.9519 / 200 - 22.527 / 200 ** 2, 12);
    expect([at5, at10].map((value) => value.toFixed(4))).toEqual(['-3.3669', '-3.0657']);
  });

  test('p-values of the two surfaces meet, rise with the statistic and end at 0 and 1', () => {
    for (const trend of ['n', 'c', 'ct'] as const) {
      for (let series = 1; series <= 6; series++) {
        let before = 0;
        for (let statistic = -30; statistic < 4; statistic += 0.01) {
          const p = mackinnonPValue(statistic, trend, series);
          // The published polynomials meet within a third decimal.
          expect(p).toBeGreaterThanOrEqual(before - 0.004);
          before = p;
        }
        expect(mackinnonPValue(-30, trend, series)).toBe(0);
      }
      expect(mackinnonPValue(NaN, trend, 1)).toBeNaN();
    }
    expect(mackinnonPValue(4, 'c', 2)).toBe(1);
    expect(() => mackinnonPValue(-3, 'c', 7)).toThrow('1 to 6 series');
  });

  test('Benjamini–Yekutieli q-values are those worked out by hand, monotone and never above 1', () => {
    const p = Float64Array.of(0.01, 0.5, 0.001, NaN, 0.03);
    const harmonic = 1 + 1 / 2 + 1 / 3 + 1 / 4 + 1 / 5;
    expect([...benjaminiYekutieli(p)].map((q) => q.toFixed(12))).toEqual(
      [(5 * harmonic * 0.01) / 2, 1, 5 * harmonic * 0.001, 1, (5 * harmonic * 0.03) / 3].map((q) => q.toFixed(12)),
    );
    expect(benjaminiYekutieli(new Float64Array(0))).toHaveLength(0);
  });

  test('the Hurst exponent of a random walk is about a half, that of noise about 0, that of a line 1', () => {
    let sum = 0;
    for (let seed = 0; seed < 40; seed++) sum += hurstExponent(walk(2000, seed));
    expect(Math.abs(sum / 40 - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(hurstExponent(ar1(5000, 0, 3)))).toBeLessThan(0.03);
    expect(hurstExponent(Float64Array.from({ length: 200 }, (_, t) => t))).toBeCloseTo(1, 10);
    expect(hurstExponent(new Float64Array(200))).toBeNaN();
    expect(hurstExponent(walk(10, 1))).toBeNaN();
  });
});

describe('answers for what cannot be tested', () => {
  const line = Float64Array.from({ length: 100 }, (_, t) => 3 + t);
  const flat = new Float64Array(100).fill(2);
  const holed = walk(100, 1);
  holed[50] = NaN;

  test('a series that never moves, or has a NaN, gives NaN in every test', () => {
    for (const series of [flat, holed]) {
      for (const { statistic, pValue } of [
        adf(series),
        kpss(series),
        phillipsPerron(series),
        varianceRatio(series, 4),
      ]) {
        expect(statistic).toBeNaN();
        expect(pValue).toBeNaN();
      }
      expect(engleGranger(walk(100, 2), series).pValue).toBeNaN();
      expect(engleGranger(series, walk(100, 2)).pValue).toBeNaN();
      const { eigenvalues } = johansen([series, walk(100, 2)], { deterministic: 0, lags: 1 });
      expect([...eigenvalues]).toEqual([NaN, NaN]);
    }
  });

  test('an exact line has no unit-root statistic', () => {
    expect(adf(line).statistic).toBeNaN();
  });

  test('a leg that is a multiple of the other is cointegrated for certain', () => {
    const x = walk(100, 3);
    const found = engleGranger(
      x.map((value) => 2 * value + 1),
      x,
    );
    expect(found).toMatchObject({ statistic: -Infinity, pValue: 0 });
    expect(found.beta).toBeCloseTo(2, 12);
  });

  test('legs of different length, and too short ones, are refused', () => {
    expect(() => engleGranger(walk(50, 1), walk(51, 1))).toThrow('50 and 51');
    expect(() => johansen([walk(50, 1), walk(51, 1)], { deterministic: 0, lags: 1 })).toThrow('differ in length');
    expect(() => johansen([walk(6, 1), walk(6, 2)], { deterministic: 0, lags: 1 })).toThrow('too few');
    expect(() => johansen([walk(50, 1)], { deterministic: 0, lags: 1 })).toThrow('2 to 12');
    expect(() => varianceRatio(walk(5, 1), 4)).toThrow('from 2 to 3');
  });
});

describe('size and power, by simulation', () => {
  const tester = unitRootTester();
  const rejections = (pairs: number, isRejected: (k: number) => boolean): number =>
    Array.from({ length: pairs }, (_, k) => isRejected(k)).filter(Boolean).length / pairs;

  test.each<LagChoice>([{ criterion: 'aic' }, { criterion: 'bic' }, { fixed: 1 }])(
    'Engle–Granger rejects 4 to 6 % of 2,000 independent random-walk pairs at 5 % (%o)',
    (lags) => {
      const share = rejections(2000, (k) => {
        return engleGranger(walk(500, 2 * k + 1), walk(500, 2 * k + 2), { lags }, tester).pValue <= 0.05;
      });
      expect(share).toBeGreaterThanOrEqual(0.04);
      expect(share).toBeLessThanOrEqual(0.06);
    },
    60_000,
  );

  test('the plain Dickey–Fuller table on the same residuals would reject more than twice as many', () => {
    const share = rejections(1000, (k) => {
      const { statistic } = engleGranger(walk(500, 2 * k + 1), walk(500, 2 * k + 2), { lags: { fixed: 1 } }, tester);
      return mackinnonPValue(statistic, 'c', 1) <= 0.05;
    });
    expect(share).toBeGreaterThan(0.11);
    expect(share).toBeLessThan(0.17);
  }, 60_000);

  test('Engle–Granger finds nine of ten pairs with a half-life of 24 bars in 2,160', () => {
    const share = rejections(200, (k) => {
      const x = walk(2160, 2 * k + 1);
      const deviation = ar1(2160, 2 ** (-1 / 24), 5000 + k);
      const y = x.map((value, t) => 1.2 * value + deviation[t]);
      return engleGranger(y, x, {}, tester).pValue <= 0.05;
    });
    expect(share).toBeGreaterThan(0.9);
  }, 60_000);

  test("Johansen's table for a constant is that of series with drift: without drift it rejects 10 to 16 %", () => {
    const size = (deterministic: -1 | 0, drift: number): number =>
      rejections(1000, (k) => {
        const legs = [2 * k + 1, 2 * k + 2].map((seed) => walk(400, seed).map((value, t) => value + drift * t));
        const [none] = johansen(legs, { deterministic, lags: 1 }).ranks;
        return none.trace > none.traceCritical.at5;
      });
    expect(size(-1, 0)).toBeLessThan(0.08);
    expect(size(0, 0.5)).toBeLessThan(0.08);
    expect(size(0, 0)).toBeGreaterThan(0.1);
    expect(size(0, 0)).toBeLessThan(0.16);
  }, 60_000);
});
