import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Candle } from '../../src/core/domain/candle.ts';
import { exitCodeOf } from '../../src/workflows/scan-report.ts';
import { simulatedBars } from '../../src/core/simulation/simulated-bars.ts';
import { simulatedPair } from '../../src/core/simulation/simulated-pair.ts';
import { strategySettings } from '../support/strategy-settings.ts';
import { faults } from '../support/binance-faults.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { expectedCycles } from './expected-cycles.ts';
import { HOUR, hourly, MINUTE, openScanner, type Scanner } from './scanner.ts';
import { STORY_START } from './simulated-story.ts';
import { simulatedVenue, WORLD_START, type Venue } from './venues.ts';

/** Two more symbols that follow BTC in their own ways, on the venue with BTC and ETH. */
async function venueOfFour(): Promise<Venue> {
  const more = new Map<string, Candle[]>();
  ['BNB/USDT', 'SOL/USDT'].forEach((symbol, k) => {
    // The same seed: the hedge leg of all of them is BTC.
    const { y } = simulatedPair(1500, { beta: 0.8 + k * 0.3, spreadShock: 0.005 });
    more.set(
      symbol,
      simulatedBars(y, { seed: 50 + k, firstTs: WORLD_START, barMs: HOUR, price: 300, volumeUsd: 5e7, tickSize: 0.01 }),
    );
  });
  const venue = await simulatedVenue({ more });
  onTestFinished(() => venue.server.close());
  return venue;
}

const PAIRS = [
  ['BTC/USDT', 'ETH/USDT'],
  ['BTC/USDT', 'BNB/USDT'],
  ['BTC/USDT', 'SOL/USDT'],
];

function scannerOf({ settings }: Venue, pairs: readonly (readonly string[])[], more: object = {}): Scanner {
  return openScanner(tempFolder(), { exchange: settings['exchange'], pairs, ...more });
}

async function scanAt(venue: Venue, scanner: Scanner, bar: number) {
  const now = bar + HOUR + MINUTE;
  venue.server.setNow(now);
  return scanner.scan(now);
}

describe('a scan of several pairs', () => {
  it('fetches the candles of each symbol once, also of a leg that all pairs share', async () => {
    const venue = await venueOfFour();
    const scanner = scannerOf(venue, PAIRS);
    await scanAt(venue, scanner, STORY_START);
    for (let hour = 1; hour <= 3; hour++) {
      venue.server.requests.splice(0);
      const { report } = await scanAt(venue, scanner, STORY_START + hour * HOUR);
      expect(report.pairs.map(({ bars_fetched }) => bars_fetched)).toEqual(PAIRS.map(([x, y]) => ({ [x]: 1, [y]: 1 })));
      const asked = venue.server.requests.map(({ endpoint, symbol }) => `${endpoint} ${symbol ?? ''}`.trim()).sort();
      expect(asked).toEqual(['klines BNB/USDT', 'klines BTC/USDT', 'klines ETH/USDT', 'klines SOL/USDT', 'time']);
    }
  });

  it('decides each as if it were alone', async () => {
    const venue = await venueOfFour();
    const from = STORY_START;
    const to = STORY_START + 110 * HOUR;
    const of = async (pairs: readonly (readonly string[])[]) => {
      const scanner = scannerOf(venue, pairs);
      for await (const { report } of scanner.steps(hourly(from, to), (now) => {
        venue.server.setNow(now);
      }))
        expect(exitCodeOf(report)).toBe(0);
      return scanner.read((store) => ({
        trades: store.trades(),
        decisions: store.decisions({ limit: 10_000 }).map((decision) => ({ ...decision, runId: '' })),
      }));
    };
    const together = await of(PAIRS);
    expect(together.trades.length).toBeGreaterThan(3);
    for (const pair of PAIRS.slice(0, 2)) {
      const alone = await of([pair]);
      const name = pair.join('~');
      expect(together.trades.filter((trade) => trade.pair === name)).toEqual(alone.trades);
      expect(together.decisions.filter((decision) => decision.pair === name)).toEqual(alone.decisions);
    }
    const expected = expectedCycles(venue.history, strategySettings(), from - HOUR, to - HOUR);
    const spot = together.trades.filter(({ pair }) => pair === 'BTC/USDT~ETH/USDT');
    expect(spot.map(({ trade }) => trade.entryDecisionTs)).toEqual(
      expected.trades.map((trade) => trade.entryDecisionTs),
    );
  });

  it('whose one symbol the venue does not know decides the others, names it and what is near, and exits 3', async () => {
    const venue = await venueOfFour();
    const scanner = scannerOf(venue, [PAIRS[0], ['BTC/USDT', 'BMB/USDT']]);
    for (const bar of [STORY_START, STORY_START + HOUR]) {
      const { report } = await scanAt(venue, scanner, bar);
      const [good, bad] = report.pairs;
      expect(good.error).toBeNull();
      expect(good.decisions).toHaveLength(1);
      expect(bad.error?.message).toMatch(/does not trade BMB\/USDT \(nearest: BNB\/USDT/);
      expect(bad.decisions).toEqual([]);
      expect(exitCodeOf(report)).toBe(3);
    }
  });

  it('whose one symbol fails decides the others; the failed pair catches up in the next', async () => {
    const venue = await venueOfFour();
    const scanner = scannerOf(venue, PAIRS, { outputs: { dashboard: true, metrics: false } });
    await scanAt(venue, scanner, STORY_START);
    venue.server.inject(faults.html(), { endpoint: 'klines', symbol: 'BNB/USDT', times: Infinity });
    const { report } = await scanAt(venue, scanner, STORY_START + HOUR);
    expect(report.pairs.map(({ error, decisions }) => [error?.code ?? null, decisions.length])).toEqual([
      [null, 1],
      ['data', 0],
      [null, 1],
    ]);
    expect(exitCodeOf(report)).toBe(3);
    const dashboard = (): string => readFileSync(join(scanner.folder, 'reports', 'index.html'), 'utf8');
    expect(dashboard().match(/Not decided since/g)).toHaveLength(1);
    venue.server.clearFaults();
    const next = await scanAt(venue, scanner, STORY_START + 2 * HOUR);
    expect(dashboard()).not.toContain('Not decided since');
    expect(next.report.pairs.map(({ decisions }) => decisions.length)).toEqual([1, 2, 1]);
    expect(exitCodeOf(next.report)).toBe(0);
  });

  it('whose shared leg fails decides none of the pairs that need it', async () => {
    const venue = await venueOfFour();
    const scanner = scannerOf(venue, [...PAIRS.slice(0, 2), ['BNB/USDT', 'SOL/USDT']]);
    await scanAt(venue, scanner, STORY_START);
    venue.server.inject(faults.negativeVolume(), { endpoint: 'klines', symbol: 'BTC/USDT', times: Infinity });
    const { report } = await scanAt(venue, scanner, STORY_START + HOUR);
    expect(report.pairs.map(({ error }) => error === null)).toEqual([false, false, true]);
  });
});
