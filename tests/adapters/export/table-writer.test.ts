import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { tableFromIPC } from 'apache-arrow';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tableWriter } from '../../../src/adapters/export/table-writer.ts';
import type { TableColumn } from '../../../src/ports/table-writer.ts';

const T0 = Date.parse('2024-01-01T00:00Z');
const TABLE: readonly TableColumn[] = [
  { name: 'ts', kind: 'time', values: Float64Array.of(T0, T0 + 1) },
  { name: 'close', kind: 'number', values: Float64Array.of(0.1 + 0.2, NaN) },
  { name: 'filled', kind: 'flag', values: Uint8Array.of(0, 1) },
  { name: 'symbol', kind: 'text', values: ['BTC/USDT', '=1+1'] },
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'statarb-export-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A stream that keeps what is written, or fails with the given code. */
function sink(code?: string): Writable & { text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      chunks.push(chunk);
      done(code === undefined ? null : Object.assign(new Error(code), { code }));
    },
  });
  return Object.assign(stream, { text: () => Buffer.concat(chunks).toString('utf8') });
}

async function csv(columns: readonly TableColumn[]): Promise<string> {
  const out = sink();
  await tableWriter(out).write(columns, 'csv', null);
  return out.text();
}

describe('A table written as CSV', () => {
  it('has times in ms, exact numbers and empty cells for missing ones', async () => {
    expect(await csv(TABLE.slice(0, 3))).toBe(`ts,close,filled\n${T0},0.30000000000000004,0\n${T0 + 1},,1\n`);
  });

  it('never lets a spreadsheet run a text as a formula', async () => {
    const values = ['=1+1', '+1', '-1', '@x', '\tx', 'plain', 'a,b', 'say "hi"', 'two\nlines', '=a,"b"'];
    expect(await csv([{ name: 'note', kind: 'text', values }])).toBe(
      `note\n'=1+1\n'+1\n'-1\n'@x\n'\tx\nplain\n"a,b"\n"say ""hi"""\n"two\nlines"\n"'=a,""b"""\n`,
    );
  });

  it('ends quietly when the reader has seen enough', async () => {
    await expect(tableWriter(sink('EPIPE')).write(TABLE, 'csv', null)).resolves.toBeUndefined();
    await expect(tableWriter(sink('ENOSPC')).write(TABLE, 'csv', null)).rejects.toThrow('disk is full');
  });
});

describe('A table written as Parquet', () => {
  it('has timestamps, nulls for missing numbers, flags and texts', async () => {
    const path = join(folder, 'deep', 'table.parquet');
    await tableWriter().write(TABLE, 'parquet', path);
    const bytes = readFileSync(path);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const compressors = { GZIP: (input: Uint8Array) => gunzipSync(input) };
    expect(await parquetReadObjects({ file, compressors })).toEqual([
      { ts: new Date(T0), close: 0.1 + 0.2, filled: false, symbol: 'BTC/USDT' },
      { ts: new Date(T0 + 1), close: null, filled: true, symbol: '=1+1' },
    ]);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['table.parquet']);
  });

  it('reads back every value of many rows, over several row groups, with bounds of each', async () => {
    const rows = 200_003;
    const column = (value: (i: number) => number): Float64Array =>
      Float64Array.from({ length: rows }, (_, i) => value(i));
    const ts = column((i) => (i - 1000) * 3_600_000);
    const full = column((i) => Math.sin(i) * 1e6);
    const holes = column((i) => (i % 5 === 2 || (i > 300 && i < 700) ? NaN : -i / 3));
    const flags = Uint8Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const texts = Array.from({ length: rows }, (_, i) => ['', 'é', 'BTC/USDT'][i % 3]);
    const path = join(folder, 'many.parquet');
    const columns: TableColumn[] = [
      { name: 'ts', kind: 'time', values: ts },
      { name: 'full', kind: 'number', values: full },
      { name: 'holes', kind: 'number', values: holes },
      { name: 'never', kind: 'number', values: column(() => NaN) },
      { name: 'flag', kind: 'flag', values: flags },
      { name: 'text', kind: 'text', values: texts },
    ];
    await tableWriter().write(columns, 'parquet', path);
    const bytes = readFileSync(path);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    const compressors = { GZIP: (input: Uint8Array) => gunzipSync(input) };
    const read = await parquetReadObjects({ file, compressors });
    expect(read).toHaveLength(rows);
    const wrong = read.findIndex(
      (row, i) =>
        (row['ts'] as Date).getTime() !== ts[i] ||
        row['full'] !== full[i] ||
        row['holes'] !== (Number.isNaN(holes[i]) ? null : holes[i]) ||
        row['never'] !== null ||
        row['flag'] !== (flags[i] === 1) ||
        row['text'] !== texts[i],
    );
    expect(wrong).toBe(-1);
    const { row_groups: groups } = parquetMetadata(file);
    expect(groups.map(({ num_rows: count }) => Number(count))).toEqual([100_000, 100_000, 3]);
    const statistics = (group: number, index: number) => groups[group].columns[index].meta_data?.statistics;
    expect(statistics(1, 0)).toMatchObject({ min_value: new Date(ts[100_000]), max_value: new Date(ts[199_999]) });
    expect(statistics(2, 2)).toMatchObject({ min_value: -200_001 / 3, max_value: -200_000 / 3, null_count: 1n });
    expect(statistics(0, 3)).toEqual(expect.objectContaining({ null_count: 100_000n }));
    expect(statistics(0, 3)?.min_value).toBeUndefined();
  });

  it('may be empty', async () => {
    const path = join(folder, 'empty.parquet');
    const none: TableColumn[] = [
      { name: 'ts', kind: 'time', values: new Float64Array() },
      { name: 'equity', kind: 'number', values: new Float64Array() },
    ];
    await tableWriter().write(none, 'parquet', path);
    const bytes = readFileSync(path);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    expect(await parquetReadObjects({ file })).toEqual([]);
  });
});

describe('A table written as Arrow', () => {
  it('has timestamps, nulls for missing numbers, flags and texts', async () => {
    const path = join(folder, 'table.arrow');
    await tableWriter().write(TABLE, 'arrow', path);
    const table = tableFromIPC(readFileSync(path));
    expect(table.schema.fields.map(({ name, type }) => `${name}: ${String(type)}`)).toEqual([
      'ts: Timestamp<MILLISECOND, UTC>',
      'close: Float64',
      'filled: Bool',
      'symbol: Utf8',
    ]);
    const rows = table.toArray() as Record<string, unknown>[];
    expect(rows.map((row) => ({ ...row }))).toEqual([
      { ts: T0, close: 0.1 + 0.2, filled: false, symbol: 'BTC/USDT' },
      { ts: T0 + 1, close: null, filled: true, symbol: '=1+1' },
    ]);
  });
});

describe('A table', () => {
  it('with columns of different length is a fault of ours', async () => {
    const uneven: TableColumn = { name: 'z', kind: 'number', values: new Float64Array(1) };
    await expect(tableWriter(sink()).write([...TABLE, uneven], 'csv', null)).rejects.toThrow(RangeError);
  });

  it('that cannot be written says where and why', async () => {
    const path = join(folder, 'table.arrow', 'below.csv');
    await expect(tableWriter().write(TABLE, 'csv', path)).rejects.toThrow(`cannot write ${path}: a file stands`);
  });
});
