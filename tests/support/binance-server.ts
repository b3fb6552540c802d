import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Candle } from '../../src/core/domain/candle.ts';
import type { FundingRate } from '../../src/core/domain/funding.ts';
import { isPerpetual } from '../../src/core/domain/pair.ts';
import { answerWithFault } from './binance-faults.ts';
import type { Fault } from './binance-faults.ts';
import { exchangeInfo } from './binance-exchange-info.ts';
import type { SymbolFilters } from './binance-exchange-info.ts';
import { klineRows } from './binance-klines.ts';
import { tickerRows } from './binance-tickers.ts';
import type { TickerFigures } from './binance-tickers.ts';

export interface BinanceServerOptions {
  /** Hourly (or `barMs`) bars by unified symbol, ascending: `BTC/USDT` is served as spot, `BTC/USDT:USDT` under /fapi. */
  readonly candles: ReadonlyMap<string, readonly Candle[]>;
  readonly funding?: ReadonlyMap<string, readonly FundingRate[]>;
  /** The venue's clock: bars that open later are not there yet. Default: one hour after the last bar's open. */
  readonly now?: () => number;
  /** Filters of a symbol that differ from the usual ones. */
  readonly filters?: ReadonlyMap<string, Partial<SymbolFilters>>;
  /** Whole exchangeInfo answers served instead of the built ones, e.g. real ones from the shared data. */
  readonly exchangeInfo?: { readonly spot?: unknown; readonly usdm?: unknown };
  /** Figures of 24-hour tickers that differ from what the bars say, or null for symbols that have none. */
  readonly tickers?: ReadonlyMap<string, Partial<TickerFigures> | null>;
  readonly timeframe?: string;
}

export interface BinanceRequest {
  readonly path: string;
  readonly endpoint: 'time' | 'exchangeInfo' | 'klines' | 'fundingRate' | '24hr' | 'other';
  /** Unified symbol, or null when none was asked for. */
  readonly symbol: string | null;
  readonly query: Readonly<Partial<Record<string, string>>>;
}

/** Which requests a fault hits, and how many of them: once unless said otherwise. */
export interface FaultTarget {
  readonly endpoint?: BinanceRequest['endpoint'];
  readonly symbol?: string;
  readonly times?: number;
}

export interface BinanceServer {
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly requests: BinanceRequest[];
  /** Sets the venue's clock to a time or a function. */
  setNow(now: number | (() => number)): void;
  /** Added to what /time answers, while the bars still follow `now`: a venue clock that disagrees with ours. */
  setClockOffset(ms: number): void;
  /** Queues a fault. The first queued fault that matches a request and is not used up answers it. */
  inject(fault: Fault, target?: FaultTarget): void;
  clearFaults(): void;
  close(): Promise<void>;
}

