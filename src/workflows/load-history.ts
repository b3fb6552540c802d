import { alignCandles, firstIndexAt, type AlignedCandles } from '../core/domain/aligned-candles.ts';
import { AppError } from '../core/domain/app-error.ts';
import type { CandleColumns, CandleSeries } from '../core/domain/candle.ts';
import type { FundingRate } from '../core/domain/funding.ts';
import type { MarketRules } from '../core/domain/market-rules.ts';
import { isPerpetual, pairName, type Legs, type Pair } from '../core/domain/pair.ts';
import { isoMinute, newestClosedBar, timeframeMs, type EpochMs } from '../core/domain/time.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { CandleSource } from '../ports/candle-source.ts';
import type { Clock } from '../ports/clock.ts';
import type { FundingSource } from '../ports/funding-source.ts';
import type { Logger } from '../ports/logger.ts';
import { fetchHistory, type FetchProgress } from './fetch-history.ts';

export interface HistoryPorts {
  readonly source: CandleSource;
  readonly funding: FundingSource | null;
  readonly cache: CandleCache;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface HistoryRequest {
  readonly pair: Pair;
  readonly timeframe: string;
  /** Bars before the first one that its features need (`warmUpBars`), the most of a grid. */
  readonly warmUp: number;
  /** First bar that may be decided on; null for the first cached one. */
  readonly from: EpochMs | null;
  /** End, exclusive; null for the last closed bar, offline the last cached one. */
  readonly to: EpochMs | null;
  readonly historyBars: number;
  readonly closeGraceMs: number;
  /** Asks the venue nothing. */
  readonly isOffline: boolean;
  readonly onProgress?: (progress: FetchProgress) => void;
}

/** A pair's history, as a simulation reads it. */
export interface History {
  readonly candles: AlignedCandles;
  readonly funding: Legs<readonly FundingRate[]>;
  readonly rules: Legs<MarketRules | null>;
  /** Frame indices that may be decided on or filled: from inclusive, to exclusive. Earlier bars warm the features up. */
  readonly from: number;
  readonly to: number;
}

/**
 * Reads a pair's history from the cache; unless offline, what is missing of it is fetched first.
 * @throws AppError `data` when there is no bar of both legs in the stretch, or a cache file is damaged
 */
export async function loadHistory(ports: HistoryPorts, request: HistoryRequest): Promise<History> {
  const { pair, timeframe } = request;
  const barMs = timeframeMs(timeframe);
  const series = (symbol: string): CandleSeries => ({ venue: ports.source.venue, symbol, timeframe });
  const legs = { x: series(pair.x), y: series(pair.y) };
  const closedTo = newestClosedBar(ports.clock.now(), barMs, request.closeGraceMs) + barMs;
  const to = Math.min(request.to ?? Infinity, closedTo);
  const warmFrom = request.from === null ? -Infinity : request.from - request.warmUp * barMs;
  if (!request.isOffline) await fetchMissing(ports, request, legs, warmFrom, to, barMs);

  const [x, y] = await Promise.all([
    readLeg(ports.cache, legs.x, warmFrom, to),
    readLeg(ports.cache, legs.y, warmFrom, to),
  ]);
  const candles = alignCandles(x, y, barMs);
  const from = request.from === null ? 0 : firstIndexAt(candles.ts, request.from);
  if (from >= candles.ts.length) {
    const stretch = request.from === null ? '' : ` from ${isoMinute(request.from)} to ${isoMinute(to)}`;
    throw new AppError(
      'data',
      `no cached bar has both legs of ${pairName(pair)}${stretch}: run statarb fetch or statarb import${request.isOffline ? ', or leave out --offline' : ''}`,
      { facts: { pair: pairName(pair) } },
    );
  }
  return { candles, ...(await factsOf(ports, request, candles)), from, to: candles.ts.length };
}

async function fetchMissing(
  ports: HistoryPorts,
  request: HistoryRequest,
  legs: Legs<CandleSeries>,
  warmFrom: EpochMs,
  to: EpochMs,
  barMs: number,
): Promise<void> {
  const firsts = await Promise.all([ports.cache.firstTs(legs.x), ports.cache.firstTs(legs.y)]);
  const cached = firsts.filter((ts): ts is EpochMs => ts !== null);
  // Without a start, what is cached is completed; an empty cache gets the first run's history.
  const first = cached.length === 0 ? to - request.historyBars * barMs : Math.min(...cached);
  await fetchHistory(ports, {
    symbols: [legs.x.symbol, legs.y.symbol],
    timeframe: request.timeframe,
    from: Number.isFinite(warmFrom) ? warmFrom : first,
    to,
    closeGraceMs: request.closeGraceMs,
    onProgress: request.onProgress,
  });
}

async function readLeg(cache: CandleCache, series: CandleSeries, from: EpochMs, to: EpochMs): Promise<CandleColumns> {
  const { candles, damaged } = await cache.read(series, from, to);
  const first = damaged.at(0);
  if (first === undefined) return candles;
  throw new AppError(
    'data',
    `cached candles of ${series.symbol} from ${isoMinute(first.from)} are damaged (${first.reason}); run statarb fetch to get them again`,
    { facts: { symbol: series.symbol } },
  );
}

async function factsOf(
  ports: HistoryPorts,
  { pair, isOffline }: HistoryRequest,
  candles: AlignedCandles,
): Promise<Pick<History, 'funding' | 'rules'>> {
  const start = candles.ts[0];
  const end = candles.ts[candles.ts.length - 1] + candles.barMs;
  const [x, y] = await Promise.all([
    fundingOf(ports, pair.x, start, end, isOffline),
    fundingOf(ports, pair.y, start, end, isOffline),
  ]);
  const rules = await ports.source.marketRules([pair.x, pair.y], { isOffline });
  const ruleOf = (symbol: string): MarketRules | null => rules.find((rule) => rule.symbol === symbol) ?? null;
  return { funding: { x, y }, rules: { x: ruleOf(pair.x), y: ruleOf(pair.y) } };
}

/** Missing funding counts as 0 with a warning, never as a guess. */
async function fundingOf(
  { source, funding, cache, log }: HistoryPorts,
  symbol: string,
  from: EpochMs,
  to: EpochMs,
  isOffline: boolean,
): Promise<readonly FundingRate[]> {
  if (!isPerpetual(symbol)) return [];
  const cached = await cache.readFunding(source.venue, symbol, from, to);
  const lasts = 24 * 3_600_000;
  const isCovered = cached.length > 0 && cached[0].ts - from < lasts && to - cached[cached.length - 1].ts < lasts;
  if (!isCovered && !isOffline && funding !== null) {
    await cache.mergeFunding(source.venue, symbol, await funding.fundingRates(symbol, from, to));
    return cache.readFunding(source.venue, symbol, from, to);
  }
  if (!isCovered) log.warn('funding rates are missing for a part of the history and count as 0', { symbol });
  return cached;
}
