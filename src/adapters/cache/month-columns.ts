import { endianness } from 'node:os';
import { gunzipSync } from 'node:zlib';
// The parts, not the package: half the start-up time, and decoding stays synchronous.
import { parquetHeader } from 'hyparquet/src/column.js';
import { readRleBitPackedHybrid } from 'hyparquet/src/encoding.js';
import { deserializeTCompactProtocol } from 'hyparquet/src/thrift.js';

/** What is read of a Parquet footer, by the numbers its fields have in the format's Thrift definition. */
interface Footer {
  readonly field_3: bigint;
  /** Row groups; each has columns in `field_1`. */
  readonly field_4: readonly { readonly field_1: readonly { readonly field_3: ColumnMeta }[] }[];
}

interface ColumnMeta {
  readonly field_1: number;
  /** Path, codec. */
  readonly field_3: readonly Uint8Array[];
  readonly field_4: number;
  /** Bytes with all headers; where the first page begins. */
  readonly field_7: bigint;
  readonly field_9: bigint;
}

const INT64 = 2;
const DOUBLE = 5;
const GZIP = 2;

interface Page {
  readonly type: number;
  readonly rows: number;
  readonly nulls: number;
  readonly levels: DataView;
  readonly compressed: Uint8Array;
}

/**
 * The columns of a file that `encodeMonth` wrote, by name: one row group of plain GZIP pages. All pages are inflated in one go, as
 * members of one GZIP stream: one by one, most of the time would go into setting up.
 * @returns INT64 and DOUBLE columns as numbers; a missing one is NaN
 * @throws Error when the file is not one of those
 */
export function monthColumns(bytes: Buffer): ReadonlyMap<string, Float64Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const footerAt = bytes.length - 8 - view.getUint32(bytes.length - 8, true);
  const footer = deserializeTCompactProtocol({ view, offset: footerAt }) as unknown as Footer;
  const rows = Number(footer.field_3);
  const chunks = footer.field_4[0].field_1.map(({ field_3: meta }) => ({
    name: Buffer.concat(meta.field_3).toString('utf8'),
    pages: pagesOf(view, meta),
  }));

  const pages = chunks.flatMap((chunk) => chunk.pages);
  const size = pages.reduce((sum, page) => sum + 8 * (page.rows - page.nulls), 0);
  const members = Buffer.concat(pages.map(({ compressed }) => compressed));
  const values = gunzipSync(members, { chunkSize: Math.max(64, size), maxOutputLength: size });
  if (values.length !== size) throw new Error('its pages are too short');

  let at = 0;
  return new Map(
    chunks.map((chunk) => {
      const column = new Float64Array(rows);
      let row = 0;
      for (const page of chunk.pages) {
        const end = at + 8 * (page.rows - page.nulls);
        column.set(numbersOf(page, values.subarray(at, end)), row);
        row += page.rows;
        at = end;
      }
      if (row !== rows) throw new Error(`its column ${chunk.name} has ${row} of ${rows} rows`);
      return [chunk.name, column];
    }),
  );
}

function pagesOf(view: DataView, { field_1: type, field_4: codec, field_7: size, field_9: start }: ColumnMeta): Page[] {
  if ((type !== INT64 && type !== DOUBLE) || codec !== GZIP) throw new Error('it has a column of another kind');
  const pages: Page[] = [];
  const reader = { view, offset: Number(start) };
  const end = reader.offset + Number(size);
  while (reader.offset < end) {
    const { compressed_page_size: length, data_page_header_v2: header } = parquetHeader(reader);
    if (header?.encoding !== 'PLAIN') throw new Error('it has a page of another kind');
    const from = view.byteOffset + reader.offset;
    const levels = header.definition_levels_byte_length;
    pages.push({
      type,
      rows: header.num_rows,
      nulls: header.num_nulls,
      levels: new DataView(view.buffer, from, levels),
      compressed: new Uint8Array(view.buffer, from + levels, length - levels),
    });
    reader.offset += length;
  }
  return pages;
}

function numbersOf({ type, rows, nulls, levels }: Page, values: Buffer): ArrayLike<number> {
  const present = type === INT64 ? wholeNumbers(values) : doubles(values);
  if (nulls === 0) return present;
  const isThere = new Array<number>(rows).fill(0);
  readRleBitPackedHybrid({ view: levels, offset: 0 }, 1, isThere, levels.byteLength);
  let at = 0;
  return isThere.map((level) => (level === 1 ? present[at++] : NaN));
}

/** Each from its two halves: a BigInt on the way would take ten times as long. */
function wholeNumbers(values: Buffer): Float64Array {
  const view = new DataView(values.buffer, values.byteOffset, values.length);
  const numbers = new Float64Array(values.length / 8);
  for (let i = 0, at = 0; i < numbers.length; i++, at += 8) {
    numbers[i] = view.getInt32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
  }
  return numbers;
}

function doubles(values: Buffer): Float64Array {
  // In memory of their own, because doubles must lie at multiples of eight.
  const bytes = new Uint8Array(values);
  if (endianness() === 'BE') Buffer.from(bytes.buffer).swap64();
  return new Float64Array(bytes.buffer);
}
