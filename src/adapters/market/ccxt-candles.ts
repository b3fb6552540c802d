import { AppError } from '../../core/domain/app-error.ts';
import type { Candle } from '../../core/domain/candle.ts';
import { timeframeMs } from '../../core/domain/time.ts';
import type { CandleRequest, CandleSource } from '../../ports/candle-source.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FundingSource } from '../../ports/funding-source.ts';
import type { Logger } from '../../ports/logger.ts';
import { ccxtFundingRates } from './ccxt-funding.ts';
import { marketRulesOf } from './ccxt-market-rules.ts';
import { ccxtMarkets } from './ccxt-markets.ts';
import { openCcxtSession } from './ccxt-session.ts';
import type { CcxtSession, CcxtSettings } from './ccxt-session.ts';
import type { CcxtMarket } from './ccxt-venue.ts';
import { marketRulesCache } from './market-rules-cache.ts';
import { checkedCandles } from './ohlcv-rows.ts';

/** No venue gives more at once, and asking for more is no use where less is given silently. */
const LARGEST_PAGE = 1000;
/** Where ccxt does not know how much a venue gives: too small costs requests, too large may lose the head of a page. */
const CAUTIOUS_PAGE = 200;
/** Asked for beyond the need, so that a venue that also sends the bar before, or the forming one, needs no second request. */
const MARGIN_BARS = 2;

export interface CcxtCandlesOptions extends CcxtSettings {
  /** The symbols in use: their market rules are fetched together, and cached for a day. */
  readonly symbols: readonly string[];
  /** Where `<venue>_markets.json` is kept. */
  readonly cacheFolder: string;
  /** Writes nothing into that folder. */
  readonly isReadOnly?: boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Candles, trading rules, server time and funding of any ccxt venue. Nothing is loaded or asked before the first call. Failed
 * requests are tried again while that can help (see `retry`, `venueError`); with the market rules on disk, each page is
 * exactly one request.
 */
export function ccxtCandles(options: CcxtCandlesOptions): CandleSource & FundingSource {
  const { id, clock, log } = options;
  let opened: Promise<Opened> | null = null;
  const open = (): Promise<Opened> => (opened ??= openVenue(options));

  return {
    venue: id,

    serverTime: async () => {
      const { venue, ask } = (await open()).session;
      if (venue.has['fetchTime'] !== true) return null;
      return ask('its time', async () => {
        const time = await venue.fetchTime();
        if (typeof time === 'number' && Number.isSafeInteger(time) && time > 0) return time;
        throw new AppError('data', `${id} sent no usable answer (its time)`, { retryable: true, facts: { venue: id } });
      });
    },

    marketRules: async (symbols, { isOffline } = { isOffline: false }) => {
      const stored = isOffline ? await storedMarkets(symbols) : [];
      if (isOffline && stored.length === 0) return [];
      const { session, marketsOf } = await open();
      const markets = isOffline ? stored : await marketsOf(symbols);
      return markets.map((market) => marketRulesOf(market, session.venue.precisionMode));
    },

    pages: async function* (request) {
      const { session, marketsOf } = await open();
      checkTimeframe(session, request.timeframe);
      await marketsOf([request.symbol]);
      yield* candlePages(session, request);
    },

    fundingRates: async (symbol, from, to) => {
      const { session, marketsOf } = await open();
      const [market] = await marketsOf([symbol]);
      if (market.swap !== true) return [];
      if (session.venue.has['fetchFundingRateHistory'] !== true) {
        log.warn('the venue tells no funding history', { venue: id, symbol });
        return [];
      }
      return ccxtFundingRates(session, symbol, from, to);
    },
  };

  async function storedMarkets(symbols: readonly string[]): Promise<readonly CcxtMarket[]> {
    const cache = marketRulesCache({ folder: options.cacheFolder, venue: id, settings: options.options, clock, log });
    const markets = (await cache.read({ isAnyAge: true })) ?? [];
    return symbols.flatMap((symbol) => markets.find((market) => market.symbol === symbol) ?? []);
  }

  async function openVenue(all: CcxtCandlesOptions): Promise<Opened> {
    const session = await openCcxtSession(all, clock, log);
    return { session, marketsOf: ccxtMarkets(session, all) };
  }
}

interface Opened {
  readonly session: CcxtSession;
  readonly marketsOf: (symbols: readonly string[]) => Promise<readonly CcxtMarket[]>;
}

/**
 * Pages from our own cursor until it reaches `to`. Neither a short page nor a hole ends it: venues cut pages silently, and
 * the next bar after an outage may be far away. An answer with nothing at or after the cursor moves it on by one page, so a
 * listing date later than `from` is found also where a venue answers only within a window.
 */
async function* candlePages({ venue, ask }: CcxtSession, request: CandleRequest): AsyncGenerator<readonly Candle[]> {
  const { symbol, timeframe, from, to } = request;
  const barMs = timeframeMs(timeframe);
  const what = `candles of ${symbol} ${timeframe}`;
  const featured = venue.featureValue(symbol, 'fetchOHLCV', 'limit');
  const largest = Math.min(typeof featured === 'number' ? featured : CAUTIOUS_PAGE, LARGEST_PAGE);
  let cursor = Math.ceil(from / barMs) * barMs;
  while (cursor < to) {
    const since = cursor;
    const limit = Math.min(Math.ceil((to - since) / barMs) + MARGIN_BARS, largest);
    const rows = await ask(what, async () =>
      checkedCandles(await venue.fetchOHLCV(symbol, timeframe, since, limit), barMs, venue.id, what),
    );
    const fresh = rows.filter((candle) => candle.ts >= since && candle.ts < to);
    if (fresh.length > 0) yield fresh;
    const last = rows.at(-1)?.ts ?? -Infinity;
    cursor = last >= since ? last + barMs : since + limit * barMs;
  }
}

/** @throws AppError `settings` when the venue has no such candles */
function checkTimeframe({ venue }: CcxtSession, timeframe: string): void {
  const offered = Object.keys(venue.timeframes ?? {});
  if (venue.has['fetchOHLCV'] !== true) {
    throw new AppError('settings', `exchange: ${venue.id} gives no candles through ccxt; choose another venue`);
  }
  if (offered.length > 0 && !offered.includes(timeframe)) {
    throw new AppError('settings', `timeframe: ${venue.id} has no ${timeframe} candles; it has ${offered.join(', ')}`);
  }
}
