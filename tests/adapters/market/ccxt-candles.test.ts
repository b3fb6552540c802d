import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { faults } from '../../support/binance-faults.ts';
import { exchangeConfig, startBinanceServer } from '../../support/binance-server.ts';
import type { BinanceServer, BinanceServerOptions } from '../../support/binance-server.ts';
import { loadSharedCandles } from '../../support/shared-data.ts';
import {
  allCandles,
  appErrorOf,
  HOUR,
  hourlyCandles,
  removeTemporaryFolders,
  source,
  START,
  temporaryFolder,
} from './market-fixture.ts';

let server: BinanceServer;
const serve = async (options: BinanceServerOptions): Promise<BinanceServer> =>
  (server = await startBinanceServer(options));

afterEach(() => server.close());
afterAll(removeTemporaryFolders);

const klines = (): Readonly<Partial<Record<string, string>>>[] =>
  server.requests.filter((r) => r.endpoint === 'klines').map((r) => r.query);

describe('candles of a venue', () => {
  test('come back exactly as the venue sent them, the bar that is still open left out', async () => {
    const candles = hourlyCandles(12);
    await serve({ candles: new Map([['BTC/USDT', candles]]), now: () => START + 10.5 * HOUR });
    const got = await allCandles(source(exchangeConfig(server.url)), { to: START + 10 * HOUR });
    expect(got).toEqual(candles.slice(0, 10));
  });

  test('a warm scan makes one request for the clock and one per symbol', async () => {
    const symbols = ['BTC/USDT', 'ETH/USDT'];
    await serve({ candles: new Map(symbols.map((symbol) => [symbol, hourlyCandles(100)])) });
    const cacheFolder = temporaryFolder();
    const now = START + 100 * HOUR;
    server.setNow(now);
    await source(exchangeConfig(server.url), { symbols, cacheFolder }).marketRules(symbols);
    server.requests.length = 0;

    const warm = source(exchangeConfig(server.url), { symbols, cacheFolder });
    expect(await warm.serverTime()).toBe(now);
    expect(await warm.marketRules(symbols)).toHaveLength(2);
    for (const symbol of symbols) {
      expect(await allCandles(warm, { symbol, from: now - 2 * HOUR, to: now })).toHaveLength(2);
    }
    expect(server.requests.map((r) => [r.endpoint, r.symbol])).toEqual([
      ['time', null],
      ['klines', 'BTC/USDT'],
      ['klines', 'ETH/USDT'],
    ]);
  });

  test('long stretches come in pages of at most 1000 bars, each bar once', async () => {
    const candles = hourlyCandles(2_500);
    await serve({ candles: new Map([['BTC/USDT', candles]]) });
    const got = await allCandles(source(exchangeConfig(server.url)), { to: START + 2_500 * HOUR });
    expect(got).toEqual(candles);
    expect(klines().map((q) => q['limit'])).toEqual(['1000', '1000', '502']);
  });

  test('an outage of 33 hours does not end the paging, wherever the pages fall', async () => {
    const candles = hourlyCandles(1_200).filter((c) => c.ts < START + 990 * HOUR || c.ts >= START + 1_023 * HOUR);
    await serve({ candles: new Map([['BTC/USDT', candles]]) });
    const candlesOf = source(exchangeConfig(server.url));
    for (const from of [0, 985, 990, 1000]) {
      const got = await allCandles(candlesOf, { from: START + from * HOUR, to: START + 1_200 * HOUR });
      expect(got).toEqual(candles.filter((c) => c.ts >= START + from * HOUR));
    }
  });

  test('a listing date later than the beginning of the request is found', async () => {
    const candles = hourlyCandles(5, START + 4_000 * HOUR);
    await serve({ candles: new Map([['BTC/USDT', candles]]) });
    expect(await allCandles(source(exchangeConfig(server.url)), { to: START + 4_005 * HOUR })).toEqual(candles);
    expect(klines()).toHaveLength(1);
  });

  test('bars the venue does not have yet are simply absent', async () => {
    await serve({ candles: new Map([['BTC/USDT', hourlyCandles(10)]]) });
    server.inject(faults.missingTail(1), { endpoint: 'klines', times: Infinity });
    expect(await allCandles(source(exchangeConfig(server.url)))).toEqual(hourlyCandles(9));
  });

  test('a missing last bar costs no further request once a later bar was seen', async () => {
    const candles = hourlyCandles(11).filter((c) => c.ts !== START + 9 * HOUR);
    await serve({ candles: new Map([['BTC/USDT', candles]]) });
    expect(await allCandles(source(exchangeConfig(server.url)))).toEqual(candles.slice(0, 9));
    expect(klines()).toHaveLength(1);
  });

  test('perpetuals come from the futures side of the venue', async () => {
    const candles = hourlyCandles(10, START, 500);
    await serve({
      candles: new Map([
        ['BTC/USDT', hourlyCandles(10)],
        ['BTC/USDT:USDT', candles],
      ]),
    });
    const symbol = 'BTC/USDT:USDT';
    expect(await allCandles(source(exchangeConfig(server.url), { symbols: [symbol] }), { symbol })).toEqual(candles);
    expect(server.requests.map((r) => r.path)).toEqual(['/fapi/v1/exchangeInfo', '/fapi/v1/klines']);
  });

  test('a timeframe the venue does not have is a mistake in the settings', async () => {
    await serve({ candles: new Map([['BTC/USDT', hourlyCandles(10)]]) });
    const error = await appErrorOf(allCandles(source(exchangeConfig(server.url)), { timeframe: '7h' }));
    expect(error.code).toBe('settings');
    expect(error.message).toMatch(/^timeframe: binance has no 7h candles; it has 1s, 1m, 3m/);
  });

  test('six years of real hours come back bar by bar, outages and all', async (context) => {
    const real = loadSharedCandles('candles/binance_BTC-USDT_1h.csv.gz');
    if (real === null) {
      await serve({ candles: new Map() });
      context.skip('the shared market data is not here');
      return;
    }
    await serve({ candles: new Map([['BTC/USDT', real]]) });
    const [first, last] = [real[0].ts, real[real.length - 1].ts];
    const fast = { ...exchangeConfig(server.url).options, enableRateLimit: false };
    expect(await allCandles(source({ id: 'binance', options: fast }), { from: first, to: last + HOUR })).toEqual(real);
  });
});

describe('server time', () => {
  test('is what the venue says, also when its clock is wrong', async () => {
    await serve({ candles: new Map([['BTC/USDT', hourlyCandles(1)]]), now: () => START });
    server.setClockOffset(45_000);
    expect(await source(exchangeConfig(server.url)).serverTime()).toBe(START + 45_000);
  });

  test('an answer without a time is asked for again, then fails as bad data', async () => {
    await serve({ candles: new Map([['BTC/USDT', hourlyCandles(1)]]) });
    server.inject({ kind: 'body', body: '{"serverTime":null}' }, { times: Infinity });
    const error = await appErrorOf(source(exchangeConfig(server.url)).serverTime());
    expect(error).toMatchObject({ code: 'data', message: 'binance sent no usable answer (its time)' });
    expect(server.requests).toHaveLength(4);
  });
});
