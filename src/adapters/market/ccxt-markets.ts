import { AppError } from '../../core/domain/app-error.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { leaveOutMargins, marketKinds, narrowKinds } from './ccxt-market-kinds.ts';
import type { CcxtSession, CcxtSettings } from './ccxt-session.ts';
import type { CcxtMarket } from './ccxt-venue.ts';
import { marketRulesCache } from './market-rules-cache.ts';
import { nearestNames } from './nearest-names.ts';

/**
 * Makes the venue know its markets: from disk when they are there, else from the venue (one request where it lists its kinds
 * of market apart). Only the markets in use are kept, so that every later request is exactly one.
 * @param symbols the symbols in use, asked for together
 * @returns a function that gives the markets of symbols, in order
 */
export function ccxtMarkets(
  { venue, ask }: CcxtSession,
  options: CcxtSettings & {
    readonly symbols: readonly string[];
    readonly cacheFolder: string;
    readonly isReadOnly?: boolean;
    readonly clock: Clock;
    readonly log: Logger;
  },
): (symbols: readonly string[]) => Promise<readonly CcxtMarket[]> {
  const { id, clock, log } = options;
  const settings = options.options;
  const cache = marketRulesCache({ folder: options.cacheFolder, venue: id, settings, clock, log });
  const allKinds = marketKinds(venue.options);
  const known = new Map<string, CcxtMarket>();
  let everyName: readonly string[] = [];
  let loading: Promise<void> | null = null;

  const use = (markets: readonly CcxtMarket[]): void => {
    for (const market of markets) {
      const { symbol, active } = market;
      if (active === false && !known.has(symbol))
        log.warn('the venue has stopped trading this symbol', { venue: id, symbol });
      known.set(symbol, market);
    }
    venue.setMarkets([...known.values()]);
  };

  const load = async (symbols: readonly string[]): Promise<void> => {
    if (known.size === 0) {
      const stored = await cache.read();
      if (stored !== null) use(stored);
      if (symbols.every((symbol) => known.has(symbol))) return;
    }
    const wanted = new Set([...options.symbols, ...symbols]);
    narrowKinds(venue.options, settings, allKinds, [...wanted]);
    leaveOutMargins(venue.options, settings);
    const markets = await ask('its markets', async () => {
      const list = await venue.fetchMarkets();
      if (list.length === 0) {
        throw new AppError('data', `${id} sent an empty list (its markets)`, { retryable: true, facts: { venue: id } });
      }
      return list;
    });
    everyName = markets.map((market) => market.symbol);
    use(markets.filter((market) => wanted.has(market.symbol)));
    if (options.isReadOnly !== true) cache.write([...known.values()]);
  };

  return async (symbols) => {
    while (!symbols.every((symbol) => known.has(symbol))) {
      if (loading === null) {
        loading = load(symbols).finally(() => {
          loading = null;
        });
        await loading;
        break;
      }
      await loading;
    }
    return symbols.map((symbol) => known.get(symbol) ?? unknownSymbol(id, symbols, known, everyName));
  };
}

function unknownSymbol(
  venue: string,
  symbols: readonly string[],
  known: ReadonlyMap<string, CcxtMarket>,
  everyName: readonly string[],
): never {
  const missing = symbols.filter((symbol) => !known.has(symbol));
  const parts = missing.map((symbol) => {
    const nearest = nearestNames(symbol, everyName);
    return nearest.length === 0 ? symbol : `${symbol} (nearest: ${nearest.join(', ')})`;
  });
  throw new AppError('venue', `${venue} does not trade ${parts.join(' or ')}: correct symbols in the config`, {
    facts: { venue, symbols: missing },
  });
}
