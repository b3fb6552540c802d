import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PositionSide, TradeEvent } from '../../../src/core/domain/order.ts';
import type { Direction } from '../../../src/core/domain/settings.ts';
import { transition } from '../../../src/core/strategy/transition.ts';

const THRESHOLDS = { zIn: 2, zOut: 0.5, zStop: 3.5 };
const SIDES = ['flat', 'long_spread', 'short_spread'] as const;

const anyZ = fc.oneof(
  fc.constantFrom(-4, -3.5, -3, -2, -1, -0.5, -0, 0, 0.5, 1, 2, 3, 3.5, 4, NaN, Infinity, -Infinity),
  fc.double({ min: -6, max: 6, noNaN: true }),
);
const anyThresholds = fc
  .tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0.01, max: 2, noNaN: true }),
    fc.double({ min: 0.01, max: 2, noNaN: true }),
  )
  .map(([zOut, toIn, toStop]) => ({ zOut, zIn: zOut + toIn, zStop: zOut + toIn + toStop }));

/** The rules of reversion as a table: the first line that fits a position, z and the z before. */
function tableRevert(z: number, zPrev: number, side: PositionSide): TradeEvent | null {
  if (Number.isNaN(z) || Number.isNaN(zPrev)) return null;
  const rules: readonly [PositionSide, boolean, TradeEvent][] = [
    ['long_spread', z < -3.5, 'STOP'],
    ['long_spread', z > -0.5, 'EXIT'],
    ['short_spread', z > 3.5, 'STOP'],
    ['short_spread', z < 0.5, 'EXIT'],
    ['flat', z < -2 && zPrev >= -2, 'ENTER_LONG_SPREAD'],
    ['flat', z > 2 && zPrev <= 2, 'ENTER_SHORT_SPREAD'],
  ];
  return rules.find(([position, applies]) => position === side && applies)?.[2] ?? null;
}

const mirrored: Readonly<Record<TradeEvent | PositionSide, TradeEvent | PositionSide>> = {
  ENTER_LONG_SPREAD: 'ENTER_SHORT_SPREAD',
  ENTER_SHORT_SPREAD: 'ENTER_LONG_SPREAD',
  EXIT: 'EXIT',
  STOP: 'STOP',
  BREAK: 'BREAK',
  RUIN: 'RUIN',
  flat: 'flat',
  long_spread: 'short_spread',
  short_spread: 'long_spread',
};

describe('what z calls for', () => {
  test('every position, every z around every threshold, every z before it', () => {
    const levels = [-3.5, -2, -0.5, 0, 0.5, 2, 3.5];
    const zs = [...levels.flatMap((level) => [level - 1e-9, level, level + 1e-9]), -9, -2.7, 1.2, 9, NaN];
    for (const side of SIDES) {
      for (const z of zs) {
        for (const zPrev of zs) {
          expect([side, z, zPrev, transition(z, zPrev, side, THRESHOLDS, 'revert')]).toEqual([
            side,
            z,
            zPrev,
            tableRevert(z, zPrev, side),
          ]);
        }
      }
    }
  });

  test.each<[number, number, PositionSide, TradeEvent | null, string]>([
    [-2.1, -1.9, 'flat', 'ENTER_LONG_SPREAD', 'z falls through -z_in'],
    [-2.1, -2, 'flat', 'ENTER_LONG_SPREAD', 'the bar before stood exactly on the threshold: not beyond it'],
    [-2, -1.9, 'flat', null, 'z stands exactly on the threshold: not beyond it'],
    [-2.5, -2.1, 'flat', null, 'z was beyond the threshold already: no cross'],
    [2.1, -2.1, 'flat', 'ENTER_SHORT_SPREAD', 'from beyond one threshold to beyond the other is a cross'],
    [-4, -1, 'flat', 'ENTER_LONG_SPREAD', 'a cross beyond the stop is still a cross (a filter refuses it)'],
    [-0.4, -1, 'long_spread', 'EXIT', 'back in the exit band'],
    [3, -1, 'long_spread', 'EXIT', 'past the exit band, even beyond the other entry: one event a bar'],
    [-0.5, -1, 'long_spread', null, 'exactly on the band is not in it'],
    [-3.6, -1, 'long_spread', 'STOP', 'adverse beyond the stop'],
    [-3.5, -1, 'long_spread', null, 'exactly on the stop is not beyond it'],
    [-3.6, -3.7, 'long_spread', 'STOP', 'a stop needs no cross'],
    [0.4, 1, 'short_spread', 'EXIT', 'back in the exit band'],
    [-3, 1, 'short_spread', 'EXIT', 'past the exit band'],
    [3.6, 1, 'short_spread', 'STOP', 'adverse beyond the stop'],
  ])('reverting: z %d after %d, %s: %s, for %s', (z, zPrev, side, event) => {
    expect(transition(z, zPrev, side, THRESHOLDS, 'revert')).toBe(event);
  });

  test.each<[number, number, PositionSide, TradeEvent | null]>([
    [2.1, 1.9, 'flat', 'ENTER_LONG_SPREAD'],
    [-2.1, -1.9, 'flat', 'ENTER_SHORT_SPREAD'],
    [9, 8, 'long_spread', null],
    [-9, -8, 'short_spread', null],
    [0.4, 2, 'long_spread', 'EXIT'],
    [-9, 2, 'long_spread', 'EXIT'],
    [-0.4, -2, 'short_spread', 'EXIT'],
    [9, -2, 'short_spread', 'EXIT'],
  ])('following: z %d after %d, %s: %s', (z, zPrev, side, event) => {
    expect(transition(z, zPrev, side, THRESHOLDS, 'follow')).toBe(event);
  });

  test('an unknown z now or before calls for nothing, in and out of a position', () => {
    fc.assert(
      fc.property(
        anyZ,
        fc.constantFrom(...SIDES),
        fc.constantFrom<Direction>('revert', 'follow'),
        (z, side, direction) => {
          expect(transition(NaN, z, side, THRESHOLDS, direction)).toBeNull();
          expect(transition(z, NaN, side, THRESHOLDS, direction)).toBeNull();
        },
      ),
    );
  });

  test('turning z upside down turns long into short and nothing else', () => {
    fc.assert(
      fc.property(
        anyZ,
        anyZ,
        fc.constantFrom(...SIDES),
        anyThresholds,
        fc.constantFrom<Direction>('revert', 'follow'),
        (z, zPrev, side, thresholds, direction) => {
          const event = transition(z, zPrev, side, thresholds, direction);
          const turned = transition(-z, -zPrev, mirrored[side] as PositionSide, thresholds, direction);
          expect(turned).toBe(event === null ? null : mirrored[event]);
        },
      ),
    );
  });

  test('following is reverting on -z without the stop', () => {
    fc.assert(
      fc.property(anyZ, anyZ, fc.constantFrom(...SIDES), anyThresholds, (z, zPrev, side, thresholds) => {
        const followed = transition(z, zPrev, side, thresholds, 'follow');
        expect(followed).toBe(transition(-z, -zPrev, side, { ...thresholds, zStop: Infinity }, 'revert'));
        expect(followed).not.toBe('STOP');
      }),
    );
  });

  test('a position is never opened from another, and never closed when there is none', () => {
    fc.assert(
      fc.property(
        anyZ,
        anyZ,
        fc.constantFrom(...SIDES),
        fc.constantFrom<Direction>('revert', 'follow'),
        (z, zPrev, side, direction) => {
          const event = transition(z, zPrev, side, THRESHOLDS, direction);
          if (event !== null) expect(event.startsWith('ENTER_')).toBe(side === 'flat');
        },
      ),
    );
  });
});
