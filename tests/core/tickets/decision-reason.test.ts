import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecisionWhy } from '../../../src/core/domain/decision-why.ts';
import type { PositionSide } from '../../../src/core/domain/order.ts';
import { transition } from '../../../src/core/strategy/transition.ts';
import { decisionReason, type DecidedBar } from '../../../src/core/tickets/decision-reason.ts';

const why = (changed: Partial<DecisionWhy> = {}): DecisionWhy => ({
  position: 'flat',
  isPending: false,
  isFilled: false,
  isRuined: false,
  thresholds: { zIn: 2, zOut: 0.5, zStop: 3.5 },
  direction: 'revert',
  model: 'fixed-beta',
  windows: { olsBeta: 200, zscore: 100 },
  inputs: null,
  ...changed,
});

const hold = (z: number | null, zPrev: number | null, changed: Partial<DecisionWhy> = {}): DecidedBar => ({
  kind: 'hold',
  event: null,
  reasons: [],
  z,
  zPrev,
  why: why(changed),
});

describe('why nothing was done', () => {
  test.each<[string, DecidedBar, string]>([
    ['flat, z between the thresholds', hold(-1.31, -1.2), 'hold: z -1.31, needs < -2 or > 2'],
    [
      'flat, z beyond a threshold since before',
      hold(-2.4, -2.2),
      'hold: z -2.40 is beyond -2 already; an entry needs a cross',
    ],
    ['flat, above', hold(3.7, 3.1), 'hold: z 3.70 is beyond 2 already; an entry needs a cross'],
    [
      'a long spread',
      hold(-1.1, -1.3, { position: 'long_spread' }),
      'hold: z -1.10, leaves at > -0.5, stops at < -3.5',
    ],
    ['a short spread', hold(1.1, 1.3, { position: 'short_spread' }), 'hold: z 1.10, leaves at < 0.5, stops at > 3.5'],
    [
      'a long spread that follows, entered at high z',
      hold(2.4, 2.2, { position: 'long_spread', direction: 'follow' }),
      'hold: z 2.40, leaves at < 0.5, no stop when following',
    ],
    [
      'a short spread that follows, left at zero',
      hold(-2.4, -2.2, {
        position: 'short_spread',
        direction: 'follow',
        thresholds: { zIn: 2, zOut: 0, zStop: 3.5 },
      }),
      'hold: z -2.40, leaves at > 0, no stop when following',
    ],
    ['an order waits', hold(-1, -2.1, { isPending: true }), 'hold: an order waits for the next open'],
    [
      'a forward-filled bar',
      hold(-1, -1, { isFilled: true, isPending: true }),
      'hold: the bar is missing at the venue on both legs and was forward-filled',
    ],
    ['a ruined account', hold(-1, -1, { isRuined: true }), 'hold: the paper account is ruined: no more trades'],
    [
      'windows that are not full',
      hold(null, null),
      'hold: z is not known: its windows (200 and 100 bars) are not full',
    ],
    ['the first z of all', hold(-2.5, null), 'hold: z -2.50, but z of the bar before is not known'],
    [
      'a missed bar between the one that called for the exit and the newest',
      hold(0.3, -0.2, { position: 'long_spread' }),
      'hold: z 0.30, but a missed bar called for closing already: the newest bar closes',
    ],
    ['a decision of version 0.1.0', { ...hold(-1.31, -1.2), why: null }, 'hold'],
  ])('%s', (_, decision, reason) => {
    expect(decisionReason(decision)).toBe(reason);
  });

  test('enough decimals are shown to see on which side of the threshold z lies', () => {
    expect(decisionReason(hold(-1.9996, -1.2))).toBe('hold: z -1.9996, needs < -2 or > 2');
    expect(decisionReason(hold(-0.001, -1.2))).toBe('hold: z 0.00, needs < -2 or > 2');
  });
});

describe('why something was done', () => {
  const trade = (event: DecidedBar['event'], z: number, zPrev: number, changed: Partial<DecisionWhy>): DecidedBar => ({
    ...hold(z, zPrev, changed),
    kind: 'trade',
    event,
  });

  test.each<[string, DecidedBar, string]>([
    [
      'a long entry',
      trade('ENTER_LONG_SPREAD', -2.36, -1.91, {}),
      'ENTER_LONG_SPREAD: z -2.36 crossed below -2 (before -1.91)',
    ],
    [
      'a long entry that follows',
      trade('ENTER_LONG_SPREAD', 2.36, 1.91, { direction: 'follow' }),
      'ENTER_LONG_SPREAD: z 2.36 crossed above 2 (before 1.91)',
    ],
    ['an exit', trade('EXIT', -0.41, -0.77, { position: 'long_spread' }), 'EXIT: z -0.41 is back above -0.5'],
    ['a stop', trade('STOP', 3.61, 3.2, { position: 'short_spread' }), 'STOP: z 3.61 is above the stop 3.5'],
    ['ruin', trade('RUIN', 1, 1, { position: 'short_spread' }), 'RUIN: the paper account is gone'],
    [
      'an exit that a missed bar called for, z being back inside',
      trade('EXIT', -1.2, -0.4, { position: 'long_spread' }),
      'EXIT: a bar that was missed called for it; z is -1.20 now',
    ],
    [
      'a missed entry',
      { ...trade('ENTER_SHORT_SPREAD', 2.1, 1.7, {}), kind: 'missed' },
      'missed ENTER_SHORT_SPREAD: z 2.10 crossed above 2 (before 1.70); decided late, its price was gone: nothing was opened',
    ],
    [
      'a missed exit',
      { ...trade('EXIT', 0.1, 0.7, { position: 'short_spread' }), kind: 'missed' },
      'missed EXIT: z 0.10 is back below 0.5; decided late, closed on the newest bar',
    ],
    ['an event of version 0.1.0', { ...trade('EXIT', 0.1, 0.7, {}), why: null }, 'EXIT'],
  ])('%s', (_, decision, reason) => {
    expect(decisionReason(decision)).toBe(reason);
  });
});

