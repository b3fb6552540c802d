import { bpsToFraction } from '../domain/bps.ts';
import type { LegFill } from '../domain/position.ts';
import type { Costs } from '../domain/settings.ts';

/**
 * What filling a signed quantity at a reference price (the open of the fill bar, or a close for an estimate) costs: the price
 * moves against us by the slippage, and the fee is taken on the price actually paid.
 */
export function legFill(quantity: number, referencePrice: number, costs: Costs): LegFill {
  const slip = bpsToFraction(costs.slippageBps);
  const price = referencePrice * (1 + slip * Math.sign(quantity));
  return {
    quantity,
    price,
    feeUsd: bpsToFraction(costs.feeBps) * Math.abs(quantity) * price,
    slippageUsd: slip * Math.abs(quantity) * referencePrice,
  };
}
