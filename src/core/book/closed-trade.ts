import type { Order } from '../domain/order.ts';
import type { Legs } from '../domain/pair.ts';
import type { ClosedTrade, ExitReason, LegFill, Position } from '../domain/position.ts';
import type { EpochMs } from '../domain/time.ts';

/**
 * The round trip of a position that is closed: its P&L is what the four fills moved, less fees, plus funding.
 * @param exit when and at which z it was decided
 * @param exitFills what closing each leg paid or received
 * @param exitTs when it was filled
 */
export function closedTrade(
  position: Position,
  exit: Pick<Order, 'decidedOn' | 'z'>,
  exitReason: ExitReason,
  exitFills: Legs<LegFill>,
  exitTs: EpochMs,
  barMs: number,
): ClosedTrade {
  const { entry, fills, filledOn, fundingUsd } = position;
  const all = [fills.x, fills.y, exitFills.x, exitFills.y];
  const fees = all.reduce((sum, leg) => sum + leg.feeUsd, 0);
  const slippage = all.reduce((sum, leg) => sum + leg.slippageUsd, 0);
  const moved = all.reduce((sum, leg) => sum - leg.quantity * leg.price, 0);
  return {
    side: position.side,
    entryDecisionTs: entry.decidedOn,
    entryTs: filledOn,
    exitDecisionTs: exit.decidedOn,
    exitTs,
    beta: entry.beta,
    zEntry: entry.z,
    zExit: exit.z,
    quantity: { x: fills.x.quantity, y: fills.y.quantity },
    entryPrice: { x: fills.x.price, y: fills.y.price },
    exitPrice: { x: exitFills.x.price, y: exitFills.y.price },
    gross: moved + slippage,
    fees,
    slippage,
    funding: fundingUsd,
    net: moved - fees + fundingUsd,
    exitReason,
    barsHeld: Math.round((exitTs - filledOn) / barMs),
  };
}
