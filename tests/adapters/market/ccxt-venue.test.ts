import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { loadVenueClass } from '../../../src/adapters/market/ccxt-venue.ts';
import { faults } from '../../support/binance-faults.ts';
import { exchangeConfig, startBinanceServer } from '../../support/binance-server.ts';
import {
  allCandles,
  appErrorOf,
  HOUR,
  hourlyCandles,
  removeTemporaryFolders,
  source,
  START,
} from './market-fixture.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(removeTemporaryFolders);

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const jsonServer = (answer: (url: URL) => unknown): Promise<string> =>
  listen(
    createServer((request: IncomingMessage, response: ServerResponse) => {
      response.end(JSON.stringify(answer(new URL(request.url ?? '/', 'http://localhost'))));
    }),
  );

describe('any venue of ccxt, by its id', () => {
  test.each(['binance', 'binanceusdm', 'okx', 'kraken', 'bybit', 'bitfinex', 'btcturk', 'hyperliquid'])(
    '%s can be made',
    async (id) => {
      const Venue = await loadVenueClass(id);
      const venue = new Venue({});
      expect(venue.id).toBe(id);
      expect(venue.has['fetchOHLCV']).toBeTruthy();
    },
  );

  test.each(['binanc', 'Binance', '../base/Exchange', '__proto__', ''])(
    'an id that is none (%j) is a mistake in the settings',
    async (id) => {
      const error = await appErrorOf(source({ id, options: {} }).serverTime());
      expect(error.code).toBe('settings');
      expect(error.message).toContain(`exchange: there is no venue "${id}" in ccxt; did you mean `);
    },
  );

  test('the nearest ids are proposed', async () => {
    const error = await appErrorOf(loadVenueClass('binanec'));
    expect(error.message).toContain('did you mean binance');
  });

  test('nothing is loaded or asked before the first question', () => {
    expect(source({ id: 'no such venue', options: {} }).venue).toBe('no such venue');
  });
});

