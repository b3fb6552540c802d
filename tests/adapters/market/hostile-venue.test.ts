import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { faults } from '../../support/binance-faults.ts';
import type { Fault } from '../../support/binance-faults.ts';
import { exchangeConfig, startBinanceServer } from '../../support/binance-server.ts';
import type { BinanceServer } from '../../support/binance-server.ts';
import {
  allCandles,
  appErrorOf,
  fakeClock,
  HOUR,
  hourlyCandles,
  keptLog,
  removeTemporaryFolders,
  source,
  START,
} from './market-fixture.ts';

const candles = hourlyCandles(12);
let server: BinanceServer;

beforeEach(async () => {
  server = await startBinanceServer({ candles: new Map([['BTC/USDT', candles]]), now: () => START + 10.5 * HOUR });
});
afterEach(() => server.close());
afterAll(removeTemporaryFolders);

const askedForCandles = (): number => server.requests.filter((r) => r.endpoint === 'klines').length;
/** A venue that is given up on soon, so that faults which never answer cost the tests little. */
const impatient = (): { id: string; options: Record<string, unknown> } => {
  const { id, options } = exchangeConfig(server.url);
  return { id, options: { ...options, timeout: 150 } };
};

describe('a venue that stumbles once is asked again, and the bars are as if nothing had happened', () => {
  test.each<[string, Fault]>([
    ['429', faults.tooManyRequests()],
    ['429 with Retry-After', faults.tooManyRequests(3)],
    ['418 with Retry-After', faults.banned(3)],
    ['500 with a code of its own', faults.serverError()],
    ['502 with a page of HTML', faults.badGateway()],
    ['503 with nothing', { kind: 'status', status: 503 }],
    ['200 with a page of HTML', faults.html()],
    ['200 with nothing', faults.emptyBody()],
    ['JSON that is cut off', faults.cutOff()],
    ['{}', faults.emptyObject()],
    ['null', { kind: 'body', body: 'null' }],
    ['an object where a list was due', { kind: 'body', body: '{"rows":1}' }],
    ['rows that are null', faults.nullRows()],
    ['cells that are null', faults.nullCells()],
    ['rows that are too short', faults.shortRows()],
    ['rows off the timeframe grid', faults.offGrid()],
    ['negative volume', faults.negativeVolume()],
    ['a close that is text', faults.cell(START + HOUR, 4, 'n/a')],
    ['a volume that is empty', faults.cell(START + HOUR, 5, '')],
    ['a price of zero', faults.cell(START + HOUR, 1, '0')],
    ['a high below the close', faults.cell(START + HOUR, 2, '1')],
    ['one bar twice with different values', faults.contradictingRows()],
    ['no answer at all', faults.hang()],
    ['a connection that is reset', faults.reset()],
    ['an answer that drips', faults.slowDrip()],
  ])('%s', async (_, fault) => {
    const clock = fakeClock();
    const log = keptLog();
    server.inject(fault, { endpoint: 'klines' });
    expect(await allCandles(source(impatient(), { clock, log }))).toEqual(candles.slice(0, 10));
    expect(askedForCandles()).toBe(2);
    expect(clock.slept).toHaveLength(1);
    expect(log.warnings).toHaveLength(1);
    expect(log.warnings[0]).toContain('the venue is asked again');
  });
});

describe('a venue that keeps sending bad data yields nothing and fails as such', () => {
  test.each<[string, Fault, string]>([
    ['HTML', faults.html(), 'something else than a whole JSON answer, beginning "<!DOCTYPE html>'],
    ['JSON that is cut off', faults.cutOff(), 'something else than a whole JSON answer, beginning "[[17'],
    ['{}', faults.emptyObject(), 'something else than a whole JSON answer, beginning "{}"'],
    ['nulls', faults.nullRows(), 'a row is nothing'],
    ['rows off the grid', faults.offGrid(), 'is off the timeframe grid'],
    ['negative volume', faults.negativeVolume(), '2024-03-01T00:00Z: volume is -1'],
    ['contradicting bars', faults.contradictingRows(), 'the bar 2024-03-01T00:00Z comes twice with different values'],
  ])('%s', async (_, fault, says) => {
    server.inject(fault, { endpoint: 'klines', times: Infinity });
    const error = await appErrorOf(allCandles(source(exchangeConfig(server.url))));
    expect(error.code).toBe('data');
    expect(error.message).toContain(says);
    expect(error.message).not.toContain('\n');
    expect(askedForCandles()).toBe(4);
  });
});

