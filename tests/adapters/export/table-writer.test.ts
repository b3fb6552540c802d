import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { tableFromIPC } from 'apache-arrow';
import { parquetReadObjects } from 'hyparquet';
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
