import { describe, expect, test } from 'vitest';
import { logColumn } from '../../../src/core/features/log-column.ts';
import { spreadColumns } from '../../../src/core/features/spread.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';
import { simulatedPair } from '../../../src/core/simulation/simulated-pair.ts';
import { naiveFixedBeta, naiveMean, naiveOls, naiveStd } from '../../support/naive-windows.ts';

const HOUR = 3_600_000;
const WINDOWS = { olsBeta: 200, zscore: 100, kalman: 150 };
const COLUMNS = ['beta', 'alpha', 'spread', 'spreadMean', 'spreadStd', 'z', 'sigma'] as const;

const hourly = (size: number, first = 0): { ts: Float64Array; barMs: number } => ({
  ts: Float64Array.from({ length: size }, (_, i) => (first + i) * HOUR),
  barMs: HOUR,
});

const prices = (size: number, seed = 1): { x: Float64Array; y: Float64Array } => {
  const path = simulatedPair(size, { seed });
  return { x: path.x.map((value) => 60_000 * Math.exp(value)), y: path.y.map((value) => 3_000 * Math.exp(value)) };
};

/** Legs that go through calm, violent, flat and nearly still stretches, over and over. */
function moodyLogPrices(size: number, level: number): { x: Float64Array; y: Float64Array } {
  const uniform = randomSource(99);
  const moods = [1, 1, 20, 0, 1e-3, 1, 0, 20, 1e-3];
  const x = new Float64Array(size);
  const y = new Float64Array(size);
  let hedge = 0;
  let deviation = 0;
  for (let i = 0; i < size; i++) {
    const scale = moods[Math.floor(i / 700) % moods.length];
    // Pulled home, so that a million bars stay where prices can be.
    hedge += scale * (0.006 * standardNormal(uniform) - 0.001 * hedge);
    deviation += scale * (0.004 * standardNormal(uniform) - 0.05 * deviation);
    x[i] = Math.log(level) + hedge;
    y[i] = Math.log(level) + 1.2 * hedge + deviation;
  }
  return { x, y };
}

describe('accuracy of beta, z and sigma', () => {
  test.each([1e-6, 1, 1e9])(
    'over a million bars around a price of %s all three stay within 1e-9 of the naive window',
    (level) => {
      const size = 1_000_000;
      const { x, y } = moodyLogPrices(size, level);
      const { beta, z, sigma } = spreadColumns(x, y, hourly(size, 37), WINDOWS, 'fixed-beta');
      const uniform = randomSource(4);
      const bars = Array.from({ length: 2000 }, () => Math.floor(uniform() * size));
      // Everything around the edges of blocks and of moods.
      for (let edge = 700; edge < 30_000; edge += 100) {
        for (let i = edge - 38; i < edge + 3; i++) bars.push(i);
      }
      for (let i = size - 900; i < size; i++) bars.push(i);
      let compared = 0;
      for (const i of bars) {
        const slope = naiveOls(x, y, i, WINDOWS.olsBeta).beta;
        expectWithin(beta[i], slope, 1e-9 * Math.abs(slope));
        const naive = naiveFixedBeta(x, y, slope, i, WINDOWS.zscore);
        expectWithin(sigma[i], naive.sigma, 1e-9 * naive.sigma);
        expectWithin(z[i], naive.z, 1e-9 * Math.max(1, Math.abs(naive.z)));
        if (naive.sigma > 0) compared++;
      }
      expect(compared).toBeGreaterThan(6000);
    },
  );

  test('a spread thousands of times quieter than its legs keeps nine digits', () => {
    const path = simulatedPair(5000, { hedgeVol: 0.006, spreadShock: 0.000002 });
    const { beta, z, sigma } = spreadColumns(path.x, path.y, hourly(5000), WINDOWS, 'fixed-beta');
    for (let i = 200; i < 5000; i++) {
      const slope = naiveOls(path.x, path.y, i, WINDOWS.olsBeta).beta;
      const naive = naiveFixedBeta(path.x, path.y, slope, i, WINDOWS.zscore);
      expectWithin(beta[i], slope, 1e-9 * Math.abs(slope));
      expectWithin(sigma[i], naive.sigma, 1e-9 * naive.sigma);
      expectWithin(z[i], naive.z, 1e-9 * Math.max(1, Math.abs(naive.z)));
    }
  });

  test('while nothing moves sigma is 0 and z unknown; with nothing moving in the beta window beta is unknown too', () => {
    const x = Float64Array.from({ length: 700 }, (_, i) => (i < 300 ? Math.sin(i) : Math.sin(299)));
    const y = Float64Array.from({ length: 700 }, (_, i) => (i < 300 ? Math.cos(i) : Math.cos(299)));
    const { beta, z, sigma } = spreadColumns(x, y, hourly(700), WINDOWS, 'fixed-beta');
    for (let i = 398; i < 498; i++) {
      expect(sigma[i]).toBe(0);
      expect(z[i]).toBeNaN();
      expect(Number.isFinite(beta[i])).toBe(true);
    }
    for (let i = 498; i < 700; i++) {
      expect(beta[i]).toBeNaN();
      expect(z[i]).toBeNaN();
      expect(sigma[i]).toBeNaN();
    }
  });

  test('a leg that is an exact multiple of the other has no spread to trade: sigma 0, z unknown', () => {
    const { x } = simulatedPair(600);
    const { z, sigma } = spreadColumns(
      x,
      x.map((value) => 1.7 * value),
      hourly(600),
      WINDOWS,
      'fixed-beta',
    );
    expect([...sigma.subarray(199)].every((value) => value === 0)).toBe(true);
    expect([...z].every(Number.isNaN)).toBe(true);
  });
});

