import type { DecisionWhy } from '../domain/decision-why.ts';

/** A bound that z must pass. */
export interface ZBound {
  readonly level: number;
  /** Whether z must be above it, or below. */
  readonly isAbove: boolean;
}

/** Where z closes an open position: reversion enters a long spread at low z, a follower at high z, and has no stop. */
export function exitBounds({
  position,
  thresholds,
  direction,
}: Pick<DecisionWhy, 'position' | 'thresholds' | 'direction'>): {
  readonly leave: ZBound;
  readonly stop: ZBound | null;
} {
  const isLow = (position === 'long_spread') === (direction === 'revert');
  const sign = isLow ? -1 : 1;
  return {
    leave: { level: sign * thresholds.zOut, isAbove: isLow },
    stop: direction === 'follow' ? null : { level: sign * thresholds.zStop, isAbove: !isLow },
  };
}
