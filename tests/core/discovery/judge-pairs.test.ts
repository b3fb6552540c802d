import { describe, expect, test } from 'vitest';
import { detectableHalfLife } from '../../../src/core/discovery/detectable-half-life.ts';
import { discoverer, discoveryTasks } from '../../../src/core/discovery/discovery-task.ts';
import type { DiscoveryResult, DiscoverySettings } from '../../../src/core/discovery/discovery-result.ts';
import { judgePairs } from '../../../src/core/discovery/judge-pairs.ts';
import { nullCalibration, nullPercentile, nullRows } from '../../../src/core/discovery/null-calibration.ts';
import { pairCount, pairOf } from '../../../src/core/discovery/pair-number.ts';
import { ROW_LENGTH } from '../../../src/core/discovery/pair-row.ts';
import { engleGranger } from '../../../src/core/stats/engle-granger.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';
import { unitRootTester } from '../../../src/core/stats/unit-root-regression.ts';
import { discoveryGround } from '../../support/discovery-ground.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

const SETTINGS: DiscoverySettings = {
  lookbackDays: 90,
  holdoutDays: 10,
  minAdvUsd: 0,
  adfPvalueThreshold: 0.05,
  minCorrelation: 0.2,
  maxQ: 0.05,
  halfLife: { min: 2, max: 240 },
  topN: 10,
};
const NO_CALIBRATION = nullCalibration([]);

function ar1(bars: number, phi: number, shock: number, seed: number): Float64Array {
  const uniform = randomSource(seed);
  let value = 0;
  return Float64Array.from({ length: bars }, () => (value = phi * value + shock * standardNormal(uniform)));
}
const walk = (bars: number, seed: number): Float64Array => ar1(bars, 1, 0.006, seed);

function discovered(
  logPrices: Readonly<Record<string, Float64Array>>,
  formationBars: number,
  settings: Partial<DiscoverySettings> = {},
): DiscoveryResult {
  const ground = discoveryGround(logPrices, formationBars);
  const options = { strategy: strategySettings(), threshold: 0.05, seed: 1 };
  const run = discoverer({ ground, options });
  const pairs = pairCount(ground.symbols.length);
  const rows = new Float64Array(pairs * ROW_LENGTH);
  for (const task of discoveryTasks('pairs', pairs)) rows.set(run(task), task.first * ROW_LENGTH);
  const { seed } = options;
  return judgePairs({
    ...{ venue: 'simulated', timeframe: '1h', seed, leftOut: [], calibration: NO_CALIBRATION },
    ...{ settings: { ...SETTINGS, ...settings }, ground, rows },
  });
}

const walks = (count: number, bars: number, seed: number): Record<string, Float64Array> =>
  Object.fromEntries(Array.from({ length: count }, (_, k) => [`W${k}/USDT`, walk(bars, seed + k)]));

const named = (result: DiscoveryResult): readonly string[] =>
  result.pairs.filter(({ q }) => q <= 0.05).map(({ pair }) => [pair.x, pair.y].sort().join(' '));

