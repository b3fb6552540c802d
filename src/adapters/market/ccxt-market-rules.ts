import type { MarketRules } from '../../core/domain/market-rules.ts';
import type { CcxtMarket } from './ccxt-venue.ts';

/** How ccxt says precision: `precisionMode` of a venue. */
const DECIMAL_PLACES = 2;
const TICK_SIZE = 4;

/**
 * A ccxt market as trading rules. Quantities of contracts are turned into base units by the contract size. `null` where the
 * venue does not say, and where it says it in a unit that depends on the price (significant digits, inverse contracts).
 */
export function marketRulesOf(market: CcxtMarket, precisionMode: number): MarketRules {
  const baseUnits = baseUnitsPerContract(market);
  const inBase = (quantity: number | null): number | null =>
    quantity === null || baseUnits === null ? null : exactProduct(quantity, baseUnits);
  return {
    symbol: market.symbol,
    kind: market.spot === true ? 'spot' : market.swap === true ? 'perpetual' : 'other',
    lotStep: inBase(step(market.precision?.amount, precisionMode)),
    minQuantity: inBase(positive(market.limits?.amount?.min)),
    tickSize: step(market.precision?.price, precisionMode),
    minNotional: positive(market.limits?.cost?.min),
  };
}

function baseUnitsPerContract({ spot, inverse, contractSize }: CcxtMarket): number | null {
  if (spot === true) return 1;
  return inverse === true ? null : (positive(contractSize) ?? 1);
}

function step(precision: number | undefined, precisionMode: number): number | null {
  if (typeof precision !== 'number' || !Number.isFinite(precision)) return null;
  if (precisionMode === TICK_SIZE) return positive(precision);
  return precisionMode === DECIMAL_PLACES ? Number(`1e${-precision}`) : null;
}

/** Zero is how some venues write "no limit". */
function positive(value: number | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

/** 0.1 × 0.01 is 0.001, not 0.0010000000000000002: a lot step must be the decimal that the venue means. */
const exactProduct = (a: number, b: number): number => Number((a * b).toPrecision(12));
