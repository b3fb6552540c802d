import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entrySize } from '../../../src/core/strategy/sizing.ts';
import { handmadeContext, marketRules } from '../../support/handmade-context.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

describe('the size of an entry', () => {
  test('y is the target divided by sigma, x is beta times that, sides as the spread says', () => {
    const size = entrySize(handmadeContext({ z: [0] }), 0, 'ENTER_LONG_SPREAD');
    expect(size).toEqual({
      quantity: { x: -0.25, y: 4 },
      notionalUsd: { x: 12_500, y: 10_000 },
      hedgeError: 0,
      cappedBy: null,
    });
    expect(entrySize(handmadeContext({ z: [0] }), 0, 'ENTER_SHORT_SPREAD')?.quantity).toEqual({ x: 0.25, y: -4 });
  });

  test('a leg over the largest notional scales both legs by one factor', () => {
    const settings = strategySettings({ risk: { maxNotionalUsdPerLeg: 5_000 } });
    const byX = entrySize(handmadeContext({ z: [0], settings }), 0, 'ENTER_LONG_SPREAD');
    expect(byX).toMatchObject({ notionalUsd: { x: 5_000, y: 4_000 }, cappedBy: 'max_notional_usd_per_leg' });
    const byY = entrySize(handmadeContext({ z: [0], beta: 0.5, settings }), 0, 'ENTER_LONG_SPREAD');
    expect(byY).toMatchObject({ notionalUsd: { x: 2_500, y: 5_000 }, cappedBy: 'max_notional_usd_per_leg' });
  });

  test('a leg over its share of the volume scales both legs by one factor', () => {
    const context = handmadeContext({ z: [0], advUsd: { x: 80e6, y: 100_000 } });
    expect(entrySize(context, 0, 'ENTER_LONG_SPREAD')).toMatchObject({
      notionalUsd: { x: 6_250, y: 5_000 },
      cappedBy: 'max_adv_frac',
    });
  });

  test('a volume not known yet limits nothing', () => {
    const context = handmadeContext({ z: [0], advUsd: { x: NaN, y: NaN } });
    expect(entrySize(context, 0, 'ENTER_LONG_SPREAD')).toMatchObject({ notionalUsd: { x: 12_500, y: 10_000 } });
  });

  test('there is no size without a positive beta and sigma', () => {
    for (const [beta, sigma] of [
      [0, 0.02],
      [-1, 0.02],
      [NaN, 0.02],
      [1, 0],
      [1, NaN],
    ]) {
      expect(entrySize(handmadeContext({ z: [0], beta, sigma }), 0, 'ENTER_LONG_SPREAD')).toBeNull();
    }
  });

  test('keeps within every limit, stays beta-neutral, and is as large as the tightest limit lets it', () => {
    fc.assert(
      fc.property(
        fc.record({
          beta: fc.double({ min: 0.01, max: 20, noNaN: true }),
          sigma: fc.double({ min: 1e-5, max: 1, noNaN: true }),
          advX: fc.double({ min: 1, max: 1e9, noNaN: true }),
          advY: fc.double({ min: 1, max: 1e9, noNaN: true }),
          maxUsd: fc.double({ min: 10, max: 1e6, noNaN: true }),
        }),
        ({ beta, sigma, advX, advY, maxUsd }) => {
          const settings = strategySettings({ risk: { maxNotionalUsdPerLeg: maxUsd } });
          const context = handmadeContext({ z: [0], beta, sigma, advUsd: { x: advX, y: advY }, settings });
          const size = entrySize(context, 0, 'ENTER_SHORT_SPREAD');
          if (size === null) throw new Error('no size');
          const { x, y } = size.notionalUsd;
          const limits = [y / (200 / sigma), x / maxUsd, y / maxUsd, x / (0.05 * advX), y / (0.05 * advY)];
          expect(Math.max(...limits)).toBeCloseTo(1, 12);
          expect(x / y / beta).toBeCloseTo(1, 12);
          expect(size.cappedBy === null).toBe(limits[0] > 1 - 1e-12);
        },
      ),
    );
  });

  test('each quantity is the nearest on the lot grid, and the hedge error is what rounding leaves', () => {
    const rules = { x: marketRules({ lotStep: 0.02 }), y: marketRules({ lotStep: 0.3 }) };
    const size = entrySize(handmadeContext({ z: [0], rules }), 0, 'ENTER_LONG_SPREAD');
    expect(size?.quantity).toEqual({ x: -0.26, y: 3.9 }); // 12.5 and 13.33 steps
    expect(size?.hedgeError).toBeCloseTo((0.26 * 50_000) / (3.9 * 2_500) / 1.25 - 1, 12);
  });

  test('a leg rounded to nothing is zero, not minus zero', () => {
    const rules = { x: marketRules({ lotStep: 10 }), y: marketRules({ lotStep: 100 }) };
    const size = entrySize(handmadeContext({ z: [0], rules }), 0, 'ENTER_LONG_SPREAD');
    expect(size?.quantity).toStrictEqual({ x: 0, y: 0 });
  });
});
