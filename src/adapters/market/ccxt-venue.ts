import { AppError } from '../../core/domain/app-error.ts';
import { nearestNames } from './nearest-names.ts';

/** A market as ccxt describes it: the parts this tool reads. The whole object is kept and cached as it is. */
export interface CcxtMarket {
  readonly id: string;
  readonly symbol: string;
  readonly spot?: boolean;
  readonly swap?: boolean;
  readonly inverse?: boolean;
  readonly active?: boolean;
  readonly contractSize?: number;
  readonly precision?: { readonly amount?: number; readonly price?: number };
  readonly limits?: { readonly amount?: { readonly min?: number }; readonly cost?: { readonly min?: number } };
}

/** What an HTTP client hands to ccxt. */
export interface HttpAnswer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers | Record<string, unknown>;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export interface HttpRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

/** One venue of ccxt: the parts this tool calls or replaces. Answers are `unknown` until they are checked. */
export interface CcxtVenue {
  readonly id: string;
  readonly timeout: number;
  readonly timeframes?: Readonly<Record<string, unknown>>;
  readonly has: Readonly<Record<string, unknown>>;
  readonly precisionMode: number;
  readonly options: Record<string, unknown>;
  readonly markets?: Readonly<Record<string, CcxtMarket>>;
  fetchTime(): Promise<unknown>;
  fetchMarkets(): Promise<readonly CcxtMarket[]>;
  fetchTickers(symbols?: readonly string[]): Promise<unknown>;
  fetchOHLCV(symbol: string, timeframe: string, since: number, limit: number): Promise<unknown>;
  fetchFundingRateHistory(symbol: string, since: number, limit?: number): Promise<unknown>;
  setMarkets(markets: readonly CcxtMarket[]): unknown;
  featureValue(symbol: string, method: string, name: string): unknown;
  parseOHLCV(row: unknown, market: unknown): unknown;
  parseOHLCVs(rows: unknown, market: unknown, ...rest: unknown[]): unknown;
  handleRestResponse(answer: HttpAnswer, ...rest: unknown[]): Promise<unknown>;
  fetchImplementation?: (url: string, request: HttpRequest) => Promise<HttpAnswer>;
  proxiesModulesLoading?: Promise<unknown>;
}

export type CcxtVenueClass = new (config: Readonly<Record<string, unknown>>) => CcxtVenue;

/** Where the build puts the venue files it bundles, relative to its chunks; undefined when running from the sources. */
declare const STATARB_VENUES: string | undefined;

/**
 * The class of one venue. Its own file is loaded where ccxt keeps one (a third of the time and memory of the whole library),
 * else the whole library.
 * @throws AppError `settings` when ccxt knows no such venue, with the nearest ids
 */
export async function loadVenueClass(id: string): Promise<CcxtVenueClass> {
  const alone = /^[a-z0-9]+$/.test(id) ? await importVenueFile(id) : null;
  if (alone !== null) return alone;
  const library: unknown = (await import('ccxt')).default;
  const { exchanges } = library as { exchanges: readonly string[] };
  const whole = exchanges.includes(id) ? (library as Record<string, unknown>)[id] : undefined;
  if (isClass(whole)) return whole;
  const hint = nearestNames(id, exchanges).join(', ');
  throw new AppError('settings', `exchange: there is no venue "${id}" in ccxt; did you mean ${hint}?`, {
    facts: { exchange: id },
  });
}

/**
 * From the build, where each venue is bundled (half the time of the 60 files it is made of), or from the package: that does
 * not export its venue files, so the address is built from that of its entry.
 */
async function importVenueFile(id: string): Promise<CcxtVenueClass | null> {
  try {
    const folder =
      typeof STATARB_VENUES === 'string'
        ? new URL(STATARB_VENUES, import.meta.url)
        : new URL('./src/', import.meta.resolve('ccxt'));
    const loaded = (await import(new URL(`${id}.js`, folder).href)) as { default?: unknown };
    return isClass(loaded.default) ? loaded.default : null;
  } catch {
    return null;
  }
}

function isClass(value: unknown): value is CcxtVenueClass {
  return typeof value === 'function' && 'prototype' in value;
}
