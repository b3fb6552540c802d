import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FundingRate } from '../../../src/core/domain/funding.ts';
import type { Refusal } from '../../../src/core/domain/order.ts';
import { newBook } from '../../../src/core/domain/position.ts';
import { decide } from '../../../src/core/strategy/decide.ts';
import type { DecisionContext } from '../../../src/core/strategy/decision-context.ts';
import { fundingDifferenceBps8h, spreadVolPercentile } from '../../../src/core/strategy/filters.ts';
import { entrySize } from '../../../src/core/strategy/sizing.ts';
import { handmadeContext, marketRules } from '../../support/handmade-context.ts';
import { FIRST_BAR, HOUR } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

const CROSS = [-1.9, -2.3];

/** The reasons against the entry on the last bar; empty when it is taken. */
function refusals(context: DecisionContext): readonly Refusal[] {
  const last = context.candles.ts.length - 1;
  const decision = decide(context, last, newBook(40_000));
  if (decision.kind === 'hold') throw new Error('no entry was called for');
  return decision.kind === 'refused' ? decision.reasons : [];
}

const stamp = (hour: number, rate: number, lateMs = 0): FundingRate => ({
  ts: FIRST_BAR + hour * HOUR + lateMs,
  rate,
  mark: null,
});

describe('each filter alone refuses, with its numbers', () => {
  test('beyond_stop: z has already passed the stop, when reverting', () => {
    expect(refusals(handmadeContext({ z: [-1.9, -3.6] }))).toEqual([{ code: 'beyond_stop', z: -3.6, z_stop: 3.5 }]);
    expect(refusals(handmadeContext({ z: [1.9, 3.6] }))).toEqual([{ code: 'beyond_stop', z: 3.6, z_stop: 3.5 }]);
    expect(refusals(handmadeContext({ z: [-1.9, -3.5] }))).toEqual([]);
    const settings = strategySettings({ strategy: { direction: 'follow' } });
    expect(refusals(handmadeContext({ z: [-1.9, -3.6], settings }))).toEqual([]);
  });

  test('adv: the thinner leg trades too little', () => {
    const reason = { code: 'adv', adv_usd: 4_999_999, min_adv_usd: 5_000_000 };
    expect(refusals(handmadeContext({ z: CROSS, advUsd: { x: 4_999_999, y: 40e6 } }))).toEqual([reason]);
    expect(refusals(handmadeContext({ z: CROSS, advUsd: { x: 40e6, y: 4_999_999 } }))).toEqual([reason]);
    expect(refusals(handmadeContext({ z: CROSS, advUsd: { x: 5e6, y: 5e6 } }))).toEqual([]);
  });

  test('vol: the wilder leg moves too much', () => {
    const reason = { code: 'vol', realized_vol: 2.01, max_realized_vol_annual: 2 };
    expect(refusals(handmadeContext({ z: CROSS, realizedVol: { x: 2.01, y: 0.5 } }))).toEqual([reason]);
    expect(refusals(handmadeContext({ z: CROSS, realizedVol: { x: 0.5, y: 2.01 } }))).toEqual([reason]);
    expect(refusals(handmadeContext({ z: CROSS, realizedVol: { x: 2, y: 2 } }))).toEqual([]);
  });

  test('stale: more than 5 % of the z window was forward-filled', () => {
    const z = [...new Array<number>(149).fill(0), -2.3];
    const sixth = handmadeContext({ z, filled: [60, 61, 62, 63, 64, 65] });
    expect(refusals(sixth)).toEqual([{ code: 'stale', filled_share: 0.06, max_filled_share: 0.05 }]);
    expect(refusals(handmadeContext({ z, filled: [60, 61, 62, 63, 64] }))).toEqual([]);
    // Bars 50 to 149 are the window: what lies before does not count.
    expect(refusals(handmadeContext({ z, filled: [10, 20, 30, 40, 48, 49, 50, 51, 52, 53, 54] }))).toEqual([]);
  });

  test('beta: a hedge that is not short against long is none', () => {
    expect(refusals(handmadeContext({ z: CROSS, beta: -0.2 }))).toEqual([{ code: 'beta', beta: -0.2 }]);
    expect(refusals(handmadeContext({ z: CROSS, beta: 0 }))).toEqual([{ code: 'beta', beta: 0 }]);
  });

  test('beta: where the hedged position would not move at all there is nothing to size, and the refusal says so', () => {
    expect(refusals(handmadeContext({ z: CROSS, sigma: 0 }))).toEqual([{ code: 'beta', beta: 1.25, sigma: 0 }]);
  });

  test('min_notional: a leg is smaller than we or the venue allow', () => {
    const small = strategySettings({ risk: { targetSigmaUsd: 0.16 } }); // y 8 $, x 10 $
    expect(refusals(handmadeContext({ z: CROSS, settings: small }))).toEqual([
      { code: 'min_notional', leg: 'y', notional_usd: 8, min_notional_usd: 10 },
    ]);
    const venue = { x: marketRules({ minNotional: 20_000 }), y: marketRules({ minNotional: 5 }) };
    expect(refusals(handmadeContext({ z: CROSS, rules: venue }))).toEqual([
      { code: 'min_notional', leg: 'x', notional_usd: 12_500, min_notional_usd: 20_000 },
    ]);
    const quantity = { x: marketRules({ minQuantity: 0.3 }), y: null };
    expect(refusals(handmadeContext({ z: CROSS, rules: quantity }))).toEqual([
      { code: 'min_notional', leg: 'x', notional_usd: 12_500, min_notional_usd: 15_000 },
    ]);
  });

  test('lot_hedge: lot rounding would leave more than 1 % of the hedge open', () => {
    const rules = { x: marketRules({ lotStep: 0.1 }), y: null }; // 0.25 BTC becomes 0.3
    const [reason, ...others] = refusals(handmadeContext({ z: CROSS, rules }));
    expect(others).toEqual([]);
    expect(reason).toEqual({
      code: 'lot_hedge',
      hedge_error: expect.closeTo(0.2, 9) as unknown,
      max_hedge_error: 0.01,
      smallest_notional_y_usd: expect.closeTo(200_000, 6) as unknown,
    });
  });

  test('lot_hedge: a leg rounded to nothing has no hedge error to speak of, and both reasons are told', () => {
    const rules = { x: marketRules({ lotStep: 1 }), y: null };
    const reasons = refusals(handmadeContext({ z: CROSS, rules }));
    expect(reasons.map(({ code }) => code)).toEqual(['min_notional', 'lot_hedge']);
    expect(reasons[1].hedge_error).toBeCloseTo(1, 12);
  });

  test('funding: the legs pay too differently', () => {
    const settings = strategySettings({ filters: { maxFundingDiffBps8h: 3 } });
    const funding = { x: [stamp(-8, 0.0009), stamp(0, 0.0001)], y: [stamp(-8, 0.0009), stamp(0, -0.00025)] };
    expect(refusals(handmadeContext({ z: CROSS, settings, funding }))).toEqual([
      { code: 'funding', funding_diff_bps_8h: expect.closeTo(3.5, 9) as unknown, max_funding_diff_bps_8h: 3 },
    ]);
    expect(refusals(handmadeContext({ z: CROSS, funding }))).toEqual([]);
    const loose = strategySettings({ filters: { maxFundingDiffBps8h: 4 } });
    expect(refusals(handmadeContext({ z: CROSS, settings: loose, funding }))).toEqual([]);
  });

  test('regime: the spread is wilder than it mostly was', () => {
    const settings = strategySettings({ windows: { spreadVol: 10 }, filters: { maxSpreadVolPercentile: 90 } });
    const z = [...new Array<number>(11).fill(0), -2.3];
    const sigma = [1, 9, 1, 2, 3, 4, 5, 6, 7, 8, 8, 9].map((value) => value / 1000);
    expect(refusals(handmadeContext({ z, sigma, settings }))).toEqual([
      { code: 'regime', spread_vol_percentile: 100, max_spread_vol_percentile: 90 },
    ]);
    const calmer = [...sigma.slice(0, -1), 0.0079];
    expect(refusals(handmadeContext({ z, sigma: calmer, settings }))).toEqual([]);
  });
});

