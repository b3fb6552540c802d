import { describe, expect, test } from 'vitest';
import { leastSquares } from '../../../src/core/stats/least-squares.ts';
import { overfittingProbability } from '../../../src/core/stats/overfitting-probability.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';
import { sampleMoments } from '../../../src/core/stats/sample-moments.ts';

/** Settings of pure noise, with a mean of their own each. */
function noise(means: readonly number[], periods: number, seed: number): Float64Array[] {
  const uniform = randomSource(seed);
  return means.map((mean) => Float64Array.from({ length: periods }, () => mean + standardNormal(uniform)));
}
const zeros = (count: number): number[] => new Array<number>(count).fill(0);

/** The paper's §2.2, word for word, for settings without ties. */
function obvious(pnl: readonly Float64Array[], blocks: number): { logits: number[]; best: [number, number][] } {
  const periods = pnl[0].length;
  const blockOf = (i: number): number => {
    for (let block = 0; ; block++) if (i < Math.floor((periods * (block + 1)) / blocks)) return block;
  };
  const sharpes = (blocksIn: ReadonlySet<number>): number[] =>
    pnl.map((values) => {
      const { mean, std } = sampleMoments(values.filter((_, i) => blocksIn.has(blockOf(i))));
      return mean / std;
    });
  const subsets = (from: number, count: number): number[][] =>
    count === 0
      ? [[]]
      : Array.from({ length: blocks - from }, (_, k) => from + k).flatMap((block) =>
          subsets(block + 1, count - 1).map((rest) => [block, ...rest]),
        );
  const splits = subsets(0, blocks / 2).map((chosen) => {
    const inSample = sharpes(new Set(chosen));
    const outOfSample = sharpes(
      new Set(Array.from({ length: blocks }, (_, k) => k).filter((k) => !chosen.includes(k))),
    );
    const best = inSample.indexOf(Math.max(...inSample));
    const rank = outOfSample.filter((value) => value <= outOfSample[best]).length;
    const omega = rank / (pnl.length + 1);
    return { logit: Math.log(omega / (1 - omega)), best: [inSample[best], outOfSample[best]] as [number, number] };
  });
  return { logits: splits.map(({ logit }) => logit), best: splits.map(({ best }) => best) };
}

const ascending = (values: Iterable<number>): number[] => [...values].sort((a, b) => a - b);
const expectClose = (actual: Iterable<number>, expected: Iterable<number>): void => {
  const [a, b] = [ascending(actual), ascending(expected)];
  expect(a).toHaveLength(b.length);
  a.forEach((value, k) => expect(value).toBeCloseTo(b[k], 11));
};

