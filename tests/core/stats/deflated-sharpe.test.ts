import { describe, expect, test } from 'vitest';
import { deflatedSharpe, expectedMaximumSharpe, probabilisticSharpe } from '../../../src/core/stats/deflated-sharpe.ts';
import { normalCdf } from '../../../src/core/stats/normal-distribution.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';
import { sampleMoments } from '../../../src/core/stats/sample-moments.ts';

/** The example of Bailey & López de Prado (2014): five years of daily returns, 250 a year, an annual ratio of 2.5. */
const PAPER = { sharpe: 2.5 / Math.sqrt(250), observations: 1250, skewness: -3, kurtosis: 10 };
const PAPER_VARIANCE = 0.5 / 250;

describe('the deflated Sharpe ratio', () => {
  test("the paper's example is 0.9004 after 100 trials and 0.9505 after 46", () => {
    const of = (trials: number): number => deflatedSharpe({ ...PAPER, trials, trialsVariance: PAPER_VARIANCE });
    expect(of(100)).toBeCloseTo(0.9003968344493909, 13);
    expect(of(46)).toBeCloseTo(0.9505017068755786, 13);
    expect(expectedMaximumSharpe(100, PAPER_VARIANCE)).toBeCloseTo(0.11317200186513203, 14);
  });

  test('skew and fat tails cost: as if normal, the example would be 0.9428', () => {
    const normal = { ...PAPER, skewness: 0, kurtosis: 3, trials: 100, trialsVariance: PAPER_VARIANCE };
    expect(deflatedSharpe(normal)).toBeCloseTo(0.9427705859565298, 13);
  });

  test('a single trial is not deflated, whatever the variance', () => {
    const single = probabilisticSharpe({ ...PAPER, benchmark: 0 });
    expect(single).toBeCloseTo(0.9999968595078976, 14);
    for (const trialsVariance of [0, 1, NaN]) {
      expect(deflatedSharpe({ ...PAPER, trials: 1, trialsVariance })).toBe(single);
    }
  });

  test('more trials always make it smaller', () => {
    const of = (trials: number): number => deflatedSharpe({ ...PAPER, trials, trialsVariance: PAPER_VARIANCE });
    const values = [1, 1.5, 2, 3, 10, 46, 100, 1e4, 1e6, 1e12].map(of);
    for (let k = 1; k < values.length; k++) expect(values[k]).toBeLessThanOrEqual(values[k - 1]);
    expect(values.at(-1)).toBeLessThan(0.01);
  });

  test('the best of N skill-less trials is about what the formula expects', () => {
    const uniform = randomSource(6);
    for (const trials of [10, 100]) {
      let sum = 0;
      for (let k = 0; k < 4000; k++) {
        let best = -Infinity;
        for (let trial = 0; trial < trials; trial++) best = Math.max(best, standardNormal(uniform));
        sum += best;
      }
      // The formula is asymptotic: 2 % high for ten trials.
      expect(sum / 4000 / expectedMaximumSharpe(trials, 1)).toBeCloseTo(1, 1);
    }
    expect(expectedMaximumSharpe(10, 1)).toBeCloseTo(1.57459830134575, 13);
    expect(expectedMaximumSharpe(1_000_000, 1)).toBeCloseTo(4.867860037837305, 13);
  });
});

describe('the probabilistic Sharpe ratio', () => {
  test('it is the formula of the paper', () => {
    const evidence = { sharpe: 0.02, observations: 730, skewness: -0.5, kurtosis: 6 };
    expect(probabilisticSharpe({ ...evidence, benchmark: 0 })).toBeCloseTo(0.7044308205531007, 13);
    expect(probabilisticSharpe({ ...evidence, benchmark: 0.05 })).toBeCloseTo(0.21018465470019249, 13);
    expect(probabilisticSharpe({ ...evidence, benchmark: 0.02 })).toBe(0.5);
  });

  test('over normal noise without skill it is evenly spread', () => {
    const uniform = randomSource(4);
    const trials = 2000;
    let below = 0;
    for (let k = 0; k < trials; k++) {
      const { count, mean, std, skewness, kurtosis } = sampleMoments(
        Float64Array.from({ length: 120 }, () => standardNormal(uniform)),
      );
      const psr = probabilisticSharpe({ sharpe: mean / std, observations: count, skewness, kurtosis, benchmark: 0 });
      if (psr >= normalCdf(1.6448536269514722)) below++;
    }
    expect(below / trials).toBeCloseTo(0.05, 1.7);
  });

  test('without a Sharpe ratio, a shape or two observations there is no probability', () => {
    const good = { sharpe: 0.1, observations: 100, skewness: 0, kurtosis: 3, benchmark: 0 };
    expect(probabilisticSharpe(good)).toBeGreaterThan(0.5);
    for (const bad of [
      { sharpe: NaN },
      { skewness: NaN },
      { kurtosis: NaN },
      { benchmark: NaN },
      { observations: 1 },
      { observations: NaN },
      { skewness: 20 },
    ]) {
      expect(probabilisticSharpe({ ...good, ...bad })).toBeNaN();
    }
    expect(deflatedSharpe({ ...good, trials: 0, trialsVariance: 1 })).toBeNaN();
    expect(deflatedSharpe({ ...good, trials: 10, trialsVariance: NaN })).toBeNaN();
  });
});
