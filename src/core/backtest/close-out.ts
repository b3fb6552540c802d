import { closedTrade } from '../book/closed-trade.ts';
import { legFill } from '../strategy/costs.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';
import type { Simulation } from './simulate.ts';

/**
 * Ends a simulated stretch flat: a position still open is closed at the last close of the stretch, with the slippage and fees of
 * any other fill, as a trade that ended by `SEGMENT_END`; an order still pending is dropped. Equity ends with these costs taken
 * off. Nothing after the stretch is read: not even the next open, at which an order would really be filled.
 */
export function closeOut(context: DecisionContext, simulation: Simulation): Simulation {
  const { candles, features, settings } = context;
  const { openPosition: position, to } = simulation;
  if (position === null) return { ...simulation, pending: null };
  const last = to - 1;
  const fills = {
    x: legFill(-position.fills.x.quantity, candles.x.close[last], settings.costs),
    y: legFill(-position.fills.y.quantity, candles.y.close[last], settings.costs),
  };
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
