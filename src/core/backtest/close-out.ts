import { closedTrade } from '../book/closed-trade.ts';
import type { Legs } from '../domain/pair.ts';
import type { LegFill } from '../domain/position.ts';
import type { Costs } from '../domain/settings.ts';
import { legFill } from '../strategy/costs.ts';
import type { EntryContext } from '../strategy/decision-context.ts';
import type { Simulation } from './simulate.ts';

/**
 * Ends a simulated stretch flat: a position still open is closed at the last close of the stretch, with the slippage and fees of
 * any other fill, as a trade that ended by `SEGMENT_END`; an order still pending is dropped. Equity ends with these costs taken
 * off. Nothing after the stretch is read: not even the next open, at which an order would really be filled.
 */
export function closeOut(context: EntryContext, simulation: Simulation): Simulation {
  const { candles, features, settings } = context;
  const { openPosition: position, to } = simulation;
  if (position === null) return { ...simulation, pending: null };
  const last = to - 1;
  const { x, y } = position.fills;
  const close = { x: candles.x.close, y: candles.y.close };
  const fills = closingFills({ x: x.quantity, y: y.quantity }, close, last, settings.costs);
  const decision = { decidedOn: candles.ts[last], z: features.z[last] };
  const end = candles.ts[last] + candles.barMs;
  const trade = closedTrade(position, decision, 'SEGMENT_END', fills, end, candles.barMs);
  const fees = fills.x.feeUsd + fills.y.feeUsd;
  const slippage = fills.x.slippageUsd + fills.y.slippageUsd;
  const equity = simulation.equity.slice();
  equity[equity.length - 1] -= fees + slippage;
  return {
    ...simulation,
    trades: [...simulation.trades, trade],
    equity,
    turnoverUsd:
      simulation.turnoverUsd + Math.abs(fills.x.quantity) * fills.x.price + Math.abs(fills.y.quantity) * fills.y.price,
    fees: simulation.fees + fees,
    slippage: simulation.slippage + slippage,
    openPosition: null,
    pending: null,
  };
}

/**
 * Fees and slippage of that, USD, where only the quantities are known: what `closeOut` takes off the equity.
 * @param last index of the stretch's last bar
 */
export function closingCost(quantity: Legs<number>, close: Legs<Float64Array>, last: number, costs: Costs): number {
  const { x, y } = closingFills(quantity, close, last, costs);
  return x.feeUsd + y.feeUsd + (x.slippageUsd + y.slippageUsd);
}

const closingFills = (
  quantity: Legs<number>,
  close: Legs<Float64Array>,
  last: number,
  costs: Costs,
): Legs<LegFill> => ({
  x: legFill(-quantity.x, close.x[last], costs),
  y: legFill(-quantity.y, close.y[last], costs),
});
