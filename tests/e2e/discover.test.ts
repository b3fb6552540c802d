import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candleRows } from '../../src/core/domain/candle-merge.ts';
import type { Candle } from '../../src/core/domain/candle.ts';
import { randomSource, standardNormal } from '../../src/core/stats/random.ts';
import { exchangeConfig, startBinanceServer } from '../support/binance-server.ts';
import { discoveryGround } from '../support/discovery-ground.ts';
import { HOUR } from '../support/simulated-frame.ts';
import { commandLine, documentOf } from './command-line.ts';

const run = commandLine();
const folder = mkdtempSync(join(tmpdir(), 'statarb-discover-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const FIRST = Date.parse('2024-01-01T00:00Z');
const BARS = 2400;

/** Four random walks, and one that is tied to the first with a half-life of six hours. */
function logPrices(): Record<string, Float64Array> {
  const walk = (seed: number, phi = 1, shock = 0.006): Float64Array => {
    const uniform = randomSource(seed);
    let value = 0;
    return Float64Array.from({ length: BARS }, () => (value = phi * value + shock * standardNormal(uniform)));
  };
  const [a, b, c, d] = [21, 22, 23, 24].map((seed) => walk(seed));
  const deviation = walk(5, 2 ** (-1 / 6), 0.006);
  return { 'A/USDT': a, 'B/USDT': b, 'C/USDT': c, 'D/USDT': d, 'T/USDT': a.map((log, t) => 1.1 * log + deviation[t]) };
}

/** As a venue would send them: candle rows by symbol. */
const candlesOf = (logs: Record<string, Float64Array>): (readonly [string, readonly Candle[]])[] =>
  discoveryGround(logs, BARS).symbols.map(({ symbol, candles }) => [
    symbol,
    candleRows(candles).map((row) => ({ ...row, ts: FIRST + row.ts })),
  ]);

interface DiscoverDocument {
  readonly sentence: string;
  readonly pairs_tested: number;
  readonly significant: number;
  readonly chosen: number;
  readonly confirmed: number;
  readonly left_out: readonly { readonly symbol: string; readonly reason: string }[];
  readonly pairs: readonly Readonly<Record<string, unknown>>[];
}

describe('statarb discover', () => {
  const config = join(folder, 'config.yaml');
  const discover = (...more: string[]) =>
    run(['discover', '--offline', '--workers', '2', '-c', config, '--log-level', 'error', ...more]);

  beforeAll(async () => {
    writeFileSync(
      config,
      '# watched\ndiscovery: {lookback_days: 75, holdout_days: 25, min_volume_usdt: 0}\ncosts: {fee_bps: 1, slippage_bps: 1}\n',
    );
    for (const [symbol, candles] of candlesOf(logPrices())) {
      const file = join(folder, 'candles.csv');
      const rows = candles.map(({ ts, open, high, low, close, volume }) =>
        [ts, open, high, low, close, volume].join(','),
      );
      writeFileSync(file, ['ts,open,high,low,close,volume', ...rows].join('\n'));
      expect((await run(['import', file, '--symbol', symbol, '-c', config])).code).toBe(0);
    }
  }, 120_000);

  it('finds the pair that is tied together among all that are cached, and says what chance would have passed', async () => {
    const ended = await discover('--json');
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    const document = documentOf(ended) as DiscoverDocument;
    expect(document).toMatchObject({ pairs_tested: 10, significant: 1, chosen: 1, left_out: [] });
    expect(document.sentence).toContain('1 of 10 pairs keeps q ≤ 0.05');
    expect(document.sentence).toContain('of 20 tests have p ≤ 0.05, where chance alone makes 1');
    const [best] = document.pairs;
    expect([best['x'], best['y']].sort()).toEqual(['A/USDT', 'T/USDT']);
    expect(best['half_life']).toBeGreaterThan(3);
    expect(best['half_life']).toBeLessThan(12);
    expect(best['half_life_null_percentile']).toBe(0);
  });

  it('writes the same bytes again, every pair of them', async () => {
    const out = join(folder, 'reports/discover');
    const [id, ...others] = readdirSync(out);
    expect(others).toEqual([]);
    const read = (name: string): string => readFileSync(join(out, id, name), 'utf8');
    const before = ['result.json', 'pairs.csv', 'manifest.json'].map(read);
    expect((await discover('--workers', '1')).code).toBe(0);
    expect(['result.json', 'pairs.csv', 'manifest.json'].map(read)).toEqual(before);
    expect(read('pairs.csv').trim().split('\n')).toHaveLength(11);
    expect((JSON.parse(read('manifest.json')) as { run_id: string }).run_id).toBe(id);
  });

  it('prints a table for people, every pair as CSV for programs, and takes filters from the command line', async () => {
    const table = await discover();
    expect(table.stdout).toMatch(/^(1 CONFIRMED|NOT CONFIRMED): 1 of 10 pairs keeps/);
    expect(table.stdout).toContain('look at more days, not at a laxer line');
    const csv = await discover('--format', 'csv');
    expect(csv.stdout.trim().split('\n')).toHaveLength(11);
    const strict = await discover('--half-life', '100..200', '--symbols', 'A/USDT,T/USDT,B/USDT');
    expect(strict.stdout).toMatch(/^NO PAIR: 1 of 3 pairs keeps q ≤ 0.05, none passes the other filters/);
    expect(strict.stdout).toContain('half-life');
  });

  it('appends what was chosen to a settings file, once', async () => {
    const ended = await discover('--write-config', config, '--include-unconfirmed');
    expect(ended.code).toBe(0);
    const text = readFileSync(config, 'utf8');
    expect(text).toContain('# watched');
    expect(text).toMatch(/pairs:\n {2}- \[ (A\/USDT, T\/USDT|T\/USDT, A\/USDT) \]\n/);
    await discover('--write-config', config, '--include-unconfirmed');
    expect(readFileSync(config, 'utf8')).toBe(text);
    expect((await run(['config', 'check', '-c', config])).code).toBe(0);
  });

  it('leaves a settings file alone when no pair was chosen', async () => {
    const before = readFileSync(config, 'utf8');
    const ended = await discover('--symbols', 'B/USDT,C/USDT', '--write-config', config);
    expect(ended.stdout).toContain('stays as it is: no pair was chosen and confirmed');
    expect(readFileSync(config, 'utf8')).toBe(before);
  });

  it('says in one line what is wrong, and exits as agreed', async () => {
    for (const [flags, code, message] of [
      [['--half-life', '9'], 2, '--half-life 9 is no range of bars'],
      [['--lookback-days', '-3'], 2, '--lookback-days -3 is not above 0'],
      [['--symbols', 'A/USDT'], 2, 'only A/USDT is there'],
      [['--lookback-days', '900'], 3, 'no symbol has the candles'],
    ] as const) {
      const ended = await discover(...flags);
      expect(ended.code, flags.join(' ')).toBe(code);
      expect(ended.stderr).toContain(message);
      expect(ended.stderr.trim().split('\n')).toHaveLength(1);
    }
  });

  it('asks the venue what it trades, leaves out what is no pair, fetches the rest once and goes on from the cache', async () => {
    const bars = candlesOf(logPrices());
    const server = await startBinanceServer({
      candles: new Map([
        ...bars,
        ['USDC/USDT', bars[0][1]],
        ['AUP/USDT', bars[1][1]],
        ['LATE/USDT', bars[2][1].slice(-300)],
      ]),
    });
    try {
      const online = join(folder, 'online.yaml');
      const settings = {
        exchange: exchangeConfig(server.url),
        discovery: { lookback_days: 75, holdout_days: 20, min_volume_usdt: 0 },
        paths: { cache: 'online-cache' },
      };
      writeFileSync(online, JSON.stringify(settings));
      const to = new Date(FIRST + BARS * HOUR).toISOString();
      const ask = ['discover', '--to', to, '--workers', '1', '-c', online, '--log-level', 'error', '--json'];
      const first = documentOf(await run(ask)) as DiscoverDocument;
      expect(first.pairs_tested).toBe(10);
      expect(first.left_out.map(({ symbol, reason }) => [symbol, reason])).toEqual([
        ['AUP/USDT', 'leveraged'],
        ['USDC/USDT', 'stablecoin'],
        ['LATE/USDT', 'history'],
      ]);
      const asked = server.requests.filter(({ endpoint }) => endpoint === 'klines').length;
      expect(server.requests.filter(({ endpoint }) => endpoint === 'exchangeInfo')).toHaveLength(2);
      const again = documentOf(await run(ask)) as DiscoverDocument;
      expect(again).toEqual(first);
      // Only who has no early candles is asked again.
      expect(server.requests.filter(({ endpoint }) => endpoint === 'klines').length - asked).toBeLessThanOrEqual(3);
    } finally {
      await server.close();
    }
  }, 60_000);
});
