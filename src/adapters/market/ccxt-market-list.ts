import { AppError } from '../../core/domain/app-error.ts';
import { quoteOf } from '../../core/domain/pair.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { MarketList } from '../../ports/market-list.ts';
import { leaveOutMargins, marketKinds, narrowKinds } from './ccxt-market-kinds.ts';
import { openCcxtSession, type CcxtSession, type CcxtSettings } from './ccxt-session.ts';
import type { CcxtMarket } from './ccxt-venue.ts';
import { dollarVolumes } from './dollar-volumes.ts';
import { nearestNames } from './nearest-names.ts';

/**
 * The spot markets of any ccxt venue with their dollar volume of a day: two requests where the venue lists its kinds apart. A market
 * whose row is of no use is left without a volume.
 */
export function ccxtMarketList(settings: CcxtSettings, clock: Clock, log: Logger): MarketList {
  return {
    spotMarkets: async (quote) => {
      const session = await openCcxtSession(settings, clock, log);
      const { venue } = session;
      // The settings may trade perpetuals; their tickers are not asked for here.
      venue.options['defaultType'] = 'spot';
      narrowKinds(venue.options, settings.options, marketKinds(venue.options), [`ANY/${quote}`]);
      leaveOutMargins(venue.options, settings.options);
      const all = await spotMarketsOf(session);
      const listed = all.filter(({ symbol }) => quoteOf(symbol) === quote);
      if (listed.length === 0) throw unknownQuote(settings.id, quote, all);
      const markets = listed.map(({ symbol, active }) => ({ symbol, isActive: active !== false }));
      const volumes = await volumesOf(session, quote, markets, log);
      return markets.map((market) => ({ ...market, dollarVolume24h: volumes.get(market.symbol) ?? null }));
    },
  };
}

/** Every spot market, each symbol once, and the venue made to know them, so that it can name its tickers. */
function spotMarketsOf({ venue, ask }: CcxtSession): Promise<readonly CcxtMarket[]> {
  return ask('its markets', async () => {
    const list = await venue.fetchMarkets();
    if (list.length === 0) throw unusable(venue.id, 'an empty list', 'its markets');
    const spot = new Map(list.filter((market) => market.spot === true).map((market) => [market.symbol, market]));
    const markets = [...spot.values()];
    venue.setMarkets(markets);
    return markets;
  });
}

async function volumesOf(
  { venue, ask }: CcxtSession,
  quote: string,
  markets: readonly { readonly symbol: string; readonly isActive: boolean }[],
  log: Logger,
): Promise<ReadonlyMap<string, number>> {
  if (venue.has['fetchTickers'] !== true) {
    log.warn('the venue does not tell what its markets have traded', { venue: venue.id });
    return new Map();
  }
  const what = 'volumes of its markets';
  const volumes = await ask(what, async () => {
    const answer = await venue.fetchTickers();
    const tickers = typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : {};
    if (markets.some(({ symbol }) => symbol in tickers)) return dollarVolumes(tickers, quote);
    throw unusable(venue.id, `no row of any ${quote} market`, what);
  });
  const silent = markets.filter(({ symbol, isActive }) => isActive && !volumes.has(symbol)).map(({ symbol }) => symbol);
  if (silent.length > 0) {
    const facts = { venue: venue.id, count: silent.length, first: silent.slice(0, 5) };
    log.warn('the venue does not tell what some markets have traded', facts);
  }
  return volumes;
}

const unusable = (venue: string, sent: string, what: string): AppError =>
  new AppError('data', `${venue} sent ${sent} (${what})`, { retryable: true, facts: { venue } });

function unknownQuote(venue: string, quote: string, all: readonly CcxtMarket[]): AppError {
  const counts = new Map<string, number>();
  for (const { symbol } of all) counts.set(quoteOf(symbol), (counts.get(quoteOf(symbol)) ?? 0) + 1);
  const quotes = [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const others = [...new Set([...nearestNames(quote, quotes), ...quotes])].slice(0, 5);
  const hint = others.length === 0 ? 'it lists no spot market at all' : `it has ${others.join(', ')}`;
  return new AppError('venue', `${venue} has no spot market in ${quote}; ${hint}: correct discovery.quote`, {
    facts: { venue, quote, quotes: others },
  });
}