describe('venues that cut pages silently', () => {
  const candles = hourlyCandles(1_000);

  test('okx gives 300 bars newest first within a window, envelope and all', async () => {
    const url = await jsonServer(({ pathname, searchParams: q }) => {
      if (pathname === '/api/v5/public/time') return { code: '0', data: [{ ts: String(START) }] };
      if (pathname === '/api/v5/public/instruments') {
        return {
          code: '0',
          data: [
            {
              instType: 'SPOT',
              instId: 'BTC-USDT',
              baseCcy: 'BTC',
              quoteCcy: 'USDT',
              lotSz: '0.00000001',
              minSz: '0.00001',
              tickSz: '0.1',
              state: 'live',
            },
          ],
        };
      }
      const rows = candles
        .filter((c) => c.ts > Number(q.get('before')) && c.ts < Number(q.get('after')))
        .map((c) => [c.ts, c.open, c.high, c.low, c.close, c.volume, c.volume, c.volume, '1'].map(String))
        .toReversed()
        .slice(0, Math.min(300, Number(q.get('limit'))));
      return { code: '0', msg: '', data: rows };
    });
    const okx = source({ id: 'okx', options: { urls: { api: { rest: url } } } });
    expect(await okx.serverTime()).toBe(START);
    expect(await okx.marketRules(['BTC/USDT'])).toEqual([
      { symbol: 'BTC/USDT', kind: 'spot', lotStep: 1e-8, minQuantity: 0.00001, tickSize: 0.1, minNotional: null },
    ]);
    expect(await allCandles(okx, { from: START - 700 * HOUR, to: START + 1_000 * HOUR })).toEqual(candles);
  });

  test('kraken gives the newest 720 bars and no others, with times in seconds', async () => {
    const url = await jsonServer(({ pathname, searchParams: q }) => {
      if (pathname.endsWith('/AssetPairs')) {
        const pair = {
          altname: 'XBTUSD',
          wsname: 'XBT/USD',
          base: 'XXBT',
          quote: 'ZUSD',
          pair_decimals: 1,
          lot_decimals: 8,
        };
        return {
          error: [],
          result: { XXBTZUSD: { ...pair, ordermin: '0.0001', status: 'online', fees: [], fees_maker: [] } },
        };
      }
      if (pathname.endsWith('/Assets'))
        return { error: [], result: { XXBT: { altname: 'XBT' }, ZUSD: { altname: 'USD' } } };
      const rows = candles
        .slice(-720)
        .filter((c) => c.ts / 1000 >= Number(q.get('since') ?? 0))
        .map((c) => [
          c.ts / 1000,
          String(c.open),
          String(c.high),
          String(c.low),
          String(c.close),
          '1',
          String(c.volume),
          9,
        ]);
      return { error: [], result: { XXBTZUSD: rows, last: 1 } };
    });
    const kraken = source({ id: 'kraken', options: { urls: { api: { public: url } }, enableRateLimit: false } });
    const got = await allCandles(kraken, { symbol: 'BTC/USD', to: START + 1_000 * HOUR });
    expect(got).toEqual(candles.slice(-720));
  });

  test('bybit, with its host given as a hostname pattern', async () => {
    const url = await jsonServer(({ pathname, searchParams: q }) => {
      if (pathname === '/v5/market/time') return { retCode: 0, result: {}, time: START };
      if (pathname === '/v5/market/instruments-info') {
        const lotSizeFilter = { basePrecision: '0.000001', minOrderQty: '0.00001', minOrderAmt: '5' };
        const market = { symbol: 'BTCUSDT', baseCoin: 'BTC', quoteCoin: 'USDT', status: 'Trading', lotSizeFilter };
        return { retCode: 0, result: { category: 'spot', list: [{ ...market, priceFilter: { tickSize: '0.01' } }] } };
      }
      const rows = candles
        .filter((c) => c.ts >= Number(q.get('start')))
        .slice(0, Number(q.get('limit')))
        .map((c) => [c.ts, c.open, c.high, c.low, c.close, c.volume, 1].map(String));
      return { retCode: 0, result: { category: 'spot', list: rows.toReversed() } };
    });
    const bybit = source({ id: 'bybit', options: { urls: { api: { public: url } } } });
    expect(await bybit.serverTime()).toBe(START);
    expect(await bybit.marketRules(['BTC/USDT'])).toMatchObject([{ lotStep: 0.000001, minNotional: 5 }]);
    expect(await allCandles(bybit, { to: START + 1_000 * HOUR })).toEqual(candles);
  });
});

describe("ccxt's own client, which settings for proxies and certificates need", () => {
  test('is used behind a proxy', async () => {
    const venue = await startBinanceServer({ candles: new Map([['BTC/USDT', hourlyCandles(10)]]) });
    closing.push(() => venue.close());
    let tunnels = 0;
    const proxy = createServer();
    proxy.on('connect', (request: IncomingMessage, client: NodeJS.WritableStream & NodeJS.ReadableStream) => {
      tunnels += 1;
      const { hostname, port } = new URL(`http://${request.url ?? ''}`);
      const upstream = connect(Number(port), hostname, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      upstream.on('error', () => undefined);
      client.on('error', () => undefined);
    });
    const { id, options } = exchangeConfig(venue.url);
    const proxied = source({ id, options: { ...options, httpProxy: await listen(proxy) } });
    expect(await allCandles(proxied)).toEqual(hourlyCandles(10));
    expect(tunnels).toBeGreaterThan(0);
  });

  test.each([
    ['a drip', faults.slowDrip(), 'binance did not answer in full within 0.15 s'],
    ['a block', faults.geoBlocked(), 'refuses requests from this location (HTTP 451'],
    ['a long Retry-After', faults.tooManyRequests(3_600), 'asks us to wait 60 min'],
    ['HTML', faults.html(), 'something else than a whole JSON answer'],
  ])('is held to the same rules: %s', async (_, fault, says) => {
    const venue = await startBinanceServer({ candles: new Map([['BTC/USDT', hourlyCandles(10)]]) });
    closing.push(() => venue.close());
    venue.inject(fault, { times: Infinity });
    const { id, options } = exchangeConfig(venue.url);
    const strict = source({ id, options: { ...options, timeout: 150, validateServerSsl: true } });
    const error = await appErrorOf(strict.serverTime());
    expect(error.message).toMatch(new RegExp(says.replace(/[().]/g, '\\$&')));
  });
});
