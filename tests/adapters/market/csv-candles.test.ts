import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsvCandles } from '../../../src/adapters/market/csv-candles.ts';
import { AppError } from '../../../src/core/domain/app-error.ts';

const HOUR = 3_600_000;
const T0 = Date.parse('2024-12-31T20:00Z');
const BTC = { symbol: 'BTC/USDT', barMs: HOUR };

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'statarb-csv-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(content: string | Buffer, name = 'candles.csv'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function failure(act: () => unknown): AppError {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('expected an AppError');
}

const bar = (i: number, close = 100 + i) => ({
  ts: T0 + i * HOUR,
  open: close - 1,
  high: close + 2,
  low: close - 2,
  close,
  volume: i + 0.5,
});
const values = (i: number) => `${99 + i},${102 + i},${98 + i},${100 + i},${i + 0.5}`;
const kline = (i: number, unit: number) =>
  `${(T0 + i * HOUR) * unit},${values(i)},${(T0 + (i + 1) * HOUR) * unit - 1},51234.5,42,1.5,152.5,0`;
const KLINE_HEADER =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore';
const FIVE = [0, 1, 2, 3, 4];

describe('Binance bulk klines', () => {
  it('are read without a header', () => {
    const { candles, report } = readCsvCandles(file(FIVE.map((i) => kline(i, 1)).join('\n')), BTC);
    expect(candles).toEqual(FIVE.map((i) => bar(i)));
    expect(report).toEqual({
      format: 'binance-klines',
      rows: 5,
      kept: 5,
      duplicates: 0,
      rejected: [],
      rejectedByReason: {},
    });
  });

  it('are read with a header, gzipped', () => {
    const text = [KLINE_HEADER, ...FIVE.map((i) => kline(i, 1))].join('\r\n');
    const { candles, report } = readCsvCandles(file(gzipSync(text), 'candles.zipped'), BTC);
    expect(candles).toEqual(FIVE.map((i) => bar(i)));
    expect(report.format).toBe('binance-klines');
  });

  it('may change from milliseconds to microseconds half-way', () => {
    const text = FIVE.map((i) => kline(i, i < 2 ? 1 : 1000)).join('\n');
    expect(readCsvCandles(file(text), BTC).candles).toEqual(FIVE.map((i) => bar(i)));
  });
});

describe('CryptoDataDownload files', () => {
  const header = 'unix,date,symbol,open,high,low,close,Volume BTC,Volume USDT,tradecount';
  const row = (i: number, unit: number, symbol = 'BTCUSDT') =>
    `${(T0 + i * HOUR) * unit},2024-12-31 00:00:00,${symbol},${values(i)},51234.5,42`;

  it('are read with their comment line, newest first, seconds and milliseconds mixed', () => {
    const rows = [...FIVE].reverse().map((i) => row(i, i % 2 === 0 ? 1 : 1e-3));
    const text = ['https://www.CryptoDataDownload.com', header, ...rows].join('\n');
    const { candles, report } = readCsvCandles(file(text), BTC);
    expect(candles).toEqual(FIVE.map((i) => bar(i)));
    expect(report.format).toBe('cryptodatadownload');
  });

  it('are read in the older form, where the hour is written 05-PM', () => {
    const text = [
      'https://www.CryptoDataDownload.com',
      'Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USDT',
      `2025-01-01 12-AM,BTCUSDT,${values(4)},1`,
      `2024-12-31 11-PM,BTCUSDT,${values(3)},1`,
    ].join('\n');
    expect(readCsvCandles(file(text), BTC).candles).toEqual([bar(3), bar(4)]);
  });

  it('are refused when their volume is that of another currency', () => {
    const error = failure(() => readCsvCandles(file([header, row(0, 1)].join('\n')), { ...BTC, symbol: 'ETH/USDT' }));
    expect(error.code).toBe('data');
    expect(error.message).toContain('no volume in ETH (volume columns: volumebtc, volumeusdt)');
  });

  it('lose the rows of another symbol', () => {
    const text = [header, row(0, 1), row(1, 1), row(2, 1, 'BTCEUR')].join('\n');
    const { report } = readCsvCandles(file(text), BTC);
    expect(report.rejected).toEqual([{ line: 4, reason: 'other symbol: "BTCEUR" is not BTC/USDT' }]);
  });
});

describe('Any other file with a header', () => {
  it.each([
    ['ts', (ts: number) => String(ts)],
    ['time', (ts: number) => String(ts / 1000)],
    ['timestamp', (ts: number) => new Date(ts).toISOString()],
    ['date', (ts: number) => new Date(ts).toISOString().slice(0, 19).replace('T', ' ')],
    ['Open time', (ts: number) => `${new Date(ts + 2 * HOUR).toISOString().slice(0, 19)}+02:00`],
  ])('may name its time %s', (name, written) => {
    const rows = FIVE.map((i) => `${i + 0.5};${written(T0 + i * HOUR)};${values(i).split(',').slice(0, 4).join(';')}`);
    const text = [`Volume;${name};OPEN;High;low;Close`, ...rows].join('\n');
    const { candles, report } = readCsvCandles(file(`\uFEFF${text}\n`), BTC);
    expect(candles).toEqual(FIVE.map((i) => bar(i)));
    expect(report.format).toBe('named-columns');
  });
});

