import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { candleRows } from '../../../src/core/domain/candle-merge.ts';
import { parquetCache } from '../../../src/adapters/cache/parquet-cache.ts';
import { BTC, BTC_FOLDER, HOUR, hourlyBars, recordingLog, scratchFolder } from './cache-fixture.ts';

const FEBRUARY = Date.parse('2024-02-01T00:00Z');
const MARCH = Date.parse('2024-03-01T00:00Z');
const BARS = hourlyBars('2024-01-20T00:00Z', 1500);
const START = BARS[0].ts;
const END = BARS[1499].ts + HOUR;

async function damagedCache(month: string) {
  const folder = scratchFolder();
  const log = recordingLog();
  await parquetCache(folder, log).merge(BTC, BARS);
  const path = join(folder, BTC_FOLDER, `${month}.parquet`);
  const bytes = readFileSync(path);
  bytes[Math.floor(bytes.length / 2)] ^= 0x10;
  writeFileSync(path, bytes);
  return { folder, log, path, bytes, cache: parquetCache(folder, log) };
}

const before = (ts: number) => BARS.filter((bar) => bar.ts < ts);
const from = (ts: number) => BARS.filter((bar) => bar.ts >= ts);

describe('A damaged month', () => {
  it('is set aside unchanged, with a warning, and its stretch is reported', async () => {
    const { cache, path, bytes, log, folder } = await damagedCache('2024-02');
    const { candles, damaged } = await cache.read(BTC, START, END);
    expect(candleRows(candles)).toEqual([...before(FEBRUARY), ...from(MARCH)]);
    expect(damaged).toHaveLength(1);
    expect(damaged[0]).toMatchObject({ from: FEBRUARY, to: MARCH });
    expect(damaged[0].reason).toContain('checksum');
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(damaged[0].setAsideAs)).toEqual(bytes);
    expect(damaged[0].setAsideAs.startsWith(join(folder, '_set-aside'))).toBe(true);
    expect(log.warnings).toHaveLength(1);
  });

  it('is reported by every later read until its bars have been merged again', async () => {
    const { cache, folder, log } = await damagedCache('2024-02');
    await cache.read(BTC, START, END);
    const later = parquetCache(folder, log);
    expect((await later.read(BTC, START, END)).damaged).toHaveLength(1);
    expect((await later.read(BTC, MARCH, END)).damaged).toEqual([]);
    await later.merge(
      BTC,
      BARS.filter((bar) => bar.ts >= FEBRUARY && bar.ts < MARCH),
    );
    const { candles, damaged } = await later.read(BTC, START, END);
    expect(damaged).toEqual([]);
    expect(candleRows(candles)).toEqual(BARS);
  });

  it('stays reported for the part that was not asked for again', async () => {
    const { cache } = await damagedCache('2024-02');
    const middle = FEBRUARY + 300 * HOUR;
    const { damaged } = await cache.read(BTC, middle, END);
    expect(damaged[0]).toMatchObject({ from: middle, to: MARCH });
    await cache.merge(BTC, from(middle), { from: middle, to: END });
    expect((await cache.read(BTC, middle, END)).damaged).toEqual([]);
    expect((await cache.read(BTC, START, END)).damaged[0]).toMatchObject({ from: FEBRUARY, to: middle });
    await cache.merge(BTC, [], { from: START, to: middle });
    expect((await cache.read(BTC, START, END)).damaged).toEqual([]);
  });

  it('that is found while merging keeps the new bars and reports the lost ones', async () => {
    const { cache } = await damagedCache('2024-03');
    const [next] = hourlyBars(END, 1);
    expect((await cache.merge(BTC, [next], { from: END - HOUR, to: END + HOUR })).added).toBe(1);
    const { candles, damaged } = await cache.read(BTC, START, END + HOUR);
    expect(candleRows(candles)).toEqual([...before(MARCH), next]);
    expect(damaged[0]).toMatchObject({ from: MARCH, to: END });
    await cache.merge(BTC, from(MARCH), { from: MARCH, to: END });
    const healed = await cache.read(BTC, START, END + HOUR);
    expect([healed.damaged, candleRows(healed.candles)]).toEqual([[], [...BARS, next]]);
  });

  it('that is the last one moves the last bar back to the month before', async () => {
    const { cache, folder } = await damagedCache('2024-03');
    expect(await cache.lastTs(BTC)).toBe(MARCH - HOUR);
    expect(await cache.firstTs(BTC)).toBe(START);
    rmSync(join(folder, BTC_FOLDER, '2024-01.parquet'));
    expect(await cache.firstTs(BTC)).toBe(FEBRUARY);
  });

  it('is also one that holds rows of another month', async () => {
    const { cache, folder, path } = await damagedCache('2024-02');
    writeFileSync(path, readFileSync(join(folder, BTC_FOLDER, '2024-03.parquet')));
    const { candles, damaged } = await cache.read(BTC, START, END);
    expect(damaged[0].reason).toContain('out of its month');
    expect(candleRows(candles)).toEqual([...before(FEBRUARY), ...from(MARCH)]);
  });

  it('is reported whole when its own note cannot be read', async () => {
    const { cache, folder } = await damagedCache('2024-02');
    await cache.read(BTC, START, END);
    const notes = join(folder, '_set-aside', 'binance_BTC-USDT_1h');
    writeFileSync(join(notes, '2024-02.refetch.json'), '{"from": 1');
    expect((await cache.read(BTC, START, END)).damaged[0]).toMatchObject({ from: FEBRUARY, to: MARCH });
  });
});

describe('Any damage to a month file', () => {
  it('gives the exact bars or sets the file aside, never other rows', async () => {
    const folder = scratchFolder();
    const log = recordingLog();
    const bars = hourlyBars(FEBRUARY, 300);
    await parquetCache(folder, log).merge(BTC, bars);
    const path = join(folder, BTC_FOLDER, '2024-02.parquet');
    const whole = readFileSync(path);
    const check = async (): Promise<boolean> => {
      const { candles, damaged } = await parquetCache(folder, log).read(BTC, START, END);
      rmSync(join(folder, '_set-aside'), { recursive: true, force: true });
      if (damaged.length === 0) expect(candleRows(candles)).toEqual(bars);
      else expect(candles.ts).toHaveLength(0);
      return damaged.length > 0;
    };
    let found = 0;
    let tries = 0;
    for (let bit = 0; bit < whole.length * 8; bit += 61) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3] ^= 1 << (bit & 7);
      writeFileSync(path, bytes);
      tries++;
      if (await check()) found++;
    }
    for (let length = 0; length < whole.length; length += 37) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      tries++;
      if (await check()) found++;
    }
    writeFileSync(path, Buffer.concat([whole, whole]));
    await check();
    expect(found).toBe(tries);
    expect(tries).toBeGreaterThan(1000);
    expect(readdirSync(join(folder, BTC_FOLDER)).length).toBeLessThanOrEqual(1);
  });
});
