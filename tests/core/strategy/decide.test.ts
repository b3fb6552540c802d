import { describe, expect, test } from 'vitest';
import type { Order, TradeEvent } from '../../../src/core/domain/order.ts';
import { newBook, type Book, type Position } from '../../../src/core/domain/position.ts';
import { closePosition, decide } from '../../../src/core/strategy/decide.ts';
import { handmadeContext } from '../../support/handmade-context.ts';
import { FIRST_BAR, HOUR } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

const order = (event: TradeEvent): Order => ({
  event,
  decidedOn: FIRST_BAR,
  quantity: { x: -0.25, y: 4 },
  z: -2.2,
  beta: 1.25,
});

const longSpread: Position = {
  side: 'long_spread',
  entry: order('ENTER_LONG_SPREAD'),
  filledOn: FIRST_BAR,
  fills: {
    x: { quantity: -0.25, price: 50_000, feeUsd: 12.5, slippageUsd: 6.25 },
    y: { quantity: 4, price: 2_500, feeUsd: 10, slippageUsd: 5 },
  },
  fundingUsd: 0,
};

const flat = newBook(40_000);
const inLong: Book = { ...flat, position: longSpread };

describe('the decision on a bar', () => {
  test('a cross becomes an order whose quantities are fixed at this close', () => {
    const context = handmadeContext({ z: [-1.9, -2.3] });
    expect(decide(context, 1, flat)).toEqual({
      kind: 'trade',
      event: 'ENTER_LONG_SPREAD',
      // 200 / 0.02 = 10,000 of y; 1.25 times that of x.
      order: {
        event: 'ENTER_LONG_SPREAD',
        decidedOn: FIRST_BAR + HOUR,
        quantity: { x: -0.25, y: 4 },
        z: -2.3,
        beta: 1.25,
      },
    });
    const short = decide(handmadeContext({ z: [1.9, 2.3] }), 1, flat);
    expect(short).toMatchObject({ event: 'ENTER_SHORT_SPREAD', order: { quantity: { x: 0.25, y: -4 } } });
  });

  test('following enters the other way round at the same z', () => {
    const settings = strategySettings({ strategy: { direction: 'follow' } });
    const decision = decide(handmadeContext({ z: [-1.9, -2.3], settings }), 1, flat);
    expect(decision).toMatchObject({ event: 'ENTER_SHORT_SPREAD', order: { quantity: { x: 0.25, y: -4 } } });
  });

  test.each([
    ['nothing crosses', handmadeContext({ z: [-1.9, -1.95] }), flat],
    ['the bar was forward-filled', handmadeContext({ z: [-1.9, -2.3], filled: [1] }), flat],
    ['z is unknown', handmadeContext({ z: [-1.9, NaN] }), flat],
    ['z of the bar before is unknown', handmadeContext({ z: [NaN, -2.3] }), flat],
    ['an entry is pending', handmadeContext({ z: [-1.9, -2.3] }), { ...flat, pending: order('ENTER_SHORT_SPREAD') }],
    ['an exit is pending', handmadeContext({ z: [-1.9, -9] }), { ...inLong, pending: order('EXIT') }],
    ['the position has neither reverted nor run away', handmadeContext({ z: [-1.9, -2.3] }), inLong],
    ['a position stands on a forward-filled bar', handmadeContext({ z: [-1.9, -9], filled: [1] }), inLong],
    ['a position has an unknown z before', handmadeContext({ z: [NaN, -9] }), inLong],
    ['the account is ruined and flat', handmadeContext({ z: [-1.9, -2.3] }), { ...flat, isRuined: true }],
  ])('holds when %s', (_, context, book) => {
    expect(decide(context, 1, book)).toEqual({ kind: 'hold' });
  });

  test('the first bar of a frame holds: there is no bar before it', () => {
    expect(decide(handmadeContext({ z: [-2.3] }), 0, flat)).toEqual({ kind: 'hold' });
  });

  test.each([
    ['EXIT', -0.4],
    ['EXIT', 5],
    ['STOP', -3.6],
  ] as const)('%s at z %d closes exactly what is held', (event, z) => {
    const decision = decide(handmadeContext({ z: [-1, z] }), 1, inLong);
    expect(decision).toMatchObject({ kind: 'trade', event, order: { quantity: { x: 0.25, y: -4 }, z } });
  });

  test('filters never delay an exit or a stop', () => {
    const hostile = {
      beta: -1,
      sigma: 0,
      advUsd: { x: 1, y: 1 },
      realizedVol: { x: 9, y: 9 },
      settings: strategySettings({ filters: { maxFundingDiffBps8h: 0, maxSpreadVolPercentile: 0 } }),
      funding: { x: [{ ts: FIRST_BAR, rate: 0.01, mark: null }], y: [{ ts: FIRST_BAR, rate: -0.01, mark: null }] },
    };
    expect(decide(handmadeContext({ z: [-1, -0.4], ...hostile }), 1, inLong)).toMatchObject({ event: 'EXIT' });
    expect(decide(handmadeContext({ z: [-1, -3.6], ...hostile }), 1, inLong)).toMatchObject({ event: 'STOP' });
  });

  test('a ruined account closes on its next decision whatever z says, even unknown', () => {
    for (const z of [-2.3, -0.1, -9, NaN]) {
      const decision = decide(handmadeContext({ z: [-1, z] }), 1, { ...inLong, isRuined: true });
      expect(decision).toMatchObject({ kind: 'trade', event: 'RUIN', order: { quantity: { x: 0.25, y: -4 } } });
    }
    const onFilled = handmadeContext({ z: [-1, -2.3], filled: [1] });
    expect(decide(onFilled, 1, { ...inLong, isRuined: true })).toEqual({ kind: 'hold' });
  });

  test('closing what does not exist is a fault of ours', () => {
    expect(() => closePosition(handmadeContext({ z: [0, 0] }), 1, flat, 'EXIT')).toThrow(RangeError);
  });

  test('nothing after the bar is read: later columns may be anything', () => {
    const calm = handmadeContext({ z: [-1.9, -2.3, 0, 0] });
    const wild = handmadeContext({
      z: [-1.9, -2.3, NaN, 9],
      beta: [1.25, 1.25, -3, NaN],
      sigma: [0.02, 0.02, 0, NaN],
      advUsd: { x: [8e7, 8e7, 0, 0], y: [4e7, 4e7, 0, 0] },
      close: { x: [5e4, 5e4, 1, 1], y: [2500, 2500, 9e9, 1] },
      filled: [2, 3],
    });
    expect(decide(wild, 1, flat)).toEqual(decide(calm, 1, flat));
  });
});
