import { afterEach, describe, expect, it } from 'vitest';
import { ccxtMarketList } from '../../../src/adapters/market/ccxt-market-list.ts';
import type { Candle } from '../../../src/core/domain/candle.ts';
import { exchangeConfig, startBinanceServer, type BinanceServer } from '../../support/binance-server.ts';
import { faults, type Fault } from '../../support/binance-faults.ts';
import { hourlyBars } from '../cache/cache-fixture.ts';

let server: BinanceServer | null = null;
afterEach(async () => {
  await server?.close();
});

const clock = { now: () => Date.parse('2024-03-01T00:00Z'), elapsedMs: () => 0, sleep: () => Promise.resolve() };
const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const bars: readonly Candle[] = hourlyBars('2024-01-01T00:00Z', 48);

async function list(faulty: readonly Fault[] = [], endpoint: 'exchangeInfo' | '24hr' = '24hr') {
  server = await startBinanceServer({
    candles: new Map([
      ['BTC/USDT', bars],
      ['ETH/USDT', bars.map((bar) => ({ ...bar, volume: 0 }))],
      ['ETH/BTC', bars],
      ['BTC/USDT:USDT', bars],
    ]),
    filters: new Map([['ETH/USDT', { status: 'BREAK' }]]),
  });
  for (const fault of faulty) server.inject(fault, { endpoint });
  const { id, options } = exchangeConfig(server.url);
  return ccxtMarketList({ id, options, credentials: null }, clock, quiet).spotMarkets('USDT');
}

describe('The markets of a venue', () => {
  it('are its spot markets in the quote, with the dollars of a day, by two requests', async () => {
    const markets = await list();
    const day = bars.slice(-24).reduce((sum, { close, volume }) => sum + close * volume, 0);
    expect(markets.map(({ symbol, isActive }) => [symbol, isActive])).toEqual([
      ['BTC/USDT', true],
      ['ETH/USDT', false],
    ]);
    expect(markets[0].dollarVolume24h).toBeCloseTo(day, 4);
    expect(server?.requests.map(({ endpoint }) => endpoint)).toEqual(['exchangeInfo', '24hr']);
  });

  it.each([
    ['429 with a time to wait', faults.tooManyRequests(1)],
    ['500', faults.serverError()],
    ['a web page', faults.html()],
    ['an answer cut off', faults.cutOff()],
    ['a closed connection', faults.reset()],
  ] as const)('come all the same after %s', async (_, fault) => {
    expect(await list([fault])).toHaveLength(2);
    await server?.close();
    expect(await list([fault], 'exchangeInfo')).toHaveLength(2);
  });

  it('are not asked for again where that is of no use', async () => {
    await expect(list([faults.geoBlocked()], 'exchangeInfo')).rejects.toMatchObject({ code: 'venue' });
    expect(server?.requests).toHaveLength(1);
  });

  it('have no volume where the row is of no use', async () => {
    const rows = [
      { symbol: 'BTCUSDT', lastPrice: '10', volume: '3', quoteVolume: null, closeTime: 1 },
      { symbol: 'ETHUSDT', lastPrice: null, volume: 'x', quoteVolume: null, closeTime: 1 },
    ];
    const markets = await list([{ kind: 'body', body: JSON.stringify(rows) }]);
    expect(markets.map(({ dollarVolume24h }) => dollarVolume24h)).toEqual([30, null]);
  });
});
