import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { AppError } from '../core/domain/app-error.ts';
import { storageError } from './storage-error.ts';

/** One row of a CSV file, with the line it ends on. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The rows of a CSV file, plain or gzipped (told by its first bytes), separated by commas, semicolons or tabs.
 * @throws AppError `storage` when it cannot be read, `data` when it is a broken archive or no text table
 */
export function csvRecords(path: string): CsvRecord[] {
  const text = decompressed(path, readBytes(path));
  try {
    const options = {
      bom: true,
      delimiter: [',', ';', '\t'],
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    };
    const rows = parse(text, options) as unknown as { info: { lines: number }; record: string[] }[];
    return rows.map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (cause) {
    throw unusable(path, cause);
  }
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw storageError('read', path, error);
  }
}

function decompressed(path: string, bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw unusable(path, cause);
  }
}

function unusable(path: string, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AppError('data', `cannot use ${path}: ${reason}; get the file again or unpack it first`, { cause });
}
