import { describe, expect, test } from 'vitest';
import { newBook, type Book } from '../../../src/core/domain/position.ts';
import type { StrategySettings } from '../../../src/core/domain/settings.ts';
import { decide } from '../../../src/core/strategy/decide.ts';
import { handmadeContext } from '../../support/handmade-context.ts';
import { FIRST_BAR } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

const plain = strategySettings();
const entryRule: StrategySettings = { ...plain, filters: { ...plain.filters, maxHealthP: 0.2 } };
const exitRule: StrategySettings = { ...plain, exits: { maxHealthP: 0.2 } };
const flat = newBook(40_000);
const inLong: Book = {
  ...flat,
  position: {
    side: 'long_spread',
    entry: { event: 'ENTER_LONG_SPREAD', decidedOn: FIRST_BAR, quantity: { x: -0.25, y: 4 }, z: -2.2, beta: 1.25 },
    filledOn: FIRST_BAR,
    fills: {
      x: { quantity: -0.25, price: 50_000, feeUsd: 12.5, slippageUsd: 6.25 },
      y: { quantity: 4, price: 2_500, feeUsd: 10, slippageUsd: 5 },
    },
    fundingUsd: 0,
  },
};

describe('rules on the health of a pair', () => {
  test('an entry on a pair whose p is above the limit is refused with both numbers', () => {
    const context = handmadeContext({ z: [-1.9, -2.3], healthP: [0.1, 0.31], settings: entryRule });
    expect(decide(context, 1, flat)).toEqual({
      kind: 'refused',
      event: 'ENTER_LONG_SPREAD',
      reasons: [{ code: 'health', health_p: 0.31, max_health_p: 0.2 }],
    });
  });

  test('a p at the limit, and one that is not known yet, say nothing', () => {
    for (const p of [0.2, NaN]) {
      const context = handmadeContext({ z: [-1.9, -2.3], healthP: [0.1, p], settings: entryRule });
      expect(decide(context, 1, flat).kind).toBe('trade');
    }
  });

  test('what the exit rule would close at once is not opened', () => {
    const context = handmadeContext({ z: [-1.9, -2.3], healthP: 0.31, settings: exitRule });
    expect(decide(context, 1, flat).kind).toBe('refused');
  });

  test('a position whose pair breaks is closed where z calls for nothing', () => {
    const broken = handmadeContext({ z: [-1.9, -1.8], healthP: [0.1, 0.31], settings: exitRule });
    expect(decide(broken, 1, inLong)).toMatchObject({
      kind: 'trade',
      event: 'BREAK',
      order: { quantity: { x: 0.25, y: -4 } },
    });
    const sound = handmadeContext({ z: [-1.9, -1.8], healthP: 0.1, settings: exitRule });
    expect(decide(sound, 1, inLong)).toEqual({ kind: 'hold' });
  });

  test('stop and exit come first, and a forward-filled bar breaks nothing', () => {
    const decided = (z: readonly number[], filled: readonly number[] = []) =>
      decide(handmadeContext({ z, filled, healthP: 0.9, settings: exitRule }), 1, inLong);
    expect(decided([-3, -3.6])).toMatchObject({ event: 'STOP' });
    expect(decided([-1, -0.2])).toMatchObject({ event: 'EXIT' });
    expect(decided([-1.9, -1.8], [1])).toEqual({ kind: 'hold' });
  });

  test('the rule on entries closes nothing', () => {
    const context = handmadeContext({ z: [-1.9, -1.8], healthP: 0.9, settings: entryRule });
    expect(decide(context, 1, inLong)).toEqual({ kind: 'hold' });
  });
});