describe('discovery on series whose truth is known', () => {
  test('names no pair of 30 independent random walks in at least 19 of 20 seeds', () => {
    let silent = 0;
    let raw = 0;
    for (let seed = 0; seed < 20; seed++) {
      const result = discovered(walks(30, 700, 1000 * seed), 700);
      if (result.significant === 0) silent++;
      raw += result.rawPasses;
      expect(result.tests).toBe(870);
    }
    expect(silent).toBeGreaterThanOrEqual(19);
    // Without the correction every one of them would have named about 44 tests of 870.
    expect(raw / 20).toBeGreaterThan(25);
    expect(raw / 20).toBeLessThan(70);
  }, 120_000);

  test('finds five planted pairs with half-lives of 12 to 48 bars among 25 random walks, and nothing else', () => {
    const bars = 8760;
    const prices = walks(25, bars, 7);
    const planted = [12, 18, 24, 36, 48].map((halfLife, k) => {
      const name = `P${k}/USDT`;
      const deviation = ar1(bars, 2 ** (-1 / halfLife), 0.004, 500 + k);
      prices[name] = prices[`W${k}/USDT`].map((log, t) => 1.1 * log + deviation[t]);
      return [`W${k}/USDT`, name].sort().join(' ');
    });
    const result = discovered(prices, bars, { lookbackDays: 365 });
    expect([...named(result)].sort()).toEqual([...planted].sort());
    expect(result.chosen).toBe(5);
    result.pairs.slice(0, 5).forEach(({ rank, halfLife, rejections }, k) => {
      expect(rank).toBe(k + 1);
      expect(rejections).toEqual([]);
      expect(halfLife.value).toBeGreaterThan(8);
      expect(halfLife.value).toBeLessThan(75);
    });
    // The fastest speaks most clearly.
    expect(result.pairs[0].q).toBeLessThanOrEqual(result.pairs[4].q);
  }, 120_000);

  test('the half-life it says it can find is found in about 8 of 10 cases', () => {
    const [bars, tests] = [2160, 870];
    const halfLife = detectableHalfLife(bars, tests, 0.05);
    let harmonic = 0;
    for (let k = 1; k <= tests; k++) harmonic += 1 / k;
    const regress = unitRootTester();
    let found = 0;
    for (let seed = 0; seed < 300; seed++) {
      const x = walk(bars, 2 * seed);
      const deviation = ar1(bars, 2 ** (-1 / halfLife), 0.004, 2 * seed + 1);
      const y = x.map((log, t) => log + deviation[t]);
      if (engleGranger(y, x, { lags: { fixed: 0 } }, regress).pValue <= 0.05 / (tests * harmonic)) found++;
    }
    expect(found / 300).toBeGreaterThan(0.7);
    expect(found / 300).toBeLessThan(0.9);
    expect(detectableHalfLife(20, tests, 0.05)).toBeNaN();
  }, 60_000);
});

describe('the held-out window', () => {
  const bars = 3000;
  const formationBars = 2400;
  const pair = (breakAt: number): Record<string, Float64Array> => {
    const x = walk(bars, 3);
    const deviation = ar1(bars, 2 ** (-1 / 9), 0.004, 4);
    const drift = walk(bars, 5);
    return { 'X/USDT': x, 'Y/USDT': x.map((log, t) => 1.2 * log + deviation[t] + (t < breakAt ? 0 : 3 * drift[t])) };
  };

  test('confirms a pair that goes on as it was, and not one that breaks when it begins', () => {
    const whole = discovered(pair(bars), formationBars);
    const broken = discovered(pair(formationBars), formationBars);
    expect(whole).toMatchObject({ significant: 1, chosen: 1, confirmed: 1 });
    expect(broken).toMatchObject({ significant: 1, chosen: 1, confirmed: 0 });
    expect(whole.sentence).toMatch(
      /^1 CONFIRMED: 1 of 1 pair keeps q ≤ 0.05, 1 also passes every filter, and 1 of them held up/,
    );
    expect(broken.sentence).toMatch(/^NOT CONFIRMED: /);
  });

  test('changes nothing of what the formation window says', () => {
    const [whole] = discovered(pair(bars), formationBars).pairs;
    const [broken] = discovered(pair(formationBars), formationBars).pairs;
    expect({ ...broken, heldOut: null }).toEqual({ ...whole, heldOut: null });
  });

  test('starts where the formation window ends', () => {
    const { formation, holdout } = discovered(pair(bars), formationBars);
    expect(formation.to).toBe(holdout.from);
    expect([formation.bars, holdout.bars]).toEqual([formationBars, bars - formationBars]);
  });
});

