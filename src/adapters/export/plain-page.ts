import { endianness } from 'node:os';
import type { TableColumn } from '../../ports/table-writer.ts';

/** The values of a column as a Parquet page holds them, plain encoding, missing ones left out. */
export interface PlainPage {
  readonly bytes: Uint8Array;
  /** Null where every row has a value, else 1 for those that have one and 0 for the others. */
  readonly present: Uint8Array | null;
  /** Smallest and largest value; undefined where there is none, and for flags and texts. */
  readonly min: number | undefined;
  readonly max: number | undefined;
}

/** The page of the rows from `from` to `to` (exclusive). Byte by byte, whatever order the machine keeps its bytes in. */
export function plainPage(column: TableColumn, from: number, to: number): PlainPage {
  switch (column.kind) {
    case 'time':
      return { bytes: int64s(column.values, from, to), present: null, ...extremes(column.values, from, to) };
    case 'number': {
      const present = presence(column.values, from, to);
      const bytes = doubles(column.values, from, to, to - from - missing(present));
      return { bytes, present, ...extremes(column.values, from, to) };
    }
    case 'flag':
      return { bytes: bits(column.values, from, to), present: null, min: undefined, max: undefined };
    case 'text':
      return { bytes: texts(column.values.slice(from, to)), present: null, min: undefined, max: undefined };
  }
}

/** How many rows have no value. */
export const missing = (present: Uint8Array | null): number =>
  present?.reduce((count, isThere) => count + 1 - isThere, 0) ?? 0;

function presence(values: Float64Array, from: number, to: number): Uint8Array | null {
  let first = from;
  while (first < to && !Number.isNaN(values[first])) first++;
  if (first === to) return null;
  const present = new Uint8Array(to - from);
  for (let i = from; i < to; i++) present[i - from] = Number.isNaN(values[i]) ? 0 : 1;
  return present;
}

function extremes(values: Float64Array, from: number, to: number): Pick<PlainPage, 'min' | 'max'> {
  let min = Infinity;
  let max = -Infinity;
  for (let i = from; i < to; i++) {
    if (values[i] < min) min = values[i];
    if (values[i] > max) max = values[i];
  }
  // The format wants a zero that could be either to be the one further out.
  return min <= max ? { min: min === 0 ? -0 : min, max: max === 0 ? 0 : max } : { min: undefined, max: undefined };
}

function doubles(values: Float64Array, from: number, to: number, count: number): Uint8Array {
  const present = count === to - from ? values.slice(from, to) : values.slice(from, to).filter(isKnown);
  const bytes = Buffer.from(present.buffer);
  return endianness() === 'BE' ? bytes.swap64() : bytes;
}

const isKnown = (value: number): boolean => !Number.isNaN(value);

/** Whole numbers as two halves: a BigInt each would take ten times as long. */
function int64s(values: Float64Array, from: number, to: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * (to - from)));
  for (let i = from, at = 0; i < to; i++, at += 8) {
    view.setUint32(at, values[i] % 2 ** 32, true);
    view.setInt32(at + 4, Math.floor(values[i] / 2 ** 32), true);
  }
  return new Uint8Array(view.buffer);
}

function bits(values: Uint8Array, from: number, to: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((to - from) / 8));
  for (let i = from; i < to; i++) if (values[i] !== 0) bytes[(i - from) >> 3] |= 1 << ((i - from) & 7);
  return bytes;
}

/** Each with its length before it. */
function texts(values: readonly string[]): Uint8Array {
  const encoded = values.flatMap((value) => {
    const text = Buffer.from(value, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    return [length, text];
  });
  return Buffer.concat(encoded);
}
