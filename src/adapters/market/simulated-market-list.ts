import { AppError } from '../../core/domain/app-error.ts';
import { quoteOf } from '../../core/domain/pair.ts';
import { SIMULATED_MARKETS } from '../../core/simulation/simulated-world.ts';
import type { MarketList } from '../../ports/market-list.ts';

const HOURS_A_DAY = 24;

/** What the simulated venue trades: the same at any time, with the volume that is typical of a day of hourly bars. */
export const simulatedMarketList: MarketList = {
  spotMarkets(quote) {
    const markets = Object.entries(SIMULATED_MARKETS).map(([symbol, { volumeUsd }]) => ({
      symbol,
      isActive: true,
      dollarVolume24h: HOURS_A_DAY * volumeUsd,
    }));
    const listed = markets.filter(({ symbol }) => quoteOf(symbol) === quote);
    if (listed.length > 0) return Promise.resolve(listed);
    const quotes = [...new Set(markets.map(({ symbol }) => quoteOf(symbol)))];
    const message = `simulated has no spot market in ${quote}; it has ${quotes.join(', ')}: correct discovery.quote`;
    return Promise.reject(new AppError('venue', message, { facts: { venue: 'simulated', quote, quotes } }));
  },
};