describe('the spread models, bar by bar against their definition', () => {
  const size = 900;
  const { x: priceX, y: priceY } = prices(size, 8);
  const x = logColumn(priceX);
  const y = logColumn(priceY);
  const ols = Array.from({ length: size }, (_, i) => naiveOls(x, y, i, WINDOWS.olsBeta));
  const fixed = ols.map(({ beta }, i) => naiveFixedBeta(x, y, beta, i, WINDOWS.zscore));

  test.each(['fixed-beta', 'rolling-beta', 'residual'] as const)('%s', (model) => {
    const columns = spreadColumns(x, y, hourly(size), WINDOWS, model);
    const spread = ols.map(({ beta, alpha }, i) => y[i] - beta * x[i] - (model === 'residual' ? alpha : 0));
    const firstKnown = model === 'fixed-beta' ? 199 : 298;
    for (let i = 0; i < size; i++) {
      const isKnown = i >= firstKnown;
      const window = spread.slice(Math.max(0, i - 99), i + 1);
      const rolling = { sigma: naiveStd(window), z: (spread[i] - naiveMean(window)) / naiveStd(window) };
      const expected = model === 'fixed-beta' ? fixed[i] : rolling;
      expectWithin(columns.beta[i], ols[i].beta, 1e-10);
      expectWithin(columns.alpha[i], ols[i].alpha, 1e-9);
      expectWithin(columns.spread[i], spread[i], 1e-9);
      expectWithin(columns.z[i], isKnown ? expected.z : NaN, 1e-8);
      expectWithin(columns.spreadStd[i], isKnown ? expected.sigma : NaN, 1e-10);
      const standardised = (columns.spread[i] - columns.spreadMean[i]) / columns.spreadStd[i];
      expectWithin(standardised, columns.z[i], 1e-8);
      // Sizing asks for the fixed-beta std whatever the model.
      expectWithin(columns.sigma[i], i >= 199 ? fixed[i].sigma : NaN, 1e-10);
    }
  });

  test('kalman', () => {
    const columns = spreadColumns(x, y, hourly(size), WINDOWS, 'kalman');
    const { beta, alpha, spread, spreadMean, spreadStd, z, sigma } = columns;
    const first = z.findIndex((value) => !Number.isNaN(value));
    expect(first).toBeGreaterThanOrEqual(WINDOWS.kalman);
    expect(first).toBeLessThan(2 * WINDOWS.kalman);
    for (let i = first; i < size; i++) {
      expectWithin(spread[i], y[i] - beta[i] * x[i] - alpha[i], 1e-12);
      expect(spreadMean[i]).toBe(0);
      expectWithin(z[i] * spreadStd[i], spread[i], 1e-12);
      expectWithin(sigma[i], naiveFixedBeta(x, y, beta[i], i, WINDOWS.zscore).sigma, 1e-10);
    }
    const given = { alpha: 1e-8, beta: 1e-8, observation: 1e-4 };
    expect(spreadColumns(x, y, hourly(size), WINDOWS, 'kalman', given).z).not.toEqual(z);
  });

  test('quoting either leg in other units moves z under rolling-beta, and under the other models does not', () => {
    const inOtherUnits = spreadColumns(
      logColumn(priceX.map((price) => price * 1e-3)),
      logColumn(priceY.map((price) => price * 40)),
      hourly(size),
      WINDOWS,
      'fixed-beta',
    );
    const fixedBeta = spreadColumns(x, y, hourly(size), WINDOWS, 'fixed-beta');
    const residual = spreadColumns(x, y, hourly(size), WINDOWS, 'residual');
    const otherX = logColumn(priceX.map((price) => price * 1e-3));
    const otherResidual = spreadColumns(otherX, y, hourly(size), WINDOWS, 'residual');
    const rolling = spreadColumns(x, y, hourly(size), WINDOWS, 'rolling-beta');
    const otherRolling = spreadColumns(otherX, y, hourly(size), WINDOWS, 'rolling-beta');
    const [kalman, otherKalman] = [x, otherX].map((of) => spreadColumns(of, y, hourly(size), WINDOWS, 'kalman'));
    let largestMove = 0;
    for (let i = 298; i < size; i++) {
      expectWithin(inOtherUnits.z[i], fixedBeta.z[i], 1e-8);
      expectWithin(inOtherUnits.sigma[i], fixedBeta.sigma[i], 1e-11);
      expectWithin(otherResidual.z[i], residual.z[i], 1e-8);
      expectWithin(otherKalman.z[i], kalman.z[i], 1e-8);
      largestMove = Math.max(largestMove, Math.abs(otherRolling.z[i] - rolling.z[i]));
    }
    expect(largestMove).toBeGreaterThan(0.1);
  });

  test('changing later bars changes nothing earlier, and dropping the bars before the windows nothing later', () => {
    for (const model of ['fixed-beta', 'rolling-beta', 'residual', 'kalman'] as const) {
      const whole = spreadColumns(x, y, hourly(size, 11), WINDOWS, model);
      const changedX = x.map((value, i) => (i > 600 ? value + 3 : value));
      const changed = spreadColumns(changedX, y, hourly(size, 11), WINDOWS, model);
      const skipped = 250;
      const part = spreadColumns(
        x.slice(skipped),
        y.slice(skipped),
        hourly(size - skipped, 11 + skipped),
        WINDOWS,
        model,
      );
      for (const name of COLUMNS) {
        expect([...changed[name].subarray(0, 601)]).toEqual([...whole[name].subarray(0, 601)]);
        expect([...part[name].subarray(299)]).toEqual([...whole[name].subarray(skipped + 299)]);
      }
    }
  });
});

function expectWithin(actual: number, expected: number, tolerance: number): void {
  if (Number.isNaN(expected)) expect(actual).toBeNaN();
  // Compared before `expect`, which is slow over many thousand numbers.
  else if (!(Math.abs(actual - expected) <= tolerance))
    expect.fail(`${actual} is not within ${tolerance} of ${expected}`);
}
