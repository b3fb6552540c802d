import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTradeFile } from '../../../src/adapters/fills/read-trade-file.ts';
import { AppError } from '../../../src/core/domain/app-error.ts';
import type { TradeFileContent } from '../../../src/ports/trade-file.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'statarb-trades-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(content: string | Buffer, name = 'trades.csv'): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const read = (content: string | Buffer, name?: string): TradeFileContent => readTradeFile(file(content, name));

function failure(content: string | Buffer, name?: string): AppError {
  try {
    read(content, name);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('expected an AppError');
}

const T = Date.UTC(2024, 2, 1, 8, 5);
const SPOT = '"Date(UTC)","Pair","Side","Price","Executed","Amount","Fee"';
const FUTURES = 'Uid,Time(UTC),Symbol,Side,Price,Quantity,Amount,Fee,Realized Profit,Buyer,Maker,Trade ID,Order ID';
const KRAKEN =
  '"txid","ordertxid","pair","time","type","ordertype","price","cost","fee","vol","margin","misc","ledgers"';
const NAMED = 'time,symbol,side,price,quantity';

describe("Binance's spot trade history", () => {
  it('is read with its units, thousands and fees in any coin', () => {
    const { format, hasFees, trades } = read(
      [
        SPOT,
        '"2024-03-01 08:05:00","ETHUSDT","BUY","3,386.40","2.953ETH","10000.0392USDT","0.002953ETH"',
        '"2024-03-01 08:05:01","BTCUSDT","SELL","61000.5","0.2591BTC","15805.2296USDT","15.8USDT"',
        '"2024-03-01 08:05:02","BTCUSDT","SELL","61000.5","0.2591BTC","15805.2296USDT","0.01BNB"',
      ].join('\r\n'),
    );
    expect([format, hasFees]).toEqual(['binance-spot', true]);
    const binance = { file: join(folder, 'trades.csv'), venue: 'binance', market: 'spot' };
    const unnamed = { externalId: expect.stringMatching(/^row-/) as string };
    expect(trades).toEqual([
      {
        ...{ ...binance, ...unnamed, line: 2, at: T, symbol: 'ETHUSDT', action: 'buy' },
        ...{ quantity: 2.953, price: 3386.4, fee: { amount: 0.002953, currency: 'ETH' } },
      },
      {
        ...{ ...binance, ...unnamed, line: 3, at: T + 1000, symbol: 'BTCUSDT', action: 'sell' },
        ...{ quantity: 0.2591, price: 61000.5, fee: { amount: 15.8, currency: 'USDT' } },
      },
      {
        ...{ ...binance, ...unnamed, line: 4, at: T + 2000, symbol: 'BTCUSDT', action: 'sell' },
        ...{ quantity: 0.2591, price: 61000.5, fee: { amount: 0.01, currency: 'BNB' } },
      },
    ]);
  });

  it('tells the number of a coin whose name begins with one', () => {
    const { trades } = read(
      `${SPOT}\n"2024-03-01 08:05:00","1INCHUSDT","BUY","0.5","100.51INCH","50.25USDT","0.11INCH"`,
    );
    expect(trades[0]).toMatchObject({ quantity: 100.5, fee: { amount: 0.1, currency: '1INCH' } });
  });

  it('in its older form has the quantity under Amount and the fee’s coin in a column of its own', () => {
    const { format, trades } = read(
      'Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin\n2021-05-12 10:20:30,ETHUSDT,BUY,4000,2,8000,0.002,ETH',
    );
    expect(format).toBe('binance-spot');
    expect(trades[0]).toMatchObject({ quantity: 2, action: 'buy', fee: { amount: 0.002, currency: 'ETH' } });
  });

  it('of a time zone is brought to UTC, whether the header or the name of the file says so', () => {
    const row = '"24-03-01 10:35:00","ETHUSDT","BUY","3386.4","2.953ETH","10000.04USDT","0USDT"';
    const inHeader = SPOT.replace('(UTC)', '(UTC+02:30)');
    expect(read(`${inHeader}\n${row}`).trades[0].at).toBe(T);
    const bare = SPOT.replace('(UTC)', '');
    expect(read(`${bare}\n${row}`, 'Binance-Spot-202403010000(UTC+2:30).csv').trades[0].at).toBe(T);
    expect(read(`${bare}\n${row}`, 'Binance-Spot-202403010000(UTC--6).csv').trades[0].at).toBe(T + 8.5 * 3_600_000);
    expect(read(`${SPOT}\n${row}`, 'elsewhere(UTC+9).csv').trades[0].at).toBe(T + 2.5 * 3_600_000);
  });
});

describe("Binance's USD-M futures trade history", () => {
  it('is of perpetuals, with ids that partial fills of one order do not share', () => {
    const { format, trades } = read(
      [
        FUTURES,
        '862706699,24-03-01 08:05:00,ETHUSDT,BUY,3386.4,1,3386.4,1.69 USDT,0,true,false,419925075,4917',
        '862706699,24-03-01 08:05:00,ETHUSDT,BUY,3386.4,1.953,6613.6392,3.3 USDT,0,true,false,419925076,4917',
      ].join('\n'),
    );
    expect(format).toBe('binance-futures');
    expect(trades.map(({ externalId }) => externalId)).toEqual(['419925075', '419925076']);
    expect(trades[0]).toMatchObject({
      ...{ at: T, venue: 'binanceusdm', market: 'perpetual', quantity: 1, fee: { amount: 1.69, currency: 'USDT' } },
    });
  });

  it('without ids and units is read too', () => {
    const { format, trades } = read(
      'Date(UTC),Symbol,Side,Price,Quantity,Amount,Fee,Realized Profit,Quote Asset\n' +
        '2024-03-01 08:05:00,BTCUSDT,SELL,61000.5,0.2591,15805.23,6.32,0.0,USDT\n',
    );
    expect(format).toBe('binance-futures');
    expect(trades[0]).toMatchObject({ action: 'sell', fee: { amount: 6.32, currency: null } });
    expect(trades[0].externalId).toMatch(/^row-[0-9a-f]{32}$/);
  });
});

describe("Kraken's trades.csv", () => {
  const row =
    '"TDNN5P-YWGRO-YF32BH","OS6ZQP-JLQZV","XXBTZUSD","2024-03-01 08:05:00.6798","sell","limit",61000.5,15805.23,25.1,0.2591,0.0,"","LFT-1,LS4-2"';

  it('is read in its older and its newer form', () => {
    const { format, trades } = read(`${KRAKEN}\n${row}`);
    expect(format).toBe('kraken');
    expect(trades[0]).toMatchObject({
      ...{ at: T + 679, venue: 'kraken', symbol: 'XXBTZUSD', market: 'spot', action: 'sell', quantity: 0.2591 },
      ...{ price: 61000.5, fee: { amount: 25.1, currency: null }, externalId: 'TDNN5P-YWGRO-YF32BH' },
    });
    const newer = read(
      'txid,ordertxid,pair,aclass,subclass,time,type,ordertype,price,cost,fee,vol,margin,misc,ledgers,posttxid\n' +
        'T1,O1,BTC/USD,forex,crypto,2024-03-01 08:05:00.1,buy,market,61000.5,15805.23,25.1,0.2591,0,,L1,',
    );
    expect(newer).toMatchObject({ format: 'kraken', trades: [{ symbol: 'BTC/USD', action: 'buy', externalId: 'T1' }] });
  });

  it('may be gzipped, begin with a mark of its encoding, and be separated by semicolons or tabs', () => {
    expect(read(gzipSync(`\uFEFF${KRAKEN}\n${row}`)).trades).toHaveLength(1);
    expect(read('time;symbol;side;price;quantity\n2024-03-01T08:05Z;ETHUSDT;b;3386.4;1').trades).toHaveLength(1);
    expect(read('time\tsymbol\tside\tprice\tquantity\n2024-03-01T08:05Z\tETHUSDT\tS\t3386.4\t1').trades).toHaveLength(
      1,
    );
  });
});

describe('any file whose header names its columns', () => {
  it('is read, whatever the columns are called and however times are written', () => {
    const { format, hasFees, trades } = read(
      [
        'Created At,Product,Size,Direction,Fill Price,Commission,Commission Asset,Exec ID,Note',
        '2024-03-01T09:05:00+01:00,ETH-USDT-SWAP,2.5,Sell,3386.4,-0.5,USDT,e1,=cmd()',
        '1709280300000,ETH-USDT-SWAP,.5,buy,3.3864e3,,,e2,',
        '2024/03/01 08:05:00,ETH/USDT:USDT,1,s,3386.4,0,USDT,,',
      ].join('\n'),
    );
    expect([format, hasFees]).toEqual(['named-columns', true]);
    expect(
      trades.map(({ at, action, quantity, price, market, venue }) => [at, action, quantity, price, market, venue]),
    ).toEqual([
      [T, 'sell', 2.5, 3386.4, null, null],
      [T, 'buy', 0.5, 3386.4, null, null],
      [T, 'sell', 1, 3386.4, null, null],
    ]);
    expect(trades.map(({ fee }) => fee)).toEqual([
      { amount: -0.5, currency: 'USDT' },
      { amount: 0, currency: null },
      { amount: 0, currency: 'USDT' },
    ]);
    expect(trades.map(({ externalId }) => externalId.slice(0, 4))).toEqual(['e1', 'e2', 'row-']);
  });

  it('may have comments above the header and no fees', () => {
    const { hasFees, trades } = read(`# exported today\n\n${NAMED}\n2024-03-01,ETHUSDT,buy,3386.4,1\n`);
    expect([hasFees, trades.length, trades[0].line]).toEqual([false, 1, 4]);
  });

  it('may hold no row at all', () => {
    expect(read(`${NAMED}\n`).trades).toEqual([]);
  });
});

describe('ids made from rows', () => {
  const rows = [
    '2024-03-01T08:05Z,ETHUSDT,buy,3386.4,1',
    '2024-03-01T08:05Z,ETHUSDT,buy,3386.4,1',
    '2024-03-01T08:06Z,ETHUSDT,buy,3386.4,1',
  ];
  const ids = (header: string, lines: readonly string[]): string[] =>
    read([header, ...lines].join('\n')).trades.map(({ externalId }) => externalId);

  it('are the same in every export, and differ between rows that are alike', () => {
    const all = ids(NAMED, rows);
    expect(new Set(all).size).toBe(3);
    expect(ids(NAMED, rows.slice(0, 2))).toEqual(all.slice(0, 2));
    expect(ids(NAMED, [...rows].reverse()).sort()).toEqual([...all].sort());
    expect(ids('symbol,time,quantity,price,side', ['ETHUSDT,1709280360000,1.0,3386.40,BUY'])).toEqual([all[2]]);
  });

  it('of an exchange that come twice with the same values are one trade; with others the file is refused', () => {
    const line = 'x1,2024-03-01T08:05Z,ETHUSDT,buy,3386.4,1';
    expect(ids(`id,${NAMED}`, [line, line])).toEqual(['x1']);
    expect(failure(`id,${NAMED}\n${line}\n${line.replace('3386.4', '3387')}`).message).toContain(
      'trades.csv:3: id x1 stands on line 2 with other values',
    );
    // Trade ids are counted per symbol.
    expect(ids(`id,${NAMED}`, [line, line.replace('ETHUSDT', 'BTCUSDT')])).toEqual(['x1', 'x1']);
  });
});

describe('a malformed row', () => {
  const good = '2024-03-01T08:05Z,ETHUSDT,buy,3386.4,1';

  it.each([
    ['yesterday,ETHUSDT,buy,3386.4,1', '"yesterday" is not a time'],
    ['2024-02-30T08:05Z,ETHUSDT,buy,3386.4,1', '"2024-02-30T08:05Z" is not a time'],
    [',ETHUSDT,buy,3386.4,1', '"" is not a time'],
    ['2024-03-01T08:05Z,,buy,3386.4,1', '"" is not a symbol'],
    ['2024-03-01T08:05Z,=HYPERLINK("x"),buy,3386.4,1', 'is not a symbol'],
    ['2024-03-01T08:05Z,ETHUSDT,hold,3386.4,1', '"hold" is neither buy nor sell'],
    ['2024-03-01T08:05Z,ETHUSDT,buy,-3386.4,1', '"-3386.4" is not a price above 0'],
    ['2024-03-01T08:05Z,ETHUSDT,buy,NaN,1', '"NaN" is not a price above 0'],
    ['2024-03-01T08:05Z,ETHUSDT,buy,0x10,1', '"0x10" is not a price above 0'],
    ['2024-03-01T08:05Z,ETHUSDT,buy,1e999,1', '"1e999" is not a price above 0'],
    ['2024-03-01T08:05Z,ETHUSDT,buy,3386.4,0', '"0" is not a quantity above 0'],
    ['2024-03-01T08:05Z,ETHUSDT,buy,3386.4,', '"" is not a quantity above 0'],
    ['2024-03-01T08:05Z,ETHUSDT,buy,3386.4,Infinity', '"Infinity" is not a quantity above 0'],
    ['2024-03-01T08:05Z,ETHUSDT,buy,3386.4,3386USDT', 'the quantity is in USDT, which is not what ETHUSDT trades'],
    ['2024-03-01T08:05Z,ETHUSDT,buy,3,386.4,1', '6 cells under a header of 5'],
    ['2024-03-01T08:05Z,ETHUSDT', '"" is neither buy nor sell'],
  ])('%s refuses the file, naming the line', (row, message) => {
    const error = failure([NAMED, good, row, good].join('\n'));
    expect(error.code).toBe('data');
    expect(error.message).toMatch(/^nothing imported:\n.*trades\.csv:3: /);
    expect(error.message).toContain(message);
  });

  it('is told though its numbers are fine when they do not fit together', () => {
    const row = '"2024-03-01 08:05:00","ETHUSDT","BUY","3386.4","2.953ETH","1000.00USDT","0USDT"';
    expect(failure(`${SPOT}\n${row}`).message).toContain('but the file has "1000.00USDT"');
  });

  it.each([
    ['fee', '2024-03-01T08:05Z,ETHUSDT,buy,3386.4,1,free,USDT,', '"free" is not a fee'],
    ['currency', '2024-03-01T08:05Z,ETHUSDT,buy,3386.4,1,1,U$,', '"U$" is not a currency'],
    ['id', '2024-03-01T08:05Z,ETHUSDT,buy,3386.4,1,1,USDT,=1+1', '"=1+1" is not an id'],
  ])('is told by its %s', (_, row, message) => {
    expect(failure(`${NAMED},fee,fee coin,id\n${row}`).message).toContain(message);
  });

  it('cannot steer the terminal through the message', () => {
    const { message } = failure(`${NAMED}\n\u001b[2Jx\u202e\u0085,ETHUSDT,buy,1,1\n`);
    expect(message).not.toMatch(/[\u001b\u202e\u0085]/);
    expect(message).toContain('trades.csv:2: "?[2Jx??" is not a time');
  });

  it('is one of many: the first twenty are named and the rest counted', () => {
    const lines = failure([NAMED, ...Array.from({ length: 50 }, () => 'x,y,z,0,0')].join('\n')).message.split('\n');
    expect([lines.length, lines[21]]).toEqual([22, 'and 30 more']);
  });
});

describe('a file that is no trade export', () => {
  it.each([
    ['an empty file', '', 'cannot tell what'],
    ['a web page', '<!DOCTYPE html>\n<html><body>Not found</body></html>', 'cannot tell what'],
    ['candles', 'ts,open,high,low,close,volume\n1,2,3,4,5,6\n', 'cannot tell what'],
    [
      "Kraken's ledger",
      '"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"\n',
      'cannot tell',
    ],
    [
      'an order history',
      'Time,OrderNo,Pair,Type,Side,Order Price,Order Amount,Time,Executed,Average Price,Trading total,Status\n',
      'is an order history, which has no fees: export the trade history instead',
    ],
    ['a torn archive', gzipSync(`${NAMED}\n`.repeat(99)).subarray(0, 40), 'get the file again'],
    ['bytes', Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x0a, 0x22, 0x00]), 'trades.csv'],
  ])('such as %s is refused by name', (_, content, message) => {
    const error = failure(content);
    expect(error.code).toBe('data');
    expect(error.message).toContain(message);
    expect(error.message).toContain('trades.csv');
  });

  it('is named when it does not exist', () => {
    expect(() => readTradeFile(join(folder, 'absent.csv'))).toThrow(/cannot read .*absent\.csv: there is no such file/);
  });
});
