/** One value for each leg of a pair: `x` is the hedge leg, `y` the dependent leg. */
export interface Legs<T> {
  readonly x: T;
  readonly y: T;
}

/** Two unified symbols, such as `{x: 'BTC/USDT', y: 'ETH/USDT'}`. */
export type Pair = Legs<string>;

/** The pair's name in output and database: x first, as in the config. `BTC/USDT~ETH/USDT`. */
export const pairName = (pair: Pair): string => `${pair.x}~${pair.y}`;

/** The base currency of a symbol: `ETH` of `ETH/USDT:USDT`. */
export const baseOf = (symbol: string): string => symbol.split('/')[0] ?? symbol;

/** The quote currency of a symbol: `USDT` of `ETH/USDT:USDT`. */
export const quoteOf = (symbol: string): string => (symbol.split('/')[1] ?? '').split(':')[0] ?? '';

/** Whether a unified symbol names a perpetual swap (`BTC/USDT:USDT`, without an expiry). */
export const isPerpetual = (symbol: string): boolean => /:[^-]+$/.test(symbol);

/**
 * A symbol as part of a file name: `BTC/USDT` → `BTC-USDT`, `BTC/USDT:USDT` → `BTC-USDT-PERP`.
 * Different symbols never share a slug: what is not a letter, digit or dot is written as its hex code.
 */
export function symbolSlug(symbol: string): string {
  const [market = ''] = symbol.split(':');
  const settlement = symbol.split(':').at(1);
  const parts = market.split('/');
  if (settlement === undefined) return parts.map(safeName).join('-');
  const quote = parts[1] ?? '';
  const [settle = '', ...expiry] = settlement.split('-');
  if (settle !== quote) parts.push(settle);
  parts.push(expiry.length === 0 ? 'PERP' : expiry.join('-'));
  return parts.map(safeName).join('-');
}

/** A pair as part of a file name: `BTC-USDT_ETH-USDT`. */
export const pairSlug = (pair: Pair): string => `${symbolSlug(pair.x)}_${symbolSlug(pair.y)}`;

/** Makes any text a safe file name part: unusual characters become `%xx`. */
export function safeName(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]/g, (character) => `%${(character.codePointAt(0) ?? 0).toString(16)}`);
}
