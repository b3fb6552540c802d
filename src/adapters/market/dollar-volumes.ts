import { quoteOf } from '../../core/domain/pair.ts';

/** Currencies that are a dollar, near enough for a volume, the most traded first. */
const DOLLARS = ['USDT', 'USDC', 'USD', 'FDUSD', 'USD1', 'BUSD', 'TUSD', 'DAI', 'USDE', 'PYUSD', 'USDP'];

/**
 * What markets in one quote currency have traded in 24 hours, in dollars: the quote volume, else the base volume at the last price,
 * times the last price of the quote currency where that is not a dollar itself.
 * @param tickers ccxt's, by unified symbol, as received
 * @returns by symbol; markets with no usable volume, and all where the quote has no price, are missing
 */
export function dollarVolumes(tickers: Readonly<Record<string, unknown>>, quote: string): ReadonlyMap<string, number> {
  const volumes = new Map<string, number>();
  const price = dollarPrice(tickers, quote);
  if (price === null) return volumes;
  for (const [symbol, ticker] of Object.entries(tickers)) {
    const traded = quoteOf(symbol) === quote ? quoteVolume(ticker) : null;
    if (traded !== null && Number.isFinite(traded * price)) volumes.set(symbol, traded * price);
  }
  return volumes;
}

function quoteVolume(ticker: unknown): number | null {
  const told = figure(ticker, 'quoteVolume');
  if (told !== null) return told;
  const [base, last] = [figure(ticker, 'baseVolume'), figure(ticker, 'last')];
  return base === null || last === null ? null : base * last;
}

/** Dollars for one unit of a currency, by its market against a dollar either way round; null where there is none. */
function dollarPrice(tickers: Readonly<Record<string, unknown>>, currency: string): number | null {
  if (DOLLARS.includes(currency)) return 1;
  for (const dollar of DOLLARS) {
    const direct = figure(tickers[`${currency}/${dollar}`], 'last');
    if (direct !== null && direct > 0) return direct;
    const inverse = figure(tickers[`${dollar}/${currency}`], 'last');
    if (inverse !== null && inverse > 0) return 1 / inverse;
  }
  return null;
}

/** A number that is finite and not negative, or null. */
function figure(ticker: unknown, name: string): number | null {
  const value = typeof ticker === 'object' && ticker !== null ? (ticker as Record<string, unknown>)[name] : undefined;
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}
