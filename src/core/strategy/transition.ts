import type { PositionSide, TradeEvent } from '../domain/order.ts';
import type { Direction, Thresholds } from '../domain/settings.ts';

/**
 * The state machine: which event z calls for, or null. One event a bar; nothing else is asked here (filters come after).
 *
 * In a position, adverse z beyond `zStop` stops it (revert only), and z back in the exit band *or past it* exits it. Flat,
 * z beyond `zIn` now and not on the bar before enters. `follow` trades −z by the same rules and has no stop. A NaN on this
 * bar or the one before calls for nothing.
 */
export function transition(
  z: number,
  zPrev: number,
  position: PositionSide,
  thresholds: Thresholds,
  direction: Direction,
): TradeEvent | null {
  if (Number.isNaN(z) || Number.isNaN(zPrev)) return null;
  const { zIn, zOut, zStop } = thresholds;
  const now = direction === 'follow' ? -z : z;
  const before = direction === 'follow' ? -zPrev : zPrev;
  const hasStop = direction === 'revert';
  switch (position) {
    case 'long_spread':
      if (hasStop && now < -zStop) return 'STOP';
      return now > -zOut ? 'EXIT' : null;
    case 'short_spread':
      if (hasStop && now > zStop) return 'STOP';
      return now < zOut ? 'EXIT' : null;
    case 'flat':
      if (now < -zIn && before >= -zIn) return 'ENTER_LONG_SPREAD';
      if (now > zIn && before <= zIn) return 'ENTER_SHORT_SPREAD';
      return null;
  }
}