/** A server on 127.0.0.1 that answers like Binance spot (/api/v3) and USD-M futures (/fapi/v1). */
export async function startBinanceServer(options: BinanceServerOptions): Promise<BinanceServer> {
  const { candles, funding = new Map<string, FundingRate[]>(), timeframe = '1h' } = options;
  const lastOpen = Math.max(...[...candles.values()].map((bars) => bars.at(-1)?.ts ?? 0), 0);
  let now = options.now ?? (() => lastOpen + 3_600_000);
  let clockOffset = 0;
  let queue: { fault: Fault; target: FaultTarget; left: number }[] = [];
  const requests: BinanceRequest[] = [];

  const takeFault = (request: BinanceRequest): Fault | null => {
    const entry = queue.find(
      ({ target, left }) =>
        left > 0 &&
        (target.endpoint ?? request.endpoint) === request.endpoint &&
        (target.symbol ?? request.symbol) === request.symbol,
    );
    if (entry === undefined) return null;
    entry.left -= 1;
    return entry.fault;
  };

  const answer = (request: BinanceRequest, fault: Fault | null): { status: number; json: unknown } => {
    const market = request.path.startsWith('/fapi/') ? 'usdm' : request.path.startsWith('/api/') ? 'spot' : 'other';
    if (request.endpoint === 'time') return { status: 200, json: { serverTime: now() + clockOffset } };
    if (request.endpoint === 'exchangeInfo') {
      const symbols = [...candles.keys()].filter((symbol) => isPerpetual(symbol) === (market === 'usdm'));
      const given = market === 'other' ? { symbols: [] } : options.exchangeInfo?.[market];
      return { status: 200, json: given ?? exchangeInfo(market === 'usdm', symbols, now(), options.filters) };
    }
    if (request.endpoint === '24hr') {
      const symbols = [...candles.keys()].filter((symbol) => isPerpetual(symbol) === (market === 'usdm'));
      return { status: 200, json: tickerRows(candles, symbols, options.tickers) };
    }
    if (request.endpoint === 'other') return { status: 404, json: { code: -1, msg: 'no such path' } };
    if (request.query['symbol'] === undefined) {
      const msg = "Mandatory parameter 'symbol' was not sent, was empty/null, or malformed.";
      return { status: 400, json: { code: -1102, msg } };
    }
    if (request.endpoint === 'fundingRate') {
      const from = Number(request.query['startTime'] ?? 0);
      const to = Number(request.query['endTime'] ?? Infinity);
      const rates = (funding.get(request.symbol ?? '') ?? []).filter(
        (r) => r.ts >= from && r.ts <= to && r.ts <= now(),
      );
      return {
        status: 200,
        json: rates.slice(0, Math.min(Number(request.query['limit'] ?? 100), 1000)).map(({ ts, rate, mark }) => ({
          symbol: request.query['symbol'],
          fundingTime: ts,
          fundingRate: rate.toFixed(8),
          ...(mark === null ? { markPrice: '' } : { markPrice: mark.toFixed(8) }),
        })),
      };
    }
    const bars = candles.get(request.symbol ?? '');
    if (bars === undefined) return { status: 400, json: { code: -1121, msg: 'Invalid symbol.' } };
    if (request.query['interval'] !== timeframe)
      return { status: 400, json: { code: -1120, msg: 'Invalid interval.' } };
    const rows = klineRows(bars, timeframe, now(), request.query);
    return { status: 200, json: fault?.kind === 'rows' ? fault.change(rows) : rows };
  };

  const server = createServer((incoming, response) => {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const query = Object.fromEntries(url.searchParams);
    const last = url.pathname.split('/').at(-1) ?? '';
    const endpoint =
      (['time', 'exchangeInfo', 'klines', 'fundingRate', '24hr'] as const).find((name) => name === last) ?? 'other';
    const symbol = unifiedSymbol(query['symbol'], url.pathname.startsWith('/fapi/'), [
      ...candles.keys(),
      ...funding.keys(),
    ]);
    const request: BinanceRequest = { path: url.pathname, endpoint, symbol, query };
    requests.push(request);
    const fault = takeFault(request);
    const { status, json } = answer(request, fault);
    const text = JSON.stringify(json);
    if (fault !== null) answerWithFault(fault, text, response);
    else response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    setNow: (time) => {
      now = typeof time === 'number' ? () => time : time;
    },
    setClockOffset: (ms) => {
      clockOffset = ms;
    },
    inject: (fault, target = {}) => {
      queue.push({ fault, target, left: target.times ?? 1 });
    },
    clearFaults: () => {
      queue = [];
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function unifiedSymbol(id: string | undefined, perpetual: boolean, known: readonly string[]): string | null {
  if (id === undefined) return null;
  return known.find((s) => isPerpetual(s) === perpetual && s.replace(/:.*$/, '').replace('/', '') === id) ?? id;
}

/** The `exchange` setting that points ccxt's binance at this server, by config alone. */
export function exchangeConfig(url: string): { id: string; options: { urls: { api: Record<string, string> } } } {
  const paths: Record<string, readonly string[]> = {
    '/api/v3': ['public', 'private'],
    '/api/v1': ['v1'],
    '/fapi/v1': ['fapiPublic', 'fapiPrivate'],
    '/fapi/v2': ['fapiPublicV2', 'fapiPrivateV2'],
    '/fapi/v3': ['fapiPublicV3', 'fapiPrivateV3'],
    '/dapi/v1': ['dapiPublic', 'dapiPrivate', 'dapiPrivateV2'],
    '/eapi/v1': ['eapiPublic', 'eapiPrivate'],
    '/futures/data': ['fapiData', 'dapiData'],
    '/sapi/v1': ['sapi', 'sapiV2', 'sapiV3', 'sapiV4'],
    '/papi/v1': ['papi', 'papiV2'],
  };
  const api = Object.entries(paths).flatMap(([path, names]) => names.map((name) => [name, `${url}${path}`] as const));
  return { id: 'binance', options: { urls: { api: Object.fromEntries(api) } } };
}
