import { describe, expect, test } from 'vitest';
import { johansen, type Deterministic, type Johansen } from '../../../src/core/stats/johansen.ts';
import { kpss } from '../../../src/core/stats/kpss.ts';
import { phillipsPerron } from '../../../src/core/stats/phillips-perron.ts';
import type { Trend } from '../../../src/core/stats/test-result.ts';
import { varianceRatio } from '../../../src/core/stats/variance-ratio.ts';
import known from '../../fixtures/unit-root-statistics.json' with { type: 'json' };
import { referenceEntries, referenceSeries } from '../../support/reference-statistics.ts';
import { hasSharedData } from '../../support/shared-data.ts';

const series = (name: string): Float64Array => Float64Array.from(known.series[name as keyof typeof known.series]);
const apart = (value: number, reference: number): number => Math.abs(value / reference - 1);

/** Equal up to sign and scale. */
function expectParallel(vector: Float64Array, reference: readonly number[], what: string): void {
  const scale = reference[0] / vector[0];
  vector.forEach((weight, k) => {
    expect(Math.abs(weight * scale - reference[k]), what).toBeLessThan(1e-7 * Math.abs(reference[k]) + 1e-10);
  });
}

function expectRanks(found: Johansen, trace: readonly number[], maxEigen: readonly number[], what: string): void {
  found.ranks.forEach((rank, k) => {
    expect(apart(rank.trace, trace[k]), what).toBeLessThan(1e-8);
    expect(apart(rank.maxEigen, maxEigen[k]), what).toBeLessThan(1e-8);
  });
}

describe('what statsmodels and arch say of five simulated series', () => {
  test('Phillips–Perron agrees for every trend and bandwidth', () => {
    for (const reference of known.phillips_perron) {
      const found = phillipsPerron(series(reference.series), reference.trend as Trend, reference.lags ?? undefined);
      expect(found.lags).toBe(reference.used);
      // One of them lies at 0.001, the difference of two numbers a thousand times as large.
      const off = Math.abs(found.statistic - reference.statistic);
      expect(off, JSON.stringify(reference)).toBeLessThan(1e-8 * Math.abs(reference.statistic) + 1e-10);
      expect(Math.abs(found.pValue - reference.p)).toBeLessThan(1e-6);
    }
  });

  test('the variance ratio and its robust statistic agree', () => {
    for (const reference of known.variance_ratio) {
      const found = varianceRatio(series(reference.series), reference.horizon);
      expect(apart(found.ratio, reference.ratio), JSON.stringify(reference)).toBeLessThan(1e-8);
      expect(apart(found.statistic, reference.statistic), JSON.stringify(reference)).toBeLessThan(1e-8);
      expect(Math.abs(found.pValue - reference.p)).toBeLessThan(1e-6);
    }
  });

  test('KPSS agrees, with the bandwidth the data choose and with given ones', () => {
    for (const reference of known.kpss) {
      const found = kpss(series(reference.series), reference.trend as 'c' | 'ct', reference.lags ?? undefined);
      expect(found.lags, JSON.stringify(reference)).toBe(reference.used);
      expect(apart(found.statistic, reference.statistic), JSON.stringify(reference)).toBeLessThan(1e-8);
      expect(Math.abs(found.pValue - reference.p)).toBeLessThan(1e-6);
    }
  });

  test('Johansen agrees for two to four series: eigenvalues, vectors, both statistics and their critical values', () => {
    for (const reference of known.johansen) {
      const what = `${reference.series.join()} ${reference.deterministic} ${reference.lags}`;
      const found = johansen(reference.series.map(series), {
        deterministic: reference.deterministic as Deterministic,
        lags: reference.lags,
      });
      expectRanks(found, reference.trace, reference.max_eigen, what);
      found.ranks.forEach(({ traceCritical: t, maxEigenCritical: m }, k) => {
        expect([t.at10, t.at5, t.at1], what).toEqual(reference.trace_critical[k]);
        expect([m.at10, m.at5, m.at1], what).toEqual(reference.max_eigen_critical[k]);
      });
      found.eigenvectors.forEach((vector, k) => {
        expect(apart(found.eigenvalues[k], reference.eigenvalues[k]), what).toBeLessThan(1e-8);
        expectParallel(vector, reference.vectors[k], what);
      });
    }
  });
});

interface JohansenCase {
  readonly y: string;
  readonly x: string;
  readonly det_order: Deterministic;
  readonly k_ar_diff: number;
  readonly trace: readonly number[];
  readonly max_eig: readonly number[];
  readonly eig: readonly number[];
  readonly trace_crit_90_95_99: readonly (readonly number[])[];
  /** Column by column. */
  readonly evec: readonly (readonly number[])[];
}
interface KpssCase {
  readonly series: string;
  readonly trend: 'c' | 'ct';
  readonly stat: number;
  readonly p: number;
  readonly lags: number;
}

describe.skipIf(!hasSharedData)('what statsmodels says of the reference series (needs the shared data)', () => {
  test('Johansen agrees to 1e-8, vectors up to sign and scale', () => {
    const cases = referenceEntries('johansen') as unknown as readonly JohansenCase[];
    expect(cases.length).toBeGreaterThan(30);
    for (const reference of cases) {
      const what = JSON.stringify(reference);
      const legs = [referenceSeries(reference.y), referenceSeries(reference.x)];
      const found = johansen(legs, { deterministic: reference.det_order, lags: reference.k_ar_diff });
      expectRanks(found, reference.trace, reference.max_eig, what);
      found.eigenvectors.forEach((vector, k) => {
        expect(apart(found.eigenvalues[k], reference.eig[k]), what).toBeLessThan(1e-8);
        expectParallel(vector, [reference.evec[0][k], reference.evec[1][k]], what);
        const { at10, at5, at1 } = found.ranks[k].traceCritical;
        expect([at10, at5, at1]).toEqual(reference.trace_crit_90_95_99[k]);
      });
    }
  });

  test('KPSS agrees on statistic, p and bandwidth', () => {
    for (const reference of referenceEntries('kpss') as unknown as readonly KpssCase[]) {
      const found = kpss(referenceSeries(reference.series), reference.trend);
      expect(found.lags).toBe(reference.lags);
      expect(apart(found.statistic, reference.stat)).toBeLessThan(1e-8);
      expect(Math.abs(found.pValue - reference.p)).toBeLessThan(1e-6);
    }
  });
});
