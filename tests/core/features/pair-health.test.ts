import { describe, expect, test } from 'vitest';
import { healthFigures } from '../../../src/core/features/health-figures.ts';
import { healthNull, healthPercentiles, isHealthNull } from '../../../src/core/features/health-null.ts';
import { pairHealth } from '../../../src/core/features/pair-health.ts';
import { engleGranger } from '../../../src/core/stats/engle-granger.ts';
import { simulatedPair } from '../../../src/core/simulation/simulated-pair.ts';

const walks = healthNull(300);

describe('the health of a pair', () => {
  const { x, y } = simulatedPair(300, { halfLifeBars: 12, seed: 4 });

  test('is Engle–Granger with one lag, and does not know units', () => {
    const figures = healthFigures(x, y);
    expect(figures.p).toBe(engleGranger(y, x, { trend: 'c', lags: { fixed: 1 } }).pValue);
    const shifted = healthFigures(
      x.map((log) => log + 9),
      y.map((log) => log - 2),
    );
    for (const figure of ['p', 'halfLife', 'betaDrift', 'correlation', 'cusum'] as const) {
      expect(shifted[figure]).toBeCloseTo(figures[figure], 8);
    }
  });

  test('reads the last bars alone, and is not known before there are so many', () => {
    const longer = { x: Float64Array.of(5, 6, ...x), y: Float64Array.of(1, 9, ...y) };
    const health = pairHealth(longer, null, 300, walks, 301);
    expect(health?.figures).toEqual(healthFigures(x, y));
    expect(pairHealth(longer, null, 300, walks, 298)).toBeNull();
  });

  test('of a pair that belongs together stands at the edge of what random walks show', () => {
    const { p, halfLife } = healthPercentiles(walks, healthFigures(x, y));
    expect(p).toBeLessThan(0.05);
    expect(halfLife).toBeLessThan(0.05);
  });

  test('of random walks stands anywhere: their p is spread evenly', () => {
    const apart = simulatedPair(300, { halfLifeBars: Infinity, seed: 9 });
    const { p } = healthFigures(apart.x, apart.y);
    expect(Math.abs(healthPercentiles(walks, healthFigures(apart.x, apart.y)).p - p)).toBeLessThan(0.15);
  });

  test('has no percentile for what is not known', () => {
    const flat = healthFigures(new Float64Array(300), y);
    expect(flat.p).toBeNaN();
    expect(healthPercentiles(walks, flat).p).toBeNaN();
    expect(healthFigures(x.subarray(0, 10), y.subarray(0, 10)).p).toBeNaN();
  });

  test('its null is the same again, survives JSON, and is told from something else', () => {
    const stored: unknown = JSON.parse(JSON.stringify(walks));
    expect(isHealthNull(stored)).toBe(true);
    expect(stored).toEqual(healthNull(300));
    expect(isHealthNull({ ...walks, p: [1] })).toBe(false);
    expect(isHealthNull(null)).toBe(false);
  });
});
