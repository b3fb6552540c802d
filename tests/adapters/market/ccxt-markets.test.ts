import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { exchangeConfig, startBinanceServer } from '../../support/binance-server.ts';
import type { BinanceServer, BinanceServerOptions } from '../../support/binance-server.ts';
import {
  allCandles,
  appErrorOf,
  fakeClock,
  hourlyCandles,
  keptLog,
  removeTemporaryFolders,
  source,
} from './market-fixture.ts';

let server: BinanceServer;
const serve = async (options: BinanceServerOptions): Promise<BinanceServer> =>
  (server = await startBinanceServer(options));

afterEach(() => server.close());
afterAll(removeTemporaryFolders);

describe('trading rules', () => {
  const candles = new Map([
    ['BTC/USDT', hourlyCandles(1)],
    ['ETH/USDT', hourlyCandles(1)],
    ['BTC/USDT:USDT', hourlyCandles(1)],
  ]);

  test('are the lot, tick and notional filters of the venue, in the order asked for', async () => {
    await serve({ candles });
    const symbols = ['BTC/USDT:USDT', 'ETH/USDT'];
    expect(await source(exchangeConfig(server.url), { symbols }).marketRules(symbols)).toEqual([
      {
        symbol: 'BTC/USDT:USDT',
        kind: 'perpetual',
        lotStep: 0.001,
        minQuantity: 0.001,
        tickSize: 0.1,
        minNotional: 100,
      },
      { symbol: 'ETH/USDT', kind: 'spot', lotStep: 0.0001, minQuantity: 0.0001, tickSize: 0.01, minNotional: 5 },
    ]);
  });

  test('only the kinds of market in use are fetched', async () => {
    await serve({ candles });
    await source(exchangeConfig(server.url)).marketRules(['BTC/USDT']);
    expect(server.requests.map((r) => r.path)).toEqual(['/api/v3/exchangeInfo']);
  });

  test('kinds the user has chosen are left as they are', async () => {
    await serve({ candles });
    const { id, options } = exchangeConfig(server.url);
    const chosen = { ...options, options: { fetchMarkets: { types: ['spot', 'linear'] } } };
    await source({ id, options: chosen }).marketRules(['BTC/USDT']);
    expect(server.requests.map((r) => r.path).sort()).toEqual(['/api/v3/exchangeInfo', '/fapi/v1/exchangeInfo']);
  });

  test('an unknown symbol is named with the venue and the nearest symbols, and nothing is tried again', async () => {
    await serve({ candles });
    const clock = fakeClock();
    const error = await appErrorOf(source(exchangeConfig(server.url), { clock }).marketRules(['BTC/USDC', 'ETH/USDT']));
    expect(error).toMatchObject({ code: 'venue', retryable: false });
    expect(error.message).toBe(
      'binance does not trade BTC/USDC (nearest: BTC/USDT, ETH/USDT): correct symbols in the config',
    );
    expect(server.requests).toHaveLength(1);
    expect(clock.slept).toEqual([]);
  });

  test('an unknown symbol of one pair does not keep the others from being fetched', async () => {
    await serve({ candles });
    const candlesOf = source(exchangeConfig(server.url), { symbols: ['BTC/USDT', 'XYZ/USDT'] });
    await appErrorOf(allCandles(candlesOf, { symbol: 'XYZ/USDT' }));
    expect(await allCandles(candlesOf)).toHaveLength(1);
  });

  test('a symbol the venue has stopped trading is warned of', async () => {
    await serve({ candles, filters: new Map([['BTC/USDT', { status: 'BREAK' }]]) });
    const log = keptLog();
    await source(exchangeConfig(server.url), { log }).marketRules(['BTC/USDT']);
    expect(log.warnings).toEqual(['the venue has stopped trading this symbol {"venue":"binance","symbol":"BTC/USDT"}']);
  });

  test('questions asked at the same moment share one request for the rules', async () => {
    await serve({ candles });
    const candlesOf = source(exchangeConfig(server.url), { symbols: ['BTC/USDT', 'ETH/USDT'] });
    await Promise.all([candlesOf.marketRules(['BTC/USDT']), candlesOf.marketRules(['ETH/USDT'])]);
    expect(server.requests).toHaveLength(1);
  });
});
