import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { exchangeConfig, startBinanceServer } from '../../support/binance-server.ts';
import type { BinanceServer, BinanceServerOptions } from '../../support/binance-server.ts';
import { appErrorOf, HOUR, hourlyCandles, removeTemporaryFolders, source, START } from './market-fixture.ts';

let server: BinanceServer;
const serve = async (options: BinanceServerOptions): Promise<BinanceServer> =>
  (server = await startBinanceServer(options));

afterEach(() => server.close());
afterAll(removeTemporaryFolders);

describe('funding rates', () => {
  const symbol = 'BTC/USDT:USDT';
  const rates = Array.from({ length: 1_500 }, (_, i) => ({
    ts: START + i * 8 * HOUR,
    rate: (i % 9) / 10_000 - 0.0003,
    mark: i < 700 ? null : 60_000.5 + i,
  }));
  const served = { candles: new Map([[symbol, hourlyCandles(1)]]), funding: new Map([[symbol, rates]]) };

  test('come whole over several pages, with the mark price where the venue says it', async () => {
    await serve({ ...served, now: () => START + 1e12 });
    const from = START + 8 * HOUR;
    const to = START + 1_490 * 8 * HOUR;
    const got = await source(exchangeConfig(server.url), { symbols: [symbol] }).fundingRates(symbol, from, to);
    expect(got.map((r) => ({ ...r, rate: Number(r.rate.toFixed(8)) }))).toEqual(
      rates.slice(1, 1_490).map((r) => ({ ...r, rate: Number(r.rate.toFixed(8)) })),
    );
  });

  test('a later listing date is found', async () => {
    await serve({ ...served, now: () => START + 1e12 });
    const candlesOf = source(exchangeConfig(server.url), { symbols: [symbol] });
    expect(await candlesOf.fundingRates(symbol, START - 1_000 * HOUR, START + 1)).toHaveLength(1);
  });

  test('a spot symbol has none and is not asked for', async () => {
    await serve({ candles: new Map([['BTC/USDT', hourlyCandles(1)]]) });
    expect(await source(exchangeConfig(server.url)).fundingRates('BTC/USDT', START, START + HOUR)).toEqual([]);
    expect(server.requests.map((r) => r.endpoint)).toEqual(['exchangeInfo']);
  });

  test('a rate that is no number fails as bad data', async () => {
    await serve(served);
    const body = `[{"symbol":"BTCUSDT","fundingTime":${String(START)},"fundingRate":null}]`;
    server.inject({ kind: 'body', body }, { endpoint: 'fundingRate', times: Infinity });
    const candlesOf = source(exchangeConfig(server.url), { symbols: [symbol] });
    const error = await appErrorOf(candlesOf.fundingRates(symbol, START, START + HOUR));
    expect(error).toMatchObject({ code: 'data', retryable: true });
  });
});
