import { baseOf, quoteOf } from '../../core/domain/pair.ts';

/** Venues that fetch spot, linear, inverse … apart keep the list of kinds here. */
export function marketKinds(venueOptions: Readonly<Record<string, unknown>>): readonly unknown[] | null {
  const types = (venueOptions['fetchMarkets'] as { types?: unknown } | null | undefined)?.types;
  return Array.isArray(types) ? types : null;
}

/** Leaves only the kinds that the symbols need, unless the user has chosen kinds: fewer requests, megabytes less. */
export function narrowKinds(
  venueOptions: Record<string, unknown>,
  userOptions: Readonly<Record<string, unknown>>,
  kinds: readonly unknown[] | null,
  symbols: readonly string[],
): void {
  const chosen = (userOptions['options'] as Record<string, unknown> | null | undefined)?.['fetchMarkets'];
  if (kinds === null || chosen !== undefined || symbols.some((symbol) => /-[CP]$/.test(symbol))) return;
  const wanted = new Set(symbols.flatMap(kindsOf));
  const types = kinds.filter((kind) => wanted.has(String(kind)));
  const current = venueOptions['fetchMarkets'] as Record<string, unknown>;
  if (types.length > 0) venueOptions['fetchMarkets'] = { ...current, types };
}

/** Binance would also list what can be borrowed, by signed requests as soon as there are keys: one more way to fail. */
export function leaveOutMargins(
  venueOptions: Record<string, unknown>,
  userOptions: Readonly<Record<string, unknown>>,
): void {
  const chosen = (userOptions['options'] as Record<string, unknown> | null | undefined)?.['fetchMargins'];
  if ('fetchMargins' in venueOptions && chosen === undefined) venueOptions['fetchMargins'] = false;
}

/** The names under which venues list a symbol's kind. */
function kindsOf(symbol: string): readonly string[] {
  const [, settlement = ''] = symbol.split(':');
  if (settlement === '') return ['spot'];
  const [settle] = settlement.split('-');
  const direction = settle === baseOf(symbol) && settle !== quoteOf(symbol) ? 'inverse' : 'linear';
  return [direction, 'swap', ...(symbol.includes('-') ? ['future', 'delivery'] : [])];
}
