import { afterEach, describe, expect, test } from 'vitest';
import { ccxtMarketList } from '../../../src/adapters/market/ccxt-market-list.ts';
import type { CcxtSettings } from '../../../src/adapters/market/ccxt-session.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Logger } from '../../../src/ports/logger.ts';
import type { MarketList } from '../../../src/ports/market-list.ts';
import { faults } from '../../support/binance-faults.ts';
import type { Fault } from '../../support/binance-faults.ts';
import { exchangeConfig, startBinanceServer } from '../../support/binance-server.ts';
import type { BinanceServer, BinanceServerOptions } from '../../support/binance-server.ts';
import type { TickerFigures } from '../../support/binance-tickers.ts';
import { appErrorOf, fakeClock, hourlyCandles, keptLog } from './market-fixture.ts';

const NAMES = ['BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'ETH/BTC', 'BTC/USDT:USDT'];
const CANDLES = new Map(NAMES.map((symbol) => [symbol, hourlyCandles(3)]));
const VOLUMES = new Map<string, Partial<TickerFigures> | null>([
  ['BTC/USDT', { lastPrice: '60000.0', volume: '100.0', quoteVolume: '6000000.5' }],
  ['ETH/USDT', { lastPrice: '3000.0', volume: '50.0', quoteVolume: '150000.0' }],
  ['SOL/USDT', { lastPrice: '150.0', volume: '0.0', quoteVolume: '0.0' }],
  ['ETH/BTC', { lastPrice: '0.05', volume: '40.0', quoteVolume: '2.0' }],
]);

let server: BinanceServer;
const serve = async (options: Partial<BinanceServerOptions> = {}): Promise<BinanceServer> =>
  (server = await startBinanceServer({ candles: CANDLES, tickers: VOLUMES, ...options }));
afterEach(() => server.close());

interface Given extends Partial<CcxtSettings> {
  readonly clock?: Clock;
  readonly log?: Logger;
}

function list({ clock = fakeClock(), log = keptLog(), ...more }: Given = {}): MarketList {
  const { id, options } = exchangeConfig(server.url);
  return ccxtMarketList({ id, options: { timeout: 5_000, ...options }, credentials: null, ...more }, clock, log);
}

/** Symbol and volume of each market. */
const volumes = async (markets: MarketList, quote = 'USDT'): Promise<Record<string, number | null>> =>
  Object.fromEntries((await markets.spotMarkets(quote)).map((market) => [market.symbol, market.dollarVolume24h]));

describe('the markets of a venue', () => {
  test('are its spot markets in one quote currency, with what each has traded, in one request each', async () => {
    await serve({ filters: new Map([['SOL/USDT', { status: 'BREAK' }]]) });
    expect(await list().spotMarkets('USDT')).toEqual([
      { symbol: 'BTC/USDT', isActive: true, dollarVolume24h: 6_000_000.5 },
      { symbol: 'ETH/USDT', isActive: true, dollarVolume24h: 150_000 },
      { symbol: 'SOL/USDT', isActive: false, dollarVolume24h: 0 },
    ]);
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/v3/exchangeInfo', '/api/v3/ticker/24hr']);
  });

  test('are spot and asked for without signing also where the settings trade perpetuals with keys', async () => {
    await serve();
    const { options } = exchangeConfig(server.url);
    const credentials = { apiKey: 'key', apiSecret: 'secret' };
    const markets = list({ options: { ...options, options: { defaultType: 'swap' } }, credentials });
    expect(Object.keys(await volumes(markets))).toEqual(['BTC/USDT', 'ETH/USDT', 'SOL/USDT']);
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/v3/exchangeInfo', '/api/v3/ticker/24hr']);
  });

  test('traded the base volume at the last price where the quote volume is missing', async () => {
    const missing = { lastPrice: '60000.0', volume: '2.0', quoteVolume: null };
    await serve({ tickers: new Map([...VOLUMES, ['BTC/USDT', missing]]) });
    expect(await volumes(list())).toMatchObject({ 'BTC/USDT': 120_000, 'ETH/USDT': 150_000 });
  });

  test('have no volume where none is told or it is no number, which is warned of once', async () => {
    const log = keptLog();
    await serve({
      tickers: new Map([
        ...VOLUMES,
        ['BTC/USDT', { volume: null, quoteVolume: null }],
        ['ETH/USDT', { volume: '-1', quoteVolume: '-5' }],
        ['SOL/USDT', null],
      ]),
      candles: new Map([...CANDLES, ['XRP/USDT', hourlyCandles(3)]]),
    });
    const told = await volumes(list({ log }));
    expect(told).toMatchObject({ 'BTC/USDT': null, 'ETH/USDT': null, 'SOL/USDT': null });
    expect(told['XRP/USDT']).toBeGreaterThan(0);
    expect(log.warnings).toEqual([
      'the venue does not tell what some markets have traded {"venue":"binance","count":3,"first":["BTC/USDT","ETH/USDT","SOL/USDT"]}',
    ]);
  });

  test('in another quote currency are told in dollars', async () => {
    await serve();
    expect(await volumes(list(), 'BTC')).toEqual({ 'ETH/BTC': 120_000 });
  });

  test('in a quote currency that the venue does not have are an error that names those it has', async () => {
    await serve();
    const clock = fakeClock();
    const error = await appErrorOf(list({ clock }).spotMarkets('USDC'));
    expect(error).toMatchObject({ code: 'venue', retryable: false });
    expect(error.message).toBe('binance has no spot market in USDC; it has USDT, BTC: correct discovery.quote');
    expect(clock.slept).toEqual([]);
  });
});

describe.each(['exchangeInfo', '24hr'] as const)('a venue that stumbles over %s', (endpoint) => {
  test.each<[string, Fault]>([
    ['429', faults.tooManyRequests()],
    ['418 with Retry-After', faults.banned(3)],
    ['500', faults.serverError()],
    ['502 with a page of HTML', faults.badGateway()],
    ['200 with a page of HTML', faults.html()],
    ['an empty body', faults.emptyBody()],
    ['JSON that is cut off', faults.cutOff()],
    ['{}', faults.emptyObject()],
    ['[]', faults.emptyList()],
    ['an object of something else', { kind: 'body', body: '{"rows":1}' }],
    ['a list of nulls', { kind: 'body', body: '[null]' }],
    ['a connection that is reset', faults.reset()],
  ])('once with %s is asked again', async (_, fault) => {
    await serve();
    const [clock, log] = [fakeClock(), keptLog()];
    server.inject(fault, { endpoint });
    expect(await volumes(list({ clock, log }))).toEqual({
      'BTC/USDT': 6_000_000.5,
      'ETH/USDT': 150_000,
      'SOL/USDT': 0,
    });
    expect(server.requests.filter((request) => request.endpoint === endpoint)).toHaveLength(2);
    expect(clock.slept).toHaveLength(1);
    expect(log.warnings[0]).toContain('the venue is asked again');
  });

  test('with 429 is left alone for as long as it asks', async () => {
    await serve();
    const clock = fakeClock();
    server.inject(faults.tooManyRequests(7), { endpoint });
    await list({ clock }).spotMarkets('USDT');
    expect(clock.slept).toHaveLength(1);
    expect(clock.slept[0]).toBeGreaterThanOrEqual(7_000);
  });

  test.each<[string, Fault, 'venue' | 'data', string]>([
    ['500', faults.serverError(), 'venue', 'binance is failing (HTTP 500'],
    ['HTML', faults.html(), 'data', 'something else than a whole JSON answer, beginning "<!DOCTYPE html>'],
    ['JSON that is cut off', faults.cutOff(), 'data', 'something else than a whole JSON answer'],
    ['an empty list', faults.emptyList(), 'data', 'binance sent'],
  ])('for good with %s fails as such', async (_, fault, code, says) => {
    await serve();
    server.inject(fault, { endpoint, times: Infinity });
    const error = await appErrorOf(list().spotMarkets('USDT'));
    expect(error.code).toBe(code);
    expect(error.message).toContain(says);
    expect(error.message).toContain(endpoint === '24hr' ? 'volumes of its markets' : 'its markets');
    expect(error.message).not.toContain('\n');
    expect(server.requests.filter((request) => request.endpoint === endpoint)).toHaveLength(4);
  });

  test('that refuses our location is not asked again', async () => {
    await serve();
    server.inject(faults.geoBlocked(), { endpoint });
    await expect(list().spotMarkets('USDT')).rejects.toMatchObject({ code: 'venue', retryable: false });
    expect(server.requests.filter((request) => request.endpoint === endpoint)).toHaveLength(1);
  });

  test('never has its secrets told', async () => {
    await serve();
    const body = '{"code":-2015,"msg":"Invalid key abcd-key-1234"}';
    server.inject({ kind: 'status', status: 401, body }, { endpoint });
    const credentials = { apiKey: 'abcd-key-1234', apiSecret: 'abcd-secret-5678' };
    const error = await appErrorOf(list({ credentials }).spotMarkets('USDT'));
    expect(error.message).toContain('binance refuses the API key');
    expect(error.message).not.toContain('abcd-key-1234');
  });
});
