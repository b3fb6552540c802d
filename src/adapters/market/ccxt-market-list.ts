import { AppError } from '../../core/domain/app-error.ts';
import type { ListedMarket } from '../../core/domain/listed-market.ts';
import { quoteOf } from '../../core/domain/pair.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { MarketList } from '../../ports/market-list.ts';
import { leaveOutMargins, marketKinds, narrowKinds } from './ccxt-market-kinds.ts';
import { openCcxtSession, type CcxtSettings } from './ccxt-session.ts';

/**
 * The spot markets of any ccxt venue with their dollar volume of a day: two requests where the venue lists its kinds apart. A market
 * whose row is of no use is left without a volume.
 */
export function ccxtMarketList(settings: CcxtSettings, clock: Clock, log: Logger): MarketList {
  return {
    spotMarkets: async (quote) => {
      const { venue, ask } = await openCcxtSession(settings, clock, log);
      narrowKinds(venue.options, settings.options, marketKinds(venue.options), [`ANY/${quote}`]);
      leaveOutMargins(venue.options, settings.options);
      const markets = await ask('its markets', async () => {
        const list = await venue.fetchMarkets();
        if (list.length > 0) return list;
        throw empty(settings.id, 'its markets');
      });
      const spot = markets.filter((market) => market.spot === true && quoteOf(market.symbol) === quote);
      venue.setMarkets(spot);
      const tickers = await ask('volumes of its markets', async () => {
        const answer = await venue.fetchTickers();
        if (typeof answer === 'object' && answer !== null && Object.keys(answer).length > 0) {
          return answer as Readonly<Record<string, unknown>>;
        }
        throw empty(settings.id, 'volumes of its markets');
      });
      return spot.map(({ symbol, active }): ListedMarket => ({
        symbol,
        isActive: active !== false,
        dollarVolume24h: dollarVolume(tickers[symbol]),
      }));
    },
  };
}

/** The quote volume, or else the base volume at the last price. */
function dollarVolume(ticker: unknown): number | null {
  if (typeof ticker !== 'object' || ticker === null) return null;
  const { quoteVolume, baseVolume, last } = ticker as Readonly<Record<string, unknown>>;
  if (isAmount(quoteVolume)) return quoteVolume;
  return isAmount(baseVolume) && isAmount(last) ? baseVolume * last : null;
}

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

const empty = (venue: string, what: string): AppError =>
  new AppError('data', `${venue} sent an empty list (${what})`, { retryable: true, facts: { venue } });
