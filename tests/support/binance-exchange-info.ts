import { baseOf, quoteOf } from '../../src/core/domain/pair.ts';

/** The filters that trading by hand has to respect, as Binance writes them. */
export interface SymbolFilters {
  readonly stepSize: string;
  readonly minQty: string;
  readonly tickSize: string;
  readonly minNotional: string;
  readonly status: string;
}

const SPOT: SymbolFilters = {
  stepSize: '0.00001000',
  minQty: '0.00001000',
  tickSize: '0.01000000',
  minNotional: '5.00000000',
  status: 'TRADING',
};
const USDM: SymbolFilters = {
  stepSize: '0.001',
  minQty: '0.001',
  tickSize: '0.10',
  minNotional: '100',
  status: 'TRADING',
};
const USUAL: Readonly<Record<string, SymbolFilters>> = {
  'BTC/USDT': SPOT,
  'ETH/USDT': { ...SPOT, stepSize: '0.00010000', minQty: '0.00010000' },
  'BTC/USDT:USDT': USDM,
  'ETH/USDT:USDT': { ...USDM, tickSize: '0.01', minNotional: '20' },
};

/** An exchangeInfo answer of Binance spot or USD-M futures over the given unified symbols. */
export function exchangeInfo(
  isUsdm: boolean,
  symbols: readonly string[],
  serverTime: number,
  overrides: ReadonlyMap<string, Partial<SymbolFilters>> = new Map(),
): unknown {
  const usual = isUsdm ? USDM : SPOT;
  const described = symbols.map((symbol) => {
    const filters = { ...(USUAL[symbol] ?? usual), ...overrides.get(symbol) };
    return isUsdm ? usdmSymbol(symbol, filters) : spotSymbol(symbol, filters);
  });
  return { timezone: 'UTC', serverTime, rateLimits: [], exchangeFilters: [], symbols: described };
}

function spotSymbol(symbol: string, { status, minNotional, ...f }: SymbolFilters): unknown {
  return {
    symbol: `${baseOf(symbol)}${quoteOf(symbol)}`,
    status,
    baseAsset: baseOf(symbol),
    baseAssetPrecision: 8,
    quoteAsset: quoteOf(symbol),
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    orderTypes: ['LIMIT', 'MARKET'],
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: '0.00000100', maxPrice: '1000000.00000000', tickSize: f.tickSize },
      { filterType: 'LOT_SIZE', minQty: f.minQty, maxQty: '9000.00000000', stepSize: f.stepSize },
      { filterType: 'MARKET_LOT_SIZE', minQty: '0.00000000', maxQty: '129.84957276', stepSize: '0.00000000' },
      { filterType: 'NOTIONAL', minNotional, applyMinToMarket: true, maxNotional: '9000000.00000000' },
    ],
    permissions: [],
    permissionSets: [['SPOT']],
  };
}

function usdmSymbol(symbol: string, { status, minNotional, ...f }: SymbolFilters): unknown {
  return {
    symbol: `${baseOf(symbol)}${quoteOf(symbol)}`,
    pair: `${baseOf(symbol)}${quoteOf(symbol)}`,
    contractType: 'PERPETUAL',
    deliveryDate: 4133404800000,
    onboardDate: 1569398400000,
    status,
    baseAsset: baseOf(symbol),
    quoteAsset: quoteOf(symbol),
    marginAsset: quoteOf(symbol),
    pricePrecision: 2,
    quantityPrecision: 3,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: '0.01', maxPrice: '809484', tickSize: f.tickSize },
      { filterType: 'LOT_SIZE', minQty: f.minQty, maxQty: '1000', stepSize: f.stepSize },
      { filterType: 'MARKET_LOT_SIZE', minQty: f.minQty, maxQty: '1000', stepSize: f.stepSize },
      { filterType: 'MIN_NOTIONAL', notional: minNotional },
    ],
    orderTypes: ['LIMIT', 'MARKET'],
  };
}
