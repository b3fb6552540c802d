import type { Order, RefusalCounts } from '../domain/order.ts';
import type { ClosedTrade, Position } from '../domain/position.ts';
import { isoMinute } from '../domain/time.ts';
import { differingLeaves } from './differing-leaves.ts';

/** What a stretch of history came to, however it was walked. */
export interface Outcome {
  readonly trades: readonly ClosedTrade[];
  readonly openPosition: Position | null;
  readonly pending: Order | null;
  readonly isRuined: boolean;
  /** How often each reason refused an entry. */
  readonly refused: Readonly<RefusalCounts>;
}

/**
 * Everything in which scanning bar by bar differs from a backtest, one line each, the earliest trade first; every number must
 * be the same to the last bit.
 */
export function replayDifferences(scanned: Outcome, simulated: Outcome): readonly string[] {
  const lines: string[] = [];
  const compare = (what: string, a: unknown, b: unknown): void => {
    for (const [field, found, expected] of differingLeaves(a, b)) {
      lines.push(`${what}${field === '' ? '' : `, ${field}`}: ${found} in the scan, ${expected} in the backtest`);
    }
  };
  const trades = Math.max(scanned.trades.length, simulated.trades.length);
  for (let k = 0; k < trades; k++) {
    const [a, b] = [scanned.trades.at(k), simulated.trades.at(k)];
    const entry = Math.min(a?.entryDecisionTs ?? Infinity, b?.entryDecisionTs ?? Infinity);
    compare(`trade ${k + 1} decided ${isoMinute(entry)}`, a ?? null, b ?? null);
  }
  compare('open position', scanned.openPosition, simulated.openPosition);
  compare('pending order', scanned.pending, simulated.pending);
  compare('ruin', scanned.isRuined, simulated.isRuined);
  compare('refused entries', scanned.refused, simulated.refused);
  return lines;
}