describe('several filters at once', () => {
  test('every reason that applies is told, not only the first', () => {
    const settings = strategySettings({
      windows: { zscore: 2, spreadVol: 2 },
      filters: { maxFundingDiffBps8h: 1, maxSpreadVolPercentile: 50 },
    });
    const context = handmadeContext({
      z: [0, -1.9, -4],
      sigma: [0.02, 0.02, 0.03],
      filled: [1],
      advUsd: { x: 100, y: 40e6 },
      realizedVol: { x: 3, y: NaN },
      rules: { x: marketRules({ lotStep: 0.0003 }), y: null },
      funding: { x: [stamp(0, 0.001)], y: [stamp(0, 0)] },
      settings,
    });
    expect(refusals(context).map(({ code }) => code)).toEqual([
      'beyond_stop',
      'adv',
      'vol',
      'stale',
      'min_notional',
      'min_notional',
      'lot_hedge',
      'funding',
      'regime',
    ]);
  });

  test('a number that is not known yet refuses nothing', () => {
    const settings = strategySettings({ filters: { maxFundingDiffBps8h: 1, maxSpreadVolPercentile: 50 } });
    const unknown = { x: NaN, y: NaN };
    expect(refusals(handmadeContext({ z: CROSS, advUsd: unknown, realizedVol: unknown, settings }))).toEqual([]);
  });
});