describe('filters and ranking', () => {
  const bars = 1500;
  const prices = walks(4, bars, 40);
  const deviation = ar1(bars, 2 ** (-1 / 6), 0.004, 9);
  prices['P/USDT'] = prices['W0/USDT'].map((log, t) => log + deviation[t]);
  prices['Q/USDT'] = prices['W1/USDT'].map((log, t) => log - deviation[t] / 2);

  test('a filter that is not met says so, and the pair stands behind those that pass', () => {
    const first = (settings: Partial<DiscoverySettings>) => discovered(prices, bars, settings).pairs[0];
    expect(first({}).rejections).toEqual([]);
    expect(first({ minCorrelation: 1 }).rejections).toEqual(['correlation']);
    expect(first({ minAdvUsd: 1e15 }).rejections).toEqual(['adv']);
    expect(first({ halfLife: { min: 20, max: 30 } }).rejections).toEqual(['half_life']);
    expect(first({ maxQ: 0 }).rejections).toContain('q');
  });

  test('of more pairs than asked for the first are chosen', () => {
    const { pairs, chosen } = discovered(prices, bars, { topN: 1 });
    expect(chosen).toBe(1);
    expect(pairs.slice(0, 2).map(({ rejections }) => rejections)).toEqual([[], ['top_n']]);
  });

  test('every pair comes once, by rank, whichever way it is read', () => {
    const result = discovered(prices, bars);
    const all = [...result.everyPair()];
    expect(all.map(({ rank }) => rank)).toEqual(all.map((_, k) => k + 1));
    expect(new Set(all.map(({ pair }) => [pair.x, pair.y].sort().join())).size).toBe(result.pairsTested);
    expect(result.pairs).toEqual(all);
  });

  test('legs that never move are a pair without figures, and stand last', () => {
    const { pairs } = discovered({ ...prices, 'FLAT/USDT': new Float64Array(bars) }, bars);
    const last = pairs.at(-1);
    expect([last?.pair.x, last?.pair.y]).toContain('FLAT/USDT');
    expect(last?.q).toBe(1);
    expect(last?.rejections).toContain('q');
  });

  test('pair numbers run through all pairs once', () => {
    const all = Array.from({ length: pairCount(7) }, (_, k) => pairOf(k, 7));
    expect(all[0]).toEqual([0, 1]);
    expect(all.at(-1)).toEqual([5, 6]);
    expect(new Set(all.map(String)).size).toBe(21);
    expect(all.every(([a, b]) => a < b)).toBe(true);
  });
});

describe('the null', () => {
  const options = { strategy: strategySettings(), threshold: 0.05, seed: 3 };
  const rows = nullRows({ formationBars: 600, barMs: 3_600_000 }, options, 0, 60);
  const calibration = nullCalibration(rows);

  test('is the same again, and in whatever pieces it is asked for', () => {
    const pieces = [0, 1, 2].flatMap((k) => nullRows({ formationBars: 600, barMs: 3_600_000 }, options, 20 * k, 20));
    expect(pieces).toEqual(rows);
  });

  test('puts the half-life of a random walk in the middle, whatever the window: the window is what it measures', () => {
    const half = (bars: number): number => {
      const walked = nullCalibration(nullRows({ formationBars: bars, barMs: 3_600_000 }, options, 100, 80)).halfLife;
      return walked[40];
    };
    const ratio = half(1200) / half(300);
    expect(ratio).toBeGreaterThan(2.5);
    expect(ratio).toBeLessThan(6);
  });

  test('percentiles run from 0 to 1, ties count half, and what is not known has none', () => {
    expect(nullPercentile(calibration, 'halfLife', -1)).toBe(0);
    expect(nullPercentile(calibration, 'halfLife', Infinity)).toBeGreaterThan(0.9);
    expect(nullPercentile(calibration, 'halfLife', NaN)).toBeNaN();
    expect(nullPercentile({ ...calibration, hurst: [1, 1, 2] }, 'hurst', 1)).toBeCloseTo(1 / 3, 12);
    expect(nullPercentile(NO_CALIBRATION, 'hurst', 1)).toBeNaN();
  });
});
