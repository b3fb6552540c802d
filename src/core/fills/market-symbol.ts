import type { ExchangeTrade } from '../domain/exchange-trade.ts';
import { baseOf, isPerpetual, quoteOf } from '../domain/pair.ts';
import { isSameMoney } from './instrument.ts';

/** Kraken's own names of currencies. */
const ALIASES: Readonly<Record<string, string>> = { XBT: 'BTC', XXBT: 'BTC', XETH: 'ETH', XDG: 'DOGE', XXDG: 'DOGE' };

/** A currency as everybody else writes it: `BTC` of Kraken's `XBT`. */
export const currencyName = (text: string): string => ALIASES[text.toUpperCase()] ?? text.toUpperCase();

/**
 * The instrument of a row's symbol when it is one of a ticket leg's base and money: `ETH/USDT` of `ETHUSDT`, `BTC/USD` of
 * `XXBTZUSD`, `ETH/USDT:USDT` of `ETHUSDT` in an export of perpetuals. Null when it is something else.
 *
 * @param legSymbol the leg's symbol; where the row does not say what `ETHUSDT` is, it is what the leg is
 */
export function instrumentOfRow({ symbol, market }: ExchangeTrade, legSymbol: string): string | null {
  const base = baseOf(legSymbol);
  const quote = quoteAfter(symbol.toUpperCase(), base);
  if (quote === null || !isSameMoney(quote, quoteOf(legSymbol))) return null;
  const saysPerpetual = /:|^PF_|[-_ ](PERP|SWAP|PERPETUAL)$/i.test(symbol);
  if (market === null && !saysPerpetual && quote === quoteOf(legSymbol)) return legSymbol;
  const isSwap = market === null ? saysPerpetual || isPerpetual(legSymbol) : market === 'perpetual';
  return isSwap ? `${base}/${quote}:${quote}` : `${base}/${quote}`;
}

/** What stands after the base in a symbol, its currencies under their usual names; null when another base stands there. */
function quoteAfter(symbol: string, base: string): string | null {
  const plain = symbol
    .replace(/:.*$/, '')
    .replace(/^PF_/, '')
    .replace(/[-_ ](PERPETUAL|PERP|SWAP)$/, '');
  const parts = plain.split(/[/\-_ ]/);
  if (parts.length === 2) return currencyName(parts[0]) === base ? currencyName(parts[1]) : null;
  if (parts.length > 2) return null;
  // Kraken's old names: a crypto currency behind X, money behind Z.
  const joined = plain
    .replace(/^X([A-Z]{3})Z([A-Z]{3})$/, '$1$2')
    .replace(/^XBT/, 'BTC')
    .replace(/^XDG/, 'DOGE');
  return joined.startsWith(base) && joined.length > base.length ? joined.slice(base.length) : null;
}
