import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exchangeConfig, startBinanceServer } from '../../support/binance-server.ts';
import type { BinanceServer } from '../../support/binance-server.ts';
import {
  fakeClock,
  HOUR,
  hourlyCandles,
  keptLog,
  removeTemporaryFolders,
  source,
  temporaryFolder,
} from './market-fixture.ts';

let server: BinanceServer;
let cacheFolder: string;
const clock = fakeClock();
const path = (): string => join(cacheFolder, 'binance_markets.json');

/** The rules of BTC/USDT as a new process would get them, and how many requests that took. */
async function fetchRules(more: Parameters<typeof source>[1] = {}, exchange = exchangeConfig(server.url)) {
  server.requests.length = 0;
  const rules = await source(exchange, { cacheFolder, clock, ...more }).marketRules(['BTC/USDT']);
  return { rules, requests: server.requests.length };
}

beforeEach(async () => {
  cacheFolder = temporaryFolder();
  server = await startBinanceServer({
    candles: new Map(['BTC/USDT', 'ETH/USDT', 'BTC/USDT:USDT'].map((symbol) => [symbol, hourlyCandles(1)])),
  });
});
afterEach(() => server.close());
afterAll(removeTemporaryFolders);

describe('market rules on disk', () => {
  test('serve for a day, then are fetched again', async () => {
    const first = await fetchRules();
    expect(first.requests).toBe(1);
    clock.time += 24 * HOUR - 1;
    expect(await fetchRules()).toEqual({ rules: first.rules, requests: 0 });
    clock.time += 1;
    expect((await fetchRules()).requests).toBe(1);
  });

  test('from the future, when the clock has gone back, are not used', async () => {
    await fetchRules();
    clock.time -= 1;
    expect((await fetchRules()).requests).toBe(1);
  });

  test('hold only the symbols in use, in one file and nothing beside it', async () => {
    await fetchRules();
    expect(readdirSync(cacheFolder)).toEqual(['binance_markets.json']);
    const stored = JSON.parse(readFileSync(path(), 'utf8')) as { markets: { symbol: string }[] };
    expect(stored.markets.map((market) => market.symbol)).toEqual(['BTC/USDT']);
  });

  test('of one host are not used for another', async () => {
    await fetchRules();
    const other = exchangeConfig(server.url.replace('127.0.0.1', 'localhost'));
    expect((await fetchRules({}, other)).requests).toBe(1);
  });

  test('that lack a symbol are fetched again with it, and the others are kept', async () => {
    await fetchRules();
    const both = source(exchangeConfig(server.url), { cacheFolder, clock, symbols: ['ETH/USDT'] });
    await both.marketRules(['ETH/USDT']);
    expect((await fetchRules()).requests).toBe(0);
  });

  test.each<[string, (text: string) => string]>([
    ['torn', (text) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['not an object', () => 'null'],
    ['changed in one digit', (text) => text.replace('"amount":0.00001', '"amount":0.00002')],
  ])('that are %s are ignored with a warning and fetched again', async (_, damage) => {
    const { rules } = await fetchRules();
    const text = readFileSync(path(), 'utf8');
    expect(damage(text)).not.toBe(text);
    writeFileSync(path(), damage(text));
    const log = keptLog();
    expect(await fetchRules({ log })).toEqual({ rules, requests: 1 });
    expect(log.warnings).toHaveLength(1);
    expect(log.warnings[0]).toContain('the stored market rules are damaged and are fetched again');
    expect((await fetchRules()).requests).toBe(0);
  });

  test('that cannot be written are used all the same, with a warning', async () => {
    const file = join(cacheFolder, 'a-file');
    writeFileSync(file, '');
    const log = keptLog();
    const { rules } = await fetchRules({ cacheFolder: join(file, 'below'), log });
    expect(rules).toHaveLength(1);
    expect(log.warnings[0]).toContain('the market rules could not be stored');
  });
});
