import { describe, expect, it } from 'vitest';
import type { SpreadModel } from '../../../src/core/domain/settings.ts';
import { featureFrame } from '../../../src/core/features/feature-frame.ts';
import { logColumn } from '../../../src/core/features/log-column.ts';
import { zChange, zInputs } from '../../../src/core/features/z-change.ts';
import { simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

const W = 60;
const L = 40;
const K = 60;
const MODELS: readonly SpreadModel[] = ['fixed-beta', 'rolling-beta', 'residual', 'kalman'];

function setUp(model: SpreadModel, seed = 3) {
  const candles = simulatedFrame({ bars: 400, seed });
  const { windows } = strategySettings({ windows: { olsBeta: W, zscore: L, kalman: K } });
  const features = featureFrame(candles, windows, { model, direction: 'revert', kalmanNoise: null });
  const logs = { x: logColumn(candles.x.close), y: logColumn(candles.y.close) };
  return { candles, features, logs, at: (i: number) => zInputs(logs, features, L, model, i) };
}

describe.each(MODELS)('the change of z under %s', (model) => {
  it('is the sum of its four parts on every bar', () => {
    const { features, at } = setUp(model);
    for (let i = W; i < 400; i++) {
      const inputs = at(i);
      if (inputs === null) continue;
      const { price, beta, mean, sigma } = zChange(inputs);
      expect(price + beta + mean + sigma).toBeCloseTo(features.z[i] - features.z[i - 1], 9);
    }
    expect(at(300)).not.toBeNull();
  });

  it('is not known before z is known on two bars', () => {
    const { features, at } = setUp(model);
    const first = features.z.findIndex((z) => !Number.isNaN(z));
    expect(at(first)).toBeNull();
    expect(at(first + 1)).not.toBeNull();
    expect(at(first + 1)?.betaShare).toBeNull();
    expect(at(0)).toBeNull();
  });

  it('reads no later bar', () => {
    const { features, logs, at } = setUp(model);
    const before = at(250);
    for (const column of [logs.x, logs.y, features.z, features.beta, features.spreadMean]) column.fill(7, 251);
    expect(at(250)).toEqual(before);
  });

  it("gives beta the share of z's variance that the plain sums give", () => {
    const { features, at } = setUp(model);
    const i = 350;
    const parts = Array.from({ length: L }, (_, k) => zChange(at(i - L + 1 + k) ?? expect.fail('no inputs')));
    const z = Array.from(features.z.subarray(i - L + 1, i + 1));
    const cumulated = (name: 'price' | 'beta' | 'mean' | 'sigma'): number[] => {
      let sum = 0;
      return parts.map((part) => (sum += part[name]));
    };
    const shares = (['price', 'beta', 'mean', 'sigma'] as const).map(
      (name) => covariance(cumulated(name), z) / covariance(z, z),
    );
    expect(at(i)?.betaShare).toBeCloseTo(shares[1], 9);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
  });
});

it('The parts under fixed-beta are what one gets by changing one thing after the other over whole windows', () => {
  const { candles, features, at } = setUp('fixed-beta');
  const i = 200;
  const z = (beta: number, last: number, over: { mean: [number, number]; std: [number, number] }): number => {
    const spread = (k: number): number => Math.log(candles.y.close[k]) - beta * Math.log(candles.x.close[k]);
    const window = (first: number, betaOf: number): number[] =>
      Array.from(
        { length: L },
        (_, k) => Math.log(candles.y.close[first + k]) - betaOf * Math.log(candles.x.close[first + k]),
      );
    const meanOf = window(...over.mean);
    const stdOf = window(...over.std);
    return (spread(last) - average(meanOf)) / Math.sqrt(covariance(stdOf, stdOf));
  };
  const [b0, b1] = [features.beta[i - 1], features.beta[i]];
  const [old, now] = [i - L, i - L + 1];
  const steps = [
    z(b0, i - 1, { mean: [old, b0], std: [old, b0] }),
    z(b0, i, { mean: [old, b0], std: [old, b0] }),
    z(b0, i, { mean: [now, b0], std: [old, b0] }),
    z(b0, i, { mean: [now, b0], std: [now, b0] }),
    z(b1, i, { mean: [now, b1], std: [now, b1] }),
  ];
  const change = zChange(at(i) ?? expect.fail('no inputs'));
  expect(change.price).toBeCloseTo(steps[1] - steps[0], 8);
  expect(change.mean).toBeCloseTo(steps[2] - steps[1], 8);
  expect(change.sigma).toBeCloseTo(steps[3] - steps[2], 8);
  expect(change.beta).toBeCloseTo(steps[4] - steps[3], 8);
});

it("Most of rolling-beta's z is revision of beta, and little of fixed-beta's", () => {
  const share = (model: SpreadModel): number => setUp(model).at(350)?.betaShare ?? NaN;
  expect(Math.abs(share('fixed-beta'))).toBeLessThan(0.5);
  expect(share('rolling-beta')).toBeGreaterThan(Math.abs(share('fixed-beta')));
});

const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

function covariance(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [average(a), average(b)];
  return a.reduce((sum, value, k) => sum + (value - meanA) * (b[k] - meanB), 0) / (a.length - 1);
}
