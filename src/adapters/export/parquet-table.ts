import { gzipSync } from 'node:zlib';
import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { TableColumn } from '../../ports/table-writer.ts';

/** A table as Parquet: TIMESTAMP(ms, UTC), DOUBLE (null for NaN), BOOLEAN and UTF-8 columns, GZIP. */
export function parquetTable(columns: readonly TableColumn[]): Uint8Array {
  const buffer = parquetWriteBuffer({
    columnData: columns.map((column) => ({ name: column.name, data: dataOf(column) })),
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)],
    codec: 'GZIP',
    compressors: { GZIP: (input) => gzipSync(input) },
    rowGroupSize: 100_000,
    createdBy: 'statarb',
  });
  return new Uint8Array(buffer);
}

function dataOf(column: TableColumn): BigInt64Array | boolean[] | string[] | (number | null)[] {
  switch (column.kind) {
    case 'time':
      return BigInt64Array.from(column.values, BigInt);
    case 'number':
      return Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
    case 'flag':
      return Array.from(column.values, (value) => value !== 0);
    case 'text':
      return [...column.values];
  }
}

function elementOf({ name, kind }: TableColumn): SchemaElement {
  switch (kind) {
    case 'time':
      return {
        name,
        type: 'INT64',
        repetition_type: 'REQUIRED',
        converted_type: 'TIMESTAMP_MILLIS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
      };
    case 'number':
      return { name, type: 'DOUBLE', repetition_type: 'OPTIONAL' };
    case 'flag':
      return { name, type: 'BOOLEAN', repetition_type: 'REQUIRED' };
    case 'text':
      return { name, type: 'BYTE_ARRAY', repetition_type: 'REQUIRED', converted_type: 'UTF8' };
  }
}
