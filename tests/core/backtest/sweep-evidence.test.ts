import { describe, expect, it } from 'vitest';
import type { SettingFigures } from '../../../src/core/backtest/setting-figures.ts';
import { sweepEvidence, sweepVerdict } from '../../../src/core/backtest/sweep-evidence.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';

const figures = (net: number, sharpe: number) => ({ net, sharpe }) as SettingFigures;

/** Daily P&L of a setting with the given mean, in units of its std. */
function days(mean: number, seed: number): Float64Array {
  const uniform = randomSource(seed);
  return Float64Array.from({ length: 800 }, () => 0.01 * (mean + standardNormal(uniform)));
}

describe('what a sweep says of its best setting', () => {
  it('believes one that is far better than luck and stays ahead in every half of history', () => {
    const daily = [days(0.3, 1), ...Array.from({ length: 9 }, (_, k) => days(0, k + 2))];
    const evidence = sweepEvidence(daily[0], daily, { count: 10, variance: 0.002 });
    expect(evidence.deflatedSharpe).toBeGreaterThan(0.99);
    expect(evidence.pbo).toBeLessThan(0.01);
    const { level, reason } = sweepVerdict(figures(12_345.6, 5.7), 10, evidence);
    expect(level).toBe('WORTH A WALK-FORWARD');
    expect(reason).toMatch(/^the best of 10 settings earned \$12,346 \(Sharpe 5\.70\); all of it in sample/);
  });

  it('doubts the best of many settings without any edge', () => {
    const daily = Array.from({ length: 40 }, (_, k) => days(0, k + 1));
    const means = daily.map((values) => values.reduce((sum, value) => sum + value, 0));
    const best = daily[means.indexOf(Math.max(...means))];
    const evidence = sweepEvidence(best, daily, { count: 40, variance: 1 / 800 });
    expect(evidence.deflatedSharpe).toBeLessThan(0.95);
    const { level, reason } = sweepVerdict(figures(500, 1.1), 40, evidence);
    expect(level).toBe('NOT PROVEN');
    expect(reason).toContain('after 40 trials on this market the probability that this is more than luck is 0.');
  });

  it('charges the same result more, the more was tried before', () => {
    const best = days(0.08, 3);
    const after = (count: number): number => sweepEvidence(best, [], { count, variance: 0.001 }).deflatedSharpe;
    expect(after(10)).toBeLessThan(after(2));
    expect(after(1000)).toBeLessThan(after(10));
  });

  it('finds nothing where the best loses, where nothing traded, and where nothing was tried', () => {
    const none = sweepEvidence(null, [], { count: 0, variance: 0 });
    expect(none.deflatedSharpe).toBeNaN();
    expect(sweepVerdict(figures(-20, -0.1), 3, none)).toEqual({
      level: 'NOTHING FOUND',
      reason: 'the best of 3 settings lost $20 (Sharpe -0.10)',
    });
    expect(sweepVerdict(null, 3, none).reason).toBe('none of 3 settings made a trade');
    expect(sweepVerdict(null, 0, none).reason).toBe('no setting was tried');
  });
});
