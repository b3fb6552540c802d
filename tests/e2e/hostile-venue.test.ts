import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { parquetCache } from '../../src/adapters/cache/parquet-cache.ts';
import type { CandleColumns } from '../../src/core/domain/candle.ts';
import { candleRows } from '../../src/core/domain/candle-merge.ts';
import { isoMinute, isoUtc } from '../../src/core/domain/time.ts';
import { exitCodeOf } from '../../src/workflows/scan-report.ts';
import { faults, type Fault } from '../support/binance-faults.ts';
import type { FaultTarget } from '../support/binance-server.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { HOUR, type Scanner } from './scanner.ts';
import { simulatedStory, type Story } from './simulated-story.ts';

/** All the scan may wait for: waits between tries, none of them real here. */
const LONGEST_WAIT_MS = 120_000;

interface Hostile {
  readonly name: string;
  readonly fault: Fault;
  readonly target?: FaultTarget;
  /** What the one line says. */
  readonly says: RegExp;
  /** How many requests it may take: 1 where trying again is no use. */
  readonly tries: number;
}

const always = (target: FaultTarget = {}): FaultTarget => ({ endpoint: 'klines', ...target, times: Infinity });

/** Met by every request for candles, however often it is made. */
const HOSTILE: readonly Hostile[] = [
  { name: '429', fault: faults.tooManyRequests(), says: /asks us to slow down \(HTTP 429/, tries: 4 },
  {
    name: '429 with a Retry-After of two seconds',
    fault: faults.tooManyRequests(2),
    says: /asks us to slow down/,
    tries: 4,
  },
  {
    name: '429 with a Retry-After of ten minutes',
    fault: faults.tooManyRequests(600),
    says: /asks us to wait 10 min: run again after that/,
    tries: 1,
  },
  { name: '418', fault: faults.banned(120), says: /banned this address .*asks us to wait 2 min/, tries: 1 },
  { name: '451', fault: faults.geoBlocked(), says: /refuses requests from this location \(HTTP 451/, tries: 1 },
  { name: '403', fault: faults.forbidden(), says: /refuses requests from this location \(HTTP 403/, tries: 1 },
  { name: '500', fault: faults.serverError(), says: /is failing \(HTTP 500/, tries: 4 },
  { name: '502 with a page of HTML', fault: faults.badGateway(), says: /is failing \(HTTP 502/, tries: 4 },
  { name: '200 with a page of HTML', fault: faults.html(), says: /something else than a whole JSON answer/, tries: 4 },
  { name: 'cut-off JSON', fault: faults.cutOff(), says: /something else than a whole JSON answer/, tries: 4 },
  { name: '{}', fault: faults.emptyObject(), says: /something else than a whole JSON answer/, tries: 4 },
  { name: 'no candles at all', fault: faults.emptyList(), says: /newest closed bar .* is missing/, tries: 2 },
  { name: 'rows of null', fault: faults.nullRows(), says: /candles of .*/, tries: 4 },
  { name: 'cells of null', fault: faults.nullCells(), says: /candles of .*/, tries: 4 },
  { name: 'rows cut short', fault: faults.shortRows(), says: /candles of .*/, tries: 4 },
  { name: 'off-grid times', fault: faults.offGrid(), says: /off the timeframe grid/, tries: 4 },
  { name: 'negative volume', fault: faults.negativeVolume(), says: /volume is -1/, tries: 4 },
  { name: 'one bar twice with different values', fault: faults.contradictingRows(), says: /candles of/, tries: 4 },
  { name: 'a server that never answers', fault: faults.hang(), says: /did not answer in full within 0.4 s/, tries: 4 },
  { name: 'a connection reset', fault: faults.reset(), says: /cannot be reached/, tries: 4 },
  { name: 'a slow drip', fault: faults.slowDrip(), says: /did not answer in full within 0.4 s/, tries: 4 },
];

const stored = (scanner: Scanner) =>
  scanner.read((store) => ({
    decisions: store.decisions({ limit: 10_000 }),
    tickets: store.tickets(),
    trades: store.trades(),
    state: store.pairState('BTC/USDT~ETH/USDT'),
  }));

function revisionsIn({ config }: Scanner): unknown[] {
  const db = new Database(config.paths.state, { readonly: true });
  try {
    return db.prepare('SELECT symbol, ts, old_close, new_close FROM revisions').all();
  } finally {
    db.close();
  }
}

const AT_ITS_CLOCK = ['451', '200 with a page of HTML', '{}', 'no candles at all', 'a connection reset'];

/** One good scan, one of the next hour in a hostile world, and one of the hour after in a good one again. */
async function hostileHour(story: Story, { fault, target }: Pick<Hostile, 'fault' | 'target'>) {
  const { server } = story.venue;
  const scanner = story.scanner();
  await story.scanAfter(scanner, story.entry - 2 * HOUR);
  const before = await stored(scanner);
  server.requests.splice(0);
  server.inject(fault, target ?? always());
  const { report } = await story.scanAfter(scanner, story.entry - HOUR);
  const after = await stored(scanner);
  const requests = server.requests.splice(0);
  server.clearFaults();
  const waitedMs = scanner.waitedMs();
  const recovered = await story.scanAfter(scanner, story.entry);
  return { scanner, before, after, report, requests, waitedMs, recovered };
}

/** The hour after decides both bars as if nothing had been, and its ticket is the one of the walk. */
async function expectRecovered(
  story: Story,
  { scanner, recovered }: Awaited<ReturnType<typeof hostileHour>>,
): Promise<void> {
  expect(recovered.report.pairs[0].decisions.map(({ bar, kind }) => [bar, kind])).toEqual([
    [isoUtc(story.entry - HOUR), 'hold'],
    [isoUtc(story.entry), 'trade'],
  ]);
  const [{ ticket }] = recovered.tickets;
  const [order] = story.expected.orders;
  expect({ x: ticket.legs.x.quantity, y: ticket.legs.y.quantity }).toEqual({
    x: Math.abs(order.quantity.x),
    y: Math.abs(order.quantity.y),
  });
  expect(ticket.z).toBeCloseTo(order.z, 9);
  expect(exitCodeOf(recovered.report)).toBe(0);
  const from = story.entry - 5 * HOUR;
  const served = story.venue.history.candles.y.filter(({ ts }) => ts >= from && ts <= story.entry);
  expect(candleRows(await cachedEth(scanner, from, story.entry + HOUR))).toEqual(served);
}

async function cachedEth({ config }: Scanner, from: number, to: number): Promise<CandleColumns> {
  const series = { venue: 'binance', symbol: 'ETH/USDT', timeframe: '1h' };
  return (await parquetCache(config.paths.cache, memoryLogger()).read(series, from, to)).candles;
}

describe('a scan that meets', () => {
  it.each(HOSTILE)('$name decides nothing, says so in one line, and the next one catches up', async (hostile) => {
    const story = await simulatedStory({ bars: 760 });
    const result = await hostileHour(story, hostile);
    const [pair] = result.report.pairs;
    expect(pair.error?.message).toMatch(hostile.says);
    expect(pair.error?.message).not.toContain('\n');
    expect(pair.error?.message.length).toBeLessThan(400);
    expect(exitCodeOf(result.report)).toBe(3);
    expect(pair).toMatchObject({ decisions: [], ticket: null, position: 'flat' });
    expect(result.after).toEqual(result.before);
    const klines = result.requests.filter(({ symbol }) => symbol === 'ETH/USDT');
    expect(klines).toHaveLength(hostile.tries);
    expect(result.waitedMs).toBeLessThan(LONGEST_WAIT_MS);
    await expectRecovered(story, result);
  });

  it.each(HOSTILE.filter(({ name }) => AT_ITS_CLOCK.includes(name)))(
    '$name to the question for its clock decides nothing, and the next one catches up',
    async ({ fault }) => {
      const story = await simulatedStory({ bars: 760 });
      const target = { endpoint: 'time', times: Infinity } as const;
      const result = await hostileHour(story, { fault, target });
      expect(result.report.pairs[0].error?.message).toMatch(/^binance .*its time/);
      expect(exitCodeOf(result.report)).toBe(3);
      expect(result.after).toEqual(result.before);
      expect(new Set(result.requests.map(({ endpoint }) => endpoint))).toEqual(new Set(['time']));
      await expectRecovered(story, result);
    },
  );

  it('trouble that passes after two tries decides all the same', async () => {
    const story = await simulatedStory({ bars: 760 });
    const { server } = story.venue;
    const scanner = story.scanner();
    await story.scanAfter(scanner, story.entry - HOUR);
    server.inject(faults.tooManyRequests(2), { endpoint: 'klines', symbol: 'BTC/USDT' });
    server.inject(faults.cutOff(), { endpoint: 'klines', symbol: 'BTC/USDT' });
    server.inject(faults.badGateway(), { endpoint: 'klines', symbol: 'ETH/USDT', times: 2 });
    server.inject(faults.reset(), { endpoint: 'time', times: 2 });
    const { report, tickets } = await story.scanAfter(scanner, story.entry);
    expect(exitCodeOf(report)).toBe(0);
    expect(tickets).toHaveLength(1);
    expect(scanner.waitedMs()).toBeGreaterThanOrEqual(2000);
  });

  it.each([
    ['duplicate rows', faults.duplicateRows()],
    ['rows out of order', faults.outOfOrder()],
  ])('%s sorts them out and decides as ever', async (_name, fault) => {
    const story = await simulatedStory({ bars: 760 });
    const scanner = story.scanner();
    story.venue.server.inject(fault, always());
    const before = await story.scanAfter(scanner, story.entry - HOUR);
    expect(exitCodeOf(before.report)).toBe(0);
    const { tickets, report } = await story.scanAfter(scanner, story.entry);
    expect(report.pairs[0].bars_fetched).toEqual({ 'BTC/USDT': 1, 'ETH/USDT': 1 });
    expect(tickets[0].ticket.z).toBeCloseTo(story.expected.orders[0].z, 9);
  });

  it('a venue that fails while the first history is fetched keeps what it got and goes on from there', async () => {
    const story = await simulatedStory({ bars: 1300 });
    const scanner = story.scanner({ history_bars: 1200 });
    const bar = story.entry + 400 * HOUR;
    const { server } = story.venue;
    // The second page of each leg fails for good.
    const until = Promise.resolve();
    for (const symbol of ['BTC/USDT', 'ETH/USDT']) {
      server.inject({ kind: 'hold', until }, { endpoint: 'klines', symbol });
      server.inject(faults.serverError(), { endpoint: 'klines', symbol, times: Infinity });
    }
    const failed = await story.scanAfter(scanner, bar);
    expect(exitCodeOf(failed.report)).toBe(3);
    server.clearFaults();
    const { report } = await story.scanAfter(scanner, bar);
    expect(exitCodeOf(report)).toBe(0);
    const fetched = report.pairs[0].bars_fetched['ETH/USDT'];
    expect(fetched).toBeGreaterThan(0);
    expect(fetched).toBeLessThan(1000);
    const [decision] = report.pairs[0].decisions;
    const walked = story.expected.decisions.find((one) => one.bar === decision.bar);
    expect(decision.z).toBeCloseTo(walked?.z ?? NaN, 9);
  });
});

describe('a venue with one leg an hour behind', () => {
  it('ends the scan with exit code 3 and the bar that is missing; the next scan decides both bars', async () => {
    const story = await simulatedStory({ bars: 760 });
    const late = story.entry - HOUR;
    const target = always({ symbol: 'ETH/USDT' });
    const result = await hostileHour(story, { fault: faults.hole(late, late + 48 * HOUR), target });
    expect(result.report.pairs[0].error?.message).toContain(
      `newest closed bar ${isoMinute(late)} of ETH/USDT is missing`,
    );
    expect(exitCodeOf(result.report)).toBe(3);
    expect(result.after).toEqual(result.before);
    await expectRecovered(story, result);
  });

  it('that has caught up when asked a second time decides at once', async () => {
    const story = await simulatedStory({ bars: 760 });
    const scanner = story.scanner();
    await story.scanAfter(scanner, story.entry - HOUR);
    const { server } = story.venue;
    server.inject(faults.hole(story.entry, story.entry + 48 * HOUR), { endpoint: 'klines', symbol: 'ETH/USDT' });
    const { report, tickets } = await story.scanAfter(scanner, story.entry);
    expect(exitCodeOf(report)).toBe(0);
    expect(report.pairs[0].bars_fetched).toEqual({ 'BTC/USDT': 1, 'ETH/USDT': 1 });
    expect(tickets).toHaveLength(1);
  });
});

describe('a 33-hour hole on both legs', () => {
  it('is scanned before, during and after: nothing is decided in it, its hours hold, and no bar is decided twice', async () => {
    const first = 720;
    const story = await simulatedStory({ bars: 900, outages: Array.from({ length: 33 }, (_, i) => first + i) });
    const hole = story.venue.history.candles.x[0].ts + first * HOUR;
    const scanner = story.scanner();
    const codes: number[] = [];
    const decided: string[] = [];
    for (let bar = hole - 5 * HOUR; bar < hole + 40 * HOUR; bar += HOUR) {
      const { report } = await story.scanAfter(scanner, bar);
      codes.push(exitCodeOf(report));
      decided.push(...report.pairs[0].decisions.map((decision) => `${decision.bar} ${decision.kind}`));
      if (bar >= hole && bar < hole + 33 * HOUR) {
        expect(report.pairs[0].error?.message).toContain('is missing at binance');
      }
    }
    expect(codes).toEqual([...Array<number>(5).fill(0), ...Array<number>(33).fill(3), ...Array<number>(7).fill(0)]);
    expect(new Set(decided.map((line) => line.split(' ')[0])).size).toBe(45);
    for (let i = 0; i < 33; i++) expect(decided).toContain(`${isoUtc(hole + i * HOUR)} hold`);
    // The candles of the hole stay absent: they are filled in the frame, never in the cache.
    const candles = await cachedEth(scanner, hole - HOUR, hole + 34 * HOUR);
    expect([...candles.ts]).toEqual([hole - HOUR, hole + 33 * HOUR]);
  });
});

describe('a revised bar', () => {
  it('is recorded with both values; decisions stand', async () => {
    const story = await simulatedStory({ bars: 760 });
    const scanner = story.scanner();
    await story.scanAfter(scanner, story.entry);
    const before = await stored(scanner);
    const bar = story.venue.history.candles.y.find(({ ts }) => ts === story.entry);
    if (bar === undefined) throw new Error('the venue lacks the bar');
    const revised = Number(((bar.high + bar.low) / 2).toFixed(2));
    story.venue.server.inject(faults.cell(story.entry, 4, String(revised)), always({ symbol: 'ETH/USDT' }));
    await story.scanAfter(scanner, story.entry, 5);
    expect(await stored(scanner)).toEqual(before);
    const warned = scanner.logs.find(({ message }) => message === 'the venue revised a bar');
    expect(warned?.facts).toMatchObject({ symbol: 'ETH/USDT', bar: isoUtc(story.entry), close_before: bar.close });
    expect(revisionsIn(scanner)).toEqual([
      { symbol: 'ETH/USDT', ts: story.entry, old_close: bar.close, new_close: revised },
    ]);
    const next = await story.scanAfter(scanner, story.entry + HOUR);
    expect(next.report.pairs[0].decisions).toHaveLength(1);
    expect((await stored(scanner)).decisions.at(-1)).toEqual(before.decisions.at(-1));
  });
});

describe("the venue's clock", () => {
  it('45 s off ours refuses to decide and stores nothing', async () => {
    const story = await simulatedStory({ bars: 760 });
    const scanner = story.scanner();
    await story.scanAfter(scanner, story.entry - HOUR);
    const before = await stored(scanner);
    for (const skew of [45_000, -45_000]) {
      story.venue.server.setClockOffset(skew);
      story.venue.server.requests.splice(0);
      const { report } = await story.scanAfter(scanner, story.entry);
      expect(report.pairs[0].error).toMatchObject({ code: 'clock' });
      expect(report.pairs[0].error?.message).toMatch(/differ by -?4[45] s; nothing is decided: set the clock right/);
      expect(exitCodeOf(report)).toBe(3);
      expect(story.venue.server.requests.map(({ endpoint }) => endpoint)).toEqual(['time']);
    }
    expect(await stored(scanner)).toEqual(before);
    story.venue.server.setClockOffset(0);
    expect((await story.scanAfter(scanner, story.entry)).tickets).toHaveLength(1);
  });

  it('5 s off ours warns and decides', async () => {
    const story = await simulatedStory({ bars: 760 });
    const scanner = story.scanner();
    story.venue.server.setClockOffset(5_000);
    const { report } = await story.scanAfter(scanner, story.entry);
    expect(exitCodeOf(report)).toBe(0);
    const warned = scanner.logs.find(({ level }) => level === 'warn');
    expect(warned).toMatchObject({ message: 'clock differs from the venue', facts: { skew_ms: 5_000 } });
  });
});
