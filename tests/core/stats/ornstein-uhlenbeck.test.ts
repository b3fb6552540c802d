import { describe, expect, it } from 'vitest';
import { halfLifeInterval } from '../../../src/core/stats/half-life-interval.ts';
import { ornsteinUhlenbeck } from '../../../src/core/stats/ornstein-uhlenbeck.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';

/** Stationary where |phi| < 1, from 0 otherwise. */
function series(size: number, phi: number, mu: number, error: number, uniform: () => number): Float64Array {
  let deviation = Math.abs(phi) < 1 ? (error * standardNormal(uniform)) / Math.sqrt(1 - phi * phi) : 0;
  return Float64Array.from({ length: size }, () => {
    const value = mu + deviation;
    deviation = phi * deviation + error * standardNormal(uniform);
    return value;
  });
}

it('A long path gives its parameters back', () => {
  const [theta, mu, sigma] = [0.05, 3, 0.02];
  const phi = Math.exp(-theta);
  const error = sigma * Math.sqrt((1 - phi * phi) / (2 * theta));
  const fit = ornsteinUhlenbeck(series(200_000, phi, mu, error, randomSource(1)));
  expect(fit.theta / theta).toBeCloseTo(1, 1);
  expect(fit.mu).toBeCloseTo(mu, 2);
  expect(fit.sigma / sigma).toBeCloseTo(1, 2);
  expect(fit.halfLife).toBeCloseTo(Math.LN2 / fit.theta, 9);
});

it('Level and unit of the series change mu and sigma alone', () => {
  const plain = series(300, 0.9, 0, 0.01, randomSource(2));
  const [one, other] = [ornsteinUhlenbeck(plain), ornsteinUhlenbeck(plain.map((value) => 500 - 3 * value))];
  expect(other.phi).toBeCloseTo(one.phi, 9);
  expect(other.mu).toBeCloseTo(500 - 3 * one.mu, 9);
  expect(other.sigma / one.sigma).toBeCloseTo(3, 9);
  expect(other.halfLifeInterval[0]).toBeCloseTo(one.halfLifeInterval[0], 6);
});

it('What is no such process has defined answers', () => {
  const alternating = ornsteinUhlenbeck(Float64Array.from({ length: 50 }, (_, t) => (t % 2) + 0.01 * Math.sin(t)));
  expect(alternating).toMatchObject({ theta: Infinity, sigma: Infinity, halfLife: 0, halfLifeUnbiased: 0 });
  const growing = ornsteinUhlenbeck(Float64Array.from({ length: 50 }, (_, t) => 1.1 ** t));
  expect(growing).toMatchObject({ theta: 0, mu: NaN, halfLife: Infinity, halfLifeUnbiased: Infinity });
  const constant = ornsteinUhlenbeck(new Float64Array(50).fill(0.1));
  expect(constant).toMatchObject({ phi: NaN, theta: NaN, mu: NaN, sigma: NaN, halfLife: NaN });
  expect(constant.halfLifeInterval).toEqual([NaN, NaN]);
});

describe.each([
  [100, 0.9],
  [300, 0.97],
  [200, 1],
])('over 600 series of %d values with phi %d', (size, phi) => {
  const uniform = randomSource(size);
  const truth = phi === 1 ? Infinity : -Math.LN2 / Math.log(phi);
  const all = Array.from({ length: 600 }, () => {
    const values = series(size, phi, 0, 1, uniform);
    return { ...ornsteinUhlenbeck(values), interval: halfLifeInterval(values) };
  });
  const median = (values: number[]): number => values.sort((a, b) => a - b)[300];

  it('the half-life put right is nearer to the truth in the middle than the plain one, which is too short', () => {
    const [plain, unbiased] = [median(all.map((fit) => fit.halfLife)), median(all.map((fit) => fit.halfLifeUnbiased))];
    expect(plain).toBeLessThan(truth);
    expect(unbiased).toBeGreaterThan(plain);
    if (phi < 1) expect(Math.abs(unbiased - truth)).toBeLessThan(Math.abs(plain - truth));
  });

  it('the interval holds the truth in about 95 of 100', () => {
    const share = all.filter(({ interval: [low, high] }) => low <= truth && truth <= high).length / all.length;
    expect(share).toBeGreaterThan(0.925);
    expect(share).toBeLessThan(0.975);
  });
});
