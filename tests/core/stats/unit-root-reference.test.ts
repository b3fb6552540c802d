import { describe, expect, test } from 'vitest';
import { adf } from '../../../src/core/stats/adf.ts';
import { engleGranger } from '../../../src/core/stats/engle-granger.ts';
import type { LagChoice, Trend } from '../../../src/core/stats/test-result.ts';
import { referenceEntries, referenceSeries } from '../../support/reference-statistics.ts';
import { hasSharedData } from '../../support/shared-data.ts';

interface Case {
  readonly trend: Trend;
  readonly maxlag?: number | null;
  readonly autolag: 'AIC' | 'BIC' | 'aic' | 'bic' | 't-stat' | null;
  readonly stat: number;
  readonly p: number;
}
interface AdfCase extends Case {
  readonly series: string;
  readonly lags: number;
  readonly nobs: number;
  readonly crit: Readonly<Record<'1%' | '5%' | '10%', number>>;
}
interface PairCase extends Case {
  readonly y: string;
  readonly x: string;
  readonly crit: readonly (number | null)[] | null;
}

function lagsOf({ autolag, maxlag }: Case): LagChoice {
  if (autolag === null) return { fixed: maxlag ?? 0 };
  const criterion = autolag.toLowerCase() as 'aic' | 'bic' | 't-stat';
  return maxlag == null ? { criterion } : { criterion, maxLag: maxlag };
}

const apart = (value: number, known: number): number => Math.abs(value / known - 1);

describe.skipIf(!hasSharedData)('what statsmodels says of eight series (needs the shared data)', () => {
  const column = new Map<string, Float64Array>();
  const series = (name: string): Float64Array => {
    const known = column.get(name) ?? referenceSeries(name);
    column.set(name, known);
    return known;
  };

  test('the augmented Dickey–Fuller test agrees on statistic, p, lags and critical values', () => {
    const cases = referenceEntries('adf') as unknown as readonly AdfCase[];
    expect(cases.length).toBeGreaterThan(100);
    for (const known of cases) {
      const found = adf(series(known.series), { trend: known.trend, lags: lagsOf(known) });
      const what = JSON.stringify(known);
      expect(found.lags, what).toBe(known.lags);
      expect(found.observations, what).toBe(known.nobs);
      expect(apart(found.statistic, known.stat), what).toBeLessThan(1e-8);
      expect(Math.abs(found.pValue - known.p), what).toBeLessThan(1e-6);
      expect(apart(found.criticalValues.at1, known.crit['1%']), what).toBeLessThan(1e-12);
      expect(apart(found.criticalValues.at5, known.crit['5%']), what).toBeLessThan(1e-12);
      expect(apart(found.criticalValues.at10, known.crit['10%']), what).toBeLessThan(1e-12);
    }
  });

  test('the Engle–Granger test agrees in both orders, on statistic, p and critical values', () => {
    const cases = referenceEntries('engle_granger') as unknown as readonly PairCase[];
    expect(cases.length).toBeGreaterThan(70);
    for (const known of cases) {
      const found = engleGranger(series(known.y), series(known.x), { trend: known.trend, lags: lagsOf(known) });
      const what = JSON.stringify(known);
      expect(apart(found.statistic, known.stat), what).toBeLessThan(1e-8);
      expect(Math.abs(found.pValue - known.p), what).toBeLessThan(1e-6);
      const { at1, at5, at10 } = found.criticalValues;
      [at1, at5, at10].forEach((value, k) => {
        const reference = known.crit?.[k] ?? null;
        if (reference !== null) expect(apart(value, reference), what).toBeLessThan(1e-12);
        else if (known.trend === 'n') expect(value, what).toBeNaN();
      });
    }
  });
});
