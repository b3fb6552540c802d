import { constants, gzipSync } from 'node:zlib';
import type { ColumnChunk, RowGroup, SchemaElement } from 'hyparquet';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import type { TableColumn } from '../../ports/table-writer.ts';
import { missing, plainPage, type PlainPage } from './plain-page.ts';

const ROWS_PER_GROUP = 100_000;

/**
 * A table as Parquet: TIMESTAMP(ms, UTC), DOUBLE (null for NaN), BOOLEAN and UTF-8 columns, GZIP, one plain page a column and
 * row group. The pages are made here: hyparquet-writer looks at each value several times, which takes ten times as long.
 */
export function parquetTable(columns: readonly TableColumn[]): Uint8Array {
  const writer = new ByteWriter();
  const schema = [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)];
  const parquet = new ParquetWriter({ writer, schema, codec: 'GZIP', createdBy: 'statarb' });
  const rows = columns[0]?.values.length ?? 0;
  for (let from = 0; from < rows; from += ROWS_PER_GROUP) {
    parquet.row_groups.push(writeGroup(writer, columns, from, Math.min(rows, from + ROWS_PER_GROUP)));
  }
  parquet.num_rows = BigInt(rows);
  void parquet.finish();
  return writer.getBytes();
}

function writeGroup(writer: ByteWriter, columns: readonly TableColumn[], from: number, to: number): RowGroup {
  const start = writer.offset;
  const chunks = columns.map((column) => writeChunk(writer, column, plainPage(column, from, to), to - from));
  return {
    columns: chunks.map(({ chunk }) => chunk),
    total_byte_size: chunks.reduce((sum, { size }) => sum + size, 0n),
    total_compressed_size: BigInt(writer.offset - start),
    num_rows: BigInt(to - from),
  };
}

function writeChunk(
  writer: ByteWriter,
  column: TableColumn,
  page: PlainPage,
  rows: number,
): { readonly chunk: ColumnChunk; readonly size: bigint } {
  const { type, repetition_type } = elementOf(column);
  const levels = new ByteWriter();
  if (repetition_type === 'OPTIONAL') writeLevels(levels, page.present, rows);
  const nulls = missing(page.present);
  const compressed = gzipSync(page.bytes, { level: constants.Z_BEST_SPEED });
  const start = writer.offset;
  writePageHeader(writer, {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: levels.offset + page.bytes.length,
    compressed_page_size: levels.offset + compressed.length,
    data_page_header_v2: {
      num_values: rows,
      num_nulls: nulls,
      num_rows: rows,
      encoding: 'PLAIN',
      definition_levels_byte_length: levels.offset,
      repetition_levels_byte_length: 0,
      is_compressed: true,
    },
  });
  const header = writer.offset - start;
  writer.appendBytes(levels.getBytes());
  writer.appendBytes(compressed);
  const size = BigInt(header + levels.offset + page.bytes.length);
  const bound = (value: number | undefined) => (column.kind === 'time' && value !== undefined ? BigInt(value) : value);
  const meta: ColumnChunk['meta_data'] = {
    type: type ?? 'DOUBLE',
    encodings: ['PLAIN'],
    path_in_schema: [column.name],
    codec: 'GZIP',
    num_values: BigInt(rows),
    total_uncompressed_size: size,
    total_compressed_size: BigInt(writer.offset - start),
    data_page_offset: BigInt(start),
    statistics: { min_value: bound(page.min), max_value: bound(page.max), null_count: BigInt(nulls) },
  };
  return { chunk: { meta_data: meta, file_offset: BigInt(start) }, size };
}

/** Which rows have a value; one run when all have. */
function writeLevels(levels: ByteWriter, present: Uint8Array | null, rows: number): void {
  if (present !== null) {
    writeRleBitPackedHybrid(levels, present, 1);
    return;
  }
  levels.appendVarInt(rows << 1);
  levels.appendUint8(1);
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
