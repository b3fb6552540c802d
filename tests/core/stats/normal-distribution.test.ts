import { describe, expect, test } from 'vitest';
import { normalCdf, normalQuantile } from '../../../src/core/stats/normal-distribution.ts';

const relativeError = (value: number, truth: number): number => Math.abs(value / truth - 1);

/** mpmath at 40 digits. */
const CDF: readonly (readonly [z: number, probability: number])[] = [
  [-37, 5.7255712225245768227e-300],
  [-30, 4.9067139271481870595e-198],
  [-20, 2.7536241186062336951e-89],
  [-8, 6.2209605742717841235e-16],
  [-6, 9.865876450376981407e-10],
  [-5, 2.8665157187919391167e-7],
  [-2, 0.0227501319481792072],
  [-1.96, 0.024997895148220436213],
  [-1, 0.15865525393145705141],
  [-0.5, 0.30853753872598689636],
  [-1e-10, 0.49999999996010577196],
  [0, 0.5],
  [0.3, 0.61791142218895263307],
  [1, 0.84134474606854294859],
  [3, 0.99865010196836990547],
  [8, 0.9999999999999993779],
];

const QUANTILES: readonly (readonly [p: number, z: number])[] = [
  [1e-300, -37.047096299361199237],
  [1e-100, -21.273453560965324294],
  [1e-16, -8.2220822161304356152],
  [1e-10, -6.3613409024040561991],
  [0.001, -3.0902323061678135354],
  [0.025, -1.9599639845400542118],
  [0.3, -0.52440051270804081597],
  [0.6, 0.25334710313579974132],
  [0.975, 1.9599639845400538556],
  [0.99, 2.3263478740408407676],
];

describe('the normal distribution', () => {
  test.each(CDF)('P(Z ≤ %d) holds 15 digits', (z, probability) => {
    expect(relativeError(normalCdf(z), probability)).toBeLessThan(1e-15);
  });

  test.each(QUANTILES)('the quantile of %d holds 15 digits', (p, z) => {
    expect(relativeError(normalQuantile(p), z)).toBeLessThan(1e-15);
  });

  test('quantile and distribution undo each other, in the far tail too', () => {
    for (let exponent = -300; exponent < 0; exponent += 0.37) {
      const p = 0.5 * 10 ** exponent;
      // A relative error of z costs z² times as much in p.
      expect(relativeError(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-15 * (5 + normalQuantile(p) ** 2));
    }
  });

  test('the distribution never falls, also where one formula hands over to the next', () => {
    const probabilities = Float64Array.from({ length: 100_000 }, (_, k) => normalCdf(k * 1e-4 - 9));
    expect(probabilities).toEqual(probabilities.slice().sort());
  });

  test('both tails together are 1', () => {
    for (const z of [0.1, 0.66, 0.67, 1, 2, 5.6, 5.7, 9]) expect(normalCdf(z) + normalCdf(-z)).toBeCloseTo(1, 15);
  });

  test('the ends are exact and what is no number or no probability is NaN', () => {
    expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(-50), normalCdf(NaN)]).toEqual([0, 1, 0, NaN]);
    expect([0, 1, 0.5].map(normalQuantile)).toEqual([-Infinity, Infinity, 0]);
    expect([-0.1, 1.1, NaN].map(normalQuantile)).toEqual([NaN, NaN, NaN]);
  });
});
