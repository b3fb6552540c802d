import {
  Bool,
  Float64,
  makeData,
  makeVector,
  Table,
  tableToIPC,
  TimestampMillisecond,
  Utf8,
  vectorFromArray,
  type Vector,
} from 'apache-arrow';
import type { TableColumn } from '../../ports/table-writer.ts';

/** A table as an Arrow IPC file: timestamp[ms, UTC], double (null for NaN), bool and utf8 columns. */
export function arrowTable(columns: readonly TableColumn[]): Uint8Array {
  const vectors = Object.fromEntries(columns.map((column) => [column.name, vectorOf(column)]));
  return tableToIPC(new Table(vectors), 'file');
}

function vectorOf(column: TableColumn): Vector {
  switch (column.kind) {
    case 'time': {
      const data = BigInt64Array.from(column.values, BigInt);
      return makeVector(makeData({ type: new TimestampMillisecond('UTC'), data }));
    }
    case 'number':
      return vectorFromArray(
        Array.from(column.values, (value) => (Number.isNaN(value) ? null : value)),
        new Float64(),
      );
    case 'flag':
      return vectorFromArray(
        Array.from(column.values, (value) => value !== 0),
        new Bool(),
      );
    case 'text':
      return vectorFromArray([...column.values], new Utf8());
  }
}
