/** One value for each leg of a pair: `x` is the hedge leg, `y` the dependent leg. */
export interface Legs<T> {
  readonly x: T;
  readonly y: T;
}

/** Which leg of a pair. */
export type LegName = keyof Legs<unknown>;

/** Both legs, the dependent one first: in the order in which tickets list them. */
export const LEGS: readonly LegName[] = ['y', 'x'];

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

/** The linear perpetual of a spot symbol's market: `BTC/USDT:USDT` for `BTC/USDT`. Whether a venue lists it is not known here. */
export const perpetualOf = (symbol: string): string => `${symbol}:${quoteOf(symbol)}`;

/**
 * A symbol as part of a file name: `BTC/USDT` → `BTC-USDT`, `BTC/USDT:USDT` → `BTC-USDT-PERP`,
 * `BTC/USD:BTC-240628` → `BTC-USD-BTC-240628`. Different symbols never share a slug.
 */
export function symbolSlug(symbol: string): string {
  const [market = '', settlement = ''] = symbol.split(':');
  const parts = market.split('/');
  if (settlement !== '') {
    const [settle = '', ...expiry] = settlement.split('-');
    if (settle !== parts[1]) parts.push(settle);
    parts.push(...(expiry.length === 0 ? ['PERP'] : expiry));
  }
  return parts.map((part) => safeName(part).replaceAll('-', '%2d')).join('-');
}

/** A pair as part of a file name: `BTC-USDT_ETH-USDT`. */
export const pairSlug = (pair: Pair): string => `${symbolSlug(pair.x)}_${symbolSlug(pair.y)}`;

/** Makes any text a safe file name part: each UTF-8 byte of what is not a letter, digit, dot or hyphen becomes `%xx`. */
export function safeName(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[_!~*'()]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