describe('the smallest notional a lot_hedge refusal names', () => {
  test('works: an entry of that size, or any larger one, keeps its hedge', () => {
    fc.assert(
      fc.property(
        fc.record({
          stepX: fc.constantFrom(null, 1e-5, 0.001, 0.1, 1, 7),
          stepY: fc.constantFrom(null, 1e-4, 0.01, 1, 13),
          priceX: fc.double({ min: 1e-3, max: 1e5, noNaN: true }),
          priceY: fc.double({ min: 1e-3, max: 1e5, noNaN: true }),
          beta: fc.double({ min: 0.05, max: 8, noNaN: true }),
          startUsd: fc.double({ min: 1, max: 1e6, noNaN: true }),
          more: fc.double({ min: 1, max: 3, noNaN: true }),
        }),
        ({ stepX, stepY, priceX, priceY, beta, startUsd, more }) => {
          const ofNotional = (usd: number): DecisionContext =>
            handmadeContext({
              z: CROSS,
              beta,
              close: { x: priceX, y: priceY },
              advUsd: { x: 1e15, y: 1e15 },
              rules: { x: marketRules({ lotStep: stepX }), y: marketRules({ lotStep: stepY }) },
              settings: strategySettings({
                risk: { targetSigmaUsd: usd * 0.02, maxNotionalUsdPerLeg: 1e15, minNotionalUsdPerLeg: 0 },
              }),
            });
          const refused = refusals(ofNotional(startUsd)).find(({ code }) => code === 'lot_hedge');
          if (refused === undefined) return;
          const smallest = Number(refused.smallest_notional_y_usd);
          const works = ofNotional(smallest * more * (1 + 1e-9));
          expect(refusals(works)).toEqual([]);
          const size = entrySize(works, 1, 'ENTER_LONG_SPREAD');
          expect(size?.hedgeError).toBeLessThanOrEqual(0.01);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('the funding difference', () => {
  const difference = (x: FundingRate[], y: FundingRate[]): number =>
    fundingDifferenceBps8h(handmadeContext({ z: [0, 0, 0], funding: { x, y } }), 1);

  test('takes the last stamps at or before the close of the bar, and no later ones', () => {
    // Bar 1 closes at hour 2.
    expect(difference([stamp(2, 0.0001), stamp(3, 0.9)], [stamp(2, 0.0004), stamp(10, 0.9)])).toBeCloseTo(3, 9);
  });

  test('takes a stamp written some milliseconds after the hour as the hour itself', () => {
    expect(difference([stamp(-6, 0), stamp(2, 0.0001, 7)], [stamp(-6, 0), stamp(2, 0.0004, 12)])).toBeCloseTo(3, 9);
  });

  test('brings rates paid every four hours or every hour to eight hours', () => {
    expect(difference([stamp(-2, 0.0001), stamp(2, 0.0001)], [stamp(-6, 0.0001), stamp(2, 0.0001)])).toBeCloseTo(1, 9);
    expect(difference([stamp(1, 0.0001), stamp(2, 0.0001, 3)], [stamp(-6, 0), stamp(2, 0)])).toBeCloseTo(8, 9);
  });

  test('is unknown where a leg has no stamp yet', () => {
    expect(difference([], [stamp(0, 0.1)])).toBeNaN();
    expect(difference([stamp(5, 0.1)], [stamp(0, 0.1)])).toBeNaN();
  });
});

describe('the spread volatility percentile', () => {
  test('counts the values not above the current one, itself included', () => {
    const settings = strategySettings({ windows: { spreadVol: 4 } });
    const context = handmadeContext({ z: [0, 0, 0, 0, 0], sigma: [NaN, 0.3, 0.1, 0.2, 0.2], settings });
    expect(spreadVolPercentile(context, 4)).toBe(75);
    expect(spreadVolPercentile(context, 3)).toBeNaN();
    expect(spreadVolPercentile(context, 2)).toBeNaN();
  });
});