describe('a venue that stays away fails as venue, in bounded time', () => {
  test.each<[string, Fault, string]>([
    ['500', faults.serverError(), 'binance is failing (HTTP 500, candles of BTC/USDT 1h)'],
    ['502', faults.badGateway(), 'binance is failing (HTTP 502, candles of BTC/USDT 1h): '],
    ['429', faults.tooManyRequests(), 'binance asks us to slow down (HTTP 429, candles of BTC/USDT 1h)'],
    ['418', faults.banned(), 'binance has banned this address for a while (HTTP 418, candles of BTC/USDT 1h)'],
    ['hang', faults.hang(), 'binance did not answer in full within 0.15 s (candles of BTC/USDT 1h)'],
    ['slow drip', faults.slowDrip(), 'binance did not answer in full within 0.15 s (candles of BTC/USDT 1h)'],
    ['reset', faults.reset(), 'binance cannot be reached (candles of BTC/USDT 1h)'],
  ])('%s', async (_, fault, says) => {
    const clock = fakeClock();
    server.inject(fault, { endpoint: 'klines', times: Infinity });
    const error = await appErrorOf(allCandles(source(impatient(), { clock })));
    expect(error).toMatchObject({ code: 'venue', retryable: true });
    expect(error.message).toContain(says);
    expect(askedForCandles()).toBe(4);
    expect(clock.elapsedMs()).toBeLessThan(30_000);
  });

  test('a host where nobody listens', async () => {
    const { url } = server;
    await server.close();
    const error = await appErrorOf(source(exchangeConfig(url)).serverTime());
    expect(error).toMatchObject({ code: 'venue', retryable: true });
    expect(error.message).toMatch(/^binance cannot be reached \(its time\): .*ECONNREFUSED.*check the network/);
    server = await startBinanceServer({ candles: new Map() });
  });
});

describe('what trying again cannot help is told at once', () => {
  test.each<[string, Fault, string]>([
    [
      '451',
      faults.geoBlocked(),
      'refuses requests from this location (HTTP 451, candles of BTC/USDT 1h): use a venue that',
    ],
    [
      '403',
      faults.forbidden(),
      'refuses requests from this location (HTTP 403, candles of BTC/USDT 1h): use a venue that',
    ],
    ['bad key', faults.badKey(), 'refuses the API key, or needs one (candles of BTC/USDT 1h)'],
    ['404', { kind: 'status', status: 404, body: 'not here' }, 'refused the request (HTTP 404'],
    [
      'unknown symbol',
      { kind: 'status', status: 400, body: '{"code":-1121,"msg":"Invalid symbol."}' },
      'does not know the symbol (candles of BTC/USDT 1h)',
    ],
  ])('%s', async (_, fault, says) => {
    const clock = fakeClock();
    server.inject(fault, { endpoint: 'klines', times: Infinity });
    const error = await appErrorOf(allCandles(source(exchangeConfig(server.url), { clock })));
    expect(error).toMatchObject({ code: 'venue', retryable: false });
    expect(error.message).toContain(says);
    expect(askedForCandles()).toBe(1);
    expect(clock.slept).toEqual([]);
  });

  test('a Retry-After longer than we may wait', async () => {
    server.inject(faults.tooManyRequests(3_600), { endpoint: 'klines' });
    const error = await appErrorOf(allCandles(source(exchangeConfig(server.url))));
    expect(error.message).toContain('it asks us to wait 60 min: run again after that');
    expect(askedForCandles()).toBe(1);
  });
});

describe('a venue that is merely untidy is understood', () => {
  test('rows out of order are sorted', async () => {
    server.inject(faults.outOfOrder(), { endpoint: 'klines' });
    expect(await allCandles(source(exchangeConfig(server.url)))).toEqual(candles.slice(0, 10));
  });

  test('rows sent twice with the same values count once', async () => {
    server.inject(faults.duplicateRows(), { endpoint: 'klines' });
    expect(await allCandles(source(exchangeConfig(server.url)))).toEqual(candles.slice(0, 10));
  });

  test('an empty list yields no bars', async () => {
    server.inject(faults.emptyList(), { endpoint: 'klines' });
    expect(await allCandles(source(exchangeConfig(server.url)))).toEqual([]);
    expect(askedForCandles()).toBe(1);
  });

  test('a revised bar is passed on as it is now', async () => {
    server.inject(faults.cell(START, 5, '99.5'), { endpoint: 'klines' });
    expect((await allCandles(source(exchangeConfig(server.url))))[0]).toEqual({ ...candles[0], volume: 99.5 });
  });

  test('Retry-After is waited out, as seconds or as a date', async () => {
    const clock = fakeClock();
    const inTenSeconds = new Date(Date.now() + 10_000).toUTCString();
    server.inject(faults.tooManyRequests(5), { endpoint: 'klines' });
    server.inject(faults.tooManyRequests(inTenSeconds), { endpoint: 'klines' });
    await allCandles(source(exchangeConfig(server.url), { clock }));
    expect(clock.slept[0]).toBeGreaterThanOrEqual(5_000);
    expect(clock.slept[1]).toBeGreaterThanOrEqual(8_000);
    expect(clock.slept[1]).toBeLessThan(12_000);
  });
});

describe('credentials', () => {
  test('never stand in an error or a warning, even when the venue repeats them', async () => {
    const credentials = { apiKey: 'planted+key/1234567', apiSecret: 'planted=secret&7654321' };
    const told = `${'x'.repeat(170)} ${credentials.apiKey} ${encodeURIComponent(credentials.apiSecret)}`;
    const log = keptLog();
    for (const fault of [
      { kind: 'body', body: `${credentials.apiKey} ${credentials.apiSecret}` },
      { kind: 'status', status: 500, body: told },
      { kind: 'status', status: 401, body: `{"code":-2015,"msg":"bad key ${credentials.apiKey}"}` },
    ] as const) {
      server.clearFaults();
      server.inject(fault, { times: Infinity });
      const error = await appErrorOf(source(exchangeConfig(server.url), { credentials, log }).serverTime());
      const everything = `${error.message} ${JSON.stringify(error.facts)} ${String(error.cause)} ${log.warnings.join()}`;
      expect(everything).not.toMatch(/planted|1234567|7654321/);
    }
  });
});