describe('Rows that cannot be used', () => {
  const read = (rows: readonly string[]) =>
    readCsvCandles(file(['ts,open,high,low,close,volume', ...rows].join('\n')), BTC);
  const good = FIVE.map((i) => `${T0 + i * HOUR},${values(i)}`);

  it.each([
    ['an empty price', `${T0 + 5 * HOUR},,3,1,2,1`, 'bad bar: open is NaN'],
    ['a price of zero', `${T0 + 5 * HOUR},0,3,1,2,1`, 'bad bar: open is 0'],
    ['a price in words', `${T0 + 5 * HOUR},2,three,1,2,1`, 'bad bar: high is NaN'],
    ['a price in hexadecimal', `${T0 + 5 * HOUR},0x10,3,1,2,1`, 'bad bar: open is NaN'],
    ['a high below the close', `${T0 + 5 * HOUR},2,3,1,4,1`, 'bad bar: high 3 is below max(open, close)'],
    ['a negative volume', `${T0 + 5 * HOUR},2,3,1,2,-1`, 'bad bar: volume is -1'],
    ['a missing column', `${T0 + 5 * HOUR},2,3,1,2`, 'bad bar: volume is NaN'],
    ['a time off the grid', `${T0 + 5 * HOUR + 1000},2,3,1,2,1`, 'is off the timeframe grid'],
    ['a day that does not exist', '2023-02-30,2,3,1,2,1', 'not a time: "2023-02-30"'],
    ['an ambiguous date', '1/2/2024,2,3,1,2,1', 'not a time: "1/2/2024"'],
    ['a small number for a time', '45291,2,3,1,2,1', 'not a time: "45291"'],
  ])('for %s are rejected with line and reason', (_, row, reason) => {
    const { candles, report } = read([...good, row]);
    expect(candles).toHaveLength(5);
    expect(report).toMatchObject({ rows: 6, kept: 5, duplicates: 0 });
    expect(report.rejected).toHaveLength(1);
    expect(report.rejected[0].line).toBe(7);
    expect(report.rejected[0].reason).toContain(reason);
  });

  it('collapse when they repeat another exactly', () => {
    const { candles, report } = read([...good, good[2], good[2]]);
    expect(candles).toEqual(FIVE.map((i) => bar(i)));
    expect(report).toMatchObject({ rows: 7, kept: 5, duplicates: 2, rejected: [] });
  });

  it('are all rejected where they contradict each other', () => {
    const other = `${T0 + 2 * HOUR},${values(3)}`;
    const { candles, report } = read([...good, other, good[2]]);
    expect(candles.map(({ ts }) => (ts - T0) / HOUR)).toEqual([0, 1, 3, 4]);
    expect(report).toMatchObject({ rows: 7, kept: 4, rejectedByReason: { 'contradicts another row': 3 } });
    expect(report.rejected.map(({ line }) => line)).toEqual([4, 7, 8]);
  });

  it('are counted to the last, though only the first are listed', () => {
    const bad = Array.from({ length: 100 }, (_, i) => `${T0 + (i + 5) * HOUR},-1,3,1,2,1`);
    const { report } = read([...good, ...bad]);
    expect(report.rejectedByReason).toEqual({ 'bad bar': 100 });
    expect(report.rejected).toHaveLength(20);
  });
});

describe('A file that is not what it should be', () => {
  it.each([
    ['an empty file', '', 'cannot tell what'],
    ['a web page', '<!DOCTYPE html>\n<html><body>Not found</body></html>', 'cannot tell what'],
    ['a header without rows', 'ts,open,high,low,close,volume\n', 'none of the 0 rows'],
    ['only bad rows', `ts,open,high,low,close,volume\n${T0},-1,1,1,1,1\n`, 'line 2: bad bar: open is -1'],
    ['a torn archive', gzipSync('ts,open,high,low,close,volume\n'.repeat(99)).subarray(0, 40), 'get the file again'],
  ])('such as %s is refused by name', (_, content, message) => {
    const path = file(content, 'broken.csv');
    const error = failure(() => readCsvCandles(path, BTC));
    expect(error.code).toBe('data');
    expect(error.message).toContain(path);
    expect(error.message).toContain(message);
  });

  it('is refused when its bars have another length, even where they fall on the grid', () => {
    const text = ['ts,open,high,low,close,volume', ...FIVE.map((i) => `${T0 + 4 * i * HOUR},${values(i)}`)].join('\n');
    expect(failure(() => readCsvCandles(file(text), BTC)).message).toContain('bars of 240 min, not of 60 min');
  });

  it('is named when it does not exist', () => {
    const error = failure(() => readCsvCandles(join(folder, 'absent.csv'), BTC));
    expect([error.code, error.message]).toEqual([
      'storage',
      `cannot read ${join(folder, 'absent.csv')}: there is no such file or folder (ENOENT)`,
    ]);
  });
});

describe('Funding files', () => {
  it('are known by their header', () => {
    const text = `ts,rate\n${T0},0.0001\n${T0 + 8 * HOUR},-2.5e-05\n${T0 + 16 * HOUR},\n`;
    const { funding, candles, report } = readCsvCandles(file(text), BTC);
    expect(candles).toEqual([]);
    expect(funding).toEqual([
      { ts: T0, rate: 0.0001, mark: null },
      { ts: T0 + 8 * HOUR, rate: -2.5e-5, mark: null },
    ]);
    expect(report).toMatchObject({ format: 'funding', rows: 3, kept: 2, rejectedByReason: { 'not a number': 1 } });
  });

  it('may carry mark prices, and come from Binance’s bulk data', () => {
    const marked = readCsvCandles(file(`ts,rate,mark\n${T0},0.0001,42000.5\n`), BTC);
    expect(marked.funding).toEqual([{ ts: T0, rate: 0.0001, mark: 42000.5 }]);
    const bulk = readCsvCandles(file(`calc_time,funding_interval_hours,last_funding_rate\n${T0},8,0.0001\n`), BTC);
    expect(bulk.funding).toEqual([{ ts: T0, rate: 0.0001, mark: null }]);
  });
});