describe('why an entry was refused', () => {
  const reasons: DecidedBar['reasons'] = [
    { code: 'beyond_stop', z: -4.1, z_stop: 3.5 },
    { code: 'adv', adv_usd: 1_234_567, min_adv_usd: 5_000_000 },
    { code: 'vol', realized_vol: 2.453, max_realized_vol_annual: 2 },
    { code: 'stale', filled_share: 0.08, max_filled_share: 0.05 },
    { code: 'beta', beta: -0.2 },
    { code: 'beta', beta: 1.2, sigma: 0 },
    { code: 'min_notional', leg: 'y', notional_usd: 8, min_notional_usd: 10 },
    { code: 'lot_hedge', hedge_error: 0.018, max_hedge_error: 0.01, smallest_notional_y_usd: 1250.5 },
    { code: 'lot_hedge', hedge_error: null, max_hedge_error: 0.01, smallest_notional_y_usd: 1250.5 },
    { code: 'funding', funding_diff_bps_8h: 6.244, max_funding_diff_bps_8h: 5 },
    { code: 'regime', spread_vol_percentile: 97, max_spread_vol_percentile: 90 },
  ];
  const words = [
    'z -4.10 lies beyond the stop 3.5 already',
    'dollar volume $1.2M a bar, needs $5.0M',
    'volatility 245 % a year, limit 200 %',
    '8.0 % of the z window is forward-filled, limit 5 %',
    'beta -0.200 is not above 0: no hedge',
    'sigma is 0: the legs move as one, there is nothing to size',
    'the y leg would be $8.00, needs $10.00',
    'rounding to lots leaves a hedge error of 1.80 %, limit 1 %; $1,250.50 of the y leg would do',
    'rounding to lots leaves a hedge error of a whole leg, limit 1 %; $1,250.50 of the y leg would do',
    'funding difference 6.24 bps/8h, limit 5',
    'spread volatility at percentile 97, limit 90',
  ];
  const refused: DecidedBar = { ...hold(-4.1, -1.2), kind: 'refused', event: 'ENTER_LONG_SPREAD', reasons };

  test('every reason is told with its number and its limit', () => {
    expect(decisionReason(refused)).toBe(
      `refused ENTER_LONG_SPREAD: z -4.10 crossed below -2 (before -1.20); ${words.join('; ')}`,
    );
  });

  test('the reasons of an old decision are told too', () => {
    expect(decisionReason({ ...refused, why: null })).toBe(`refused ENTER_LONG_SPREAD: ${words.join('; ')}`);
  });
});

test('the numbers of a reason tell truly which side z lies on, whatever the position and direction', () => {
  const z = fc.integer({ min: -6e6, max: 6e6 }).map((millionths) => millionths / 1e6);
  const holds = (text: string, bound: string | undefined): boolean => {
    const [relation, level] = (bound ?? '').split(' ');
    return relation === '<' ? Number(text) < Number(level) : Number(text) > Number(level);
  };
  fc.assert(
    fc.property(
      z,
      z,
      fc.constantFrom<PositionSide>('flat', 'long_spread', 'short_spread'),
      fc.constantFrom('revert' as const, 'follow' as const),
      fc.constantFrom({ zIn: 2, zOut: 0.5, zStop: 3.5 }, { zIn: 1.5, zOut: 0, zStop: 4 }),
      (now, before, position, direction, thresholds) => {
        const event = transition(now, before, position, thresholds, direction);
        const reason = decisionReason({
          ...hold(now, before, { position, direction, thresholds }),
          kind: event === null ? 'hold' : 'trade',
          event,
        });
        const shown = /z (-?[\d.]+)/.exec(reason)?.[1] ?? '';
        if (event === null) {
          const bounds = [...reason.matchAll(/[<>] -?[\d.]+/g)].map(([bound]) => bound);
          for (const bound of bounds) expect(holds(shown, bound), reason).toBe(false);
          expect(bounds.length).toBe(/already/.test(reason) ? 0 : /no stop/.test(reason) ? 1 : 2);
        } else {
          const [, side, level] = /(above|below) (?:the stop )?(-?[\d.]+)/.exec(reason) ?? [];
          expect(holds(shown, `${side === 'above' ? '>' : '<'} ${level}`), reason).toBe(true);
        }
      },
    ),
  );
});