describe('the probability of backtest overfitting', () => {
  test.each([
    [2, 9],
    [4, 40],
    [6, 67],
  ])('%d blocks of %d periods give what the obvious way gives', (blocks, periods) => {
    const pnl = noise([0.1, 0, -0.1, 0.05, 0, 0.2, 0], periods, 11);
    const fast = overfittingProbability(pnl, blocks);
    const slow = obvious(pnl, blocks);
    expectClose(fast.logits, slow.logits);
    expectClose(
      fast.inSample,
      slow.best.map(([inSample]) => inSample),
    );
    expectClose(
      fast.outOfSample,
      slow.best.map(([, outOfSample]) => outOfSample),
    );
    expect(fast.pbo).toBe(slow.logits.filter((logit) => logit <= 0).length / slow.logits.length);
    expect(fast.lossProbability).toBe(slow.best.filter(([, outOfSample]) => outOfSample < 0).length / slow.best.length);
    const line = leastSquares(
      Float64Array.from(slow.best, ([x]) => x),
      Float64Array.from(slow.best, ([, y]) => y),
    );
    expect(fast.degradation.slope).toBeCloseTo(line.slope, 9);
    expect(fast.degradation.intercept).toBeCloseTo(line.intercept, 9);
  });

  test('sixteen blocks make 12,870 splits', () => {
    expect(overfittingProbability(noise(zeros(3), 64, 1)).logits).toHaveLength(12_870);
  });

  test('among settings of pure noise the choice is worth nothing: about one half', () => {
    const seeds = 40;
    let pbo = 0;
    let loss = 0;
    for (let seed = 0; seed < seeds; seed++) {
      const result = overfittingProbability(noise(zeros(50), 240, seed), 8);
      pbo += result.pbo / seeds;
      loss += result.lossProbability / seeds;
    }
    expect(Math.abs(pbo - 0.5)).toBeLessThan(0.12);
    expect(Math.abs(loss - 0.5)).toBeLessThan(0.12);
  });

  test('one truly good setting is found again out of sample: near zero', () => {
    const { pbo, lossProbability } = overfittingProbability(noise([0.3, ...zeros(30)], 800, 3), 12);
    expect(pbo).toBeLessThan(0.01);
    expect(lossProbability).toBeLessThan(0.01);
  });

  test('a setting that shines in one half only because it fails in the other counts as overfit', () => {
    const periods = 64;
    const uniform = randomSource(2);
    // Each setting earns in its own block and gives it all back everywhere else.
    const pnl = Array.from({ length: 8 }, (_, own) =>
      Float64Array.from(
        { length: periods },
        (_, i) => (Math.floor(i / 8) === own ? 2 : -0.3) + 0.1 * standardNormal(uniform),
      ),
    );
    const { pbo, lossProbability, degradation } = overfittingProbability(pnl, 8);
    expect(pbo).toBe(1);
    expect(lossProbability).toBe(1);
    expect(Number.isFinite(degradation.slope)).toBe(true);
  });

  test('neither the unit of P&L nor the order of the settings matters', () => {
    const pnl = noise(zeros(9), 90, 5);
    const { pbo, lossProbability, logits } = overfittingProbability(pnl, 6);
    const other = overfittingProbability(pnl.map((values) => values.map((value) => 1024 * value)).reverse(), 6);
    expect([other.pbo, other.lossProbability]).toEqual([pbo, lossProbability]);
    expect(other.logits).toEqual(logits);
  });

  test('settings that are all alike cannot be chosen between: a logit of 0, which counts as overfit', () => {
    const [values] = noise([0.5], 60, 1);
    const { pbo, logits } = overfittingProbability([values, values, values], 4);
    expect(logits).toEqual(new Float64Array(6));
    expect(pbo).toBe(1);
  });

  test('settings that never trade are alike, lose nothing and have no slope', () => {
    const idle = [new Float64Array(60), new Float64Array(60)];
    const { pbo, lossProbability, degradation, inSample } = overfittingProbability(idle, 4);
    expect([pbo, lossProbability]).toEqual([1, 0]);
    expect(inSample).toEqual(new Float64Array(6));
    expect(degradation.slope).toBeNaN();
  });

  test('of settings tied in sample the worse out of sample is taken, in whatever order they come', () => {
    // Two settings that are the same in the first half and opposite in the second.
    const first = [1, 2, 1, 2];
    const good = Float64Array.from([...first, 1, 2, 1, 2]);
    const bad = Float64Array.from([...first, -1, -2, -1, -2]);
    for (const pnl of [
      [good, bad],
      [bad, good],
    ]) {
      const { logits, outOfSample } = overfittingProbability(pnl, 2);
      expect(logits[0]).toBeCloseTo(Math.log(1 / 2), 14);
      expect(outOfSample[0]).toBeLessThan(0);
    }
  });

  test('equal gains every period are the best there is, and still a number', () => {
    const steady = new Float64Array(40).fill(0.1);
    const { pbo, inSample } = overfittingProbability([steady, ...noise(zeros(4), 40, 2)], 4);
    expect(pbo).toBe(0);
    for (const sharpe of inSample) {
      expect(sharpe).toBeGreaterThan(1e5);
      expect(sharpe).toBeLessThanOrEqual(1e6);
    }
  });

  test('one setting, or a history shorter than two periods a block, has no answer', () => {
    for (const pnl of [[], noise([0], 100, 1), noise(zeros(5), 31, 1)]) {
      const { pbo, lossProbability, degradation, logits } = overfittingProbability(pnl);
      expect([pbo, lossProbability, degradation.slope, degradation.intercept]).toEqual([NaN, NaN, NaN, NaN]);
      expect(logits).toHaveLength(0);
    }
  });

  test('odd or too many blocks, unequal lengths and values that are not finite are mistakes', () => {
    const pnl = noise(zeros(3), 100, 1);
    for (const blocks of [0, 1, 3, 22, 4.5, NaN]) expect(() => overfittingProbability(pnl, blocks)).toThrow(RangeError);
    expect(() => overfittingProbability([...pnl, new Float64Array(99)])).toThrow('series 3 has 99 periods');
    expect(() => overfittingProbability([...pnl, new Float64Array(100).fill(NaN, 50, 51)])).toThrow('not finite');
  });
});
