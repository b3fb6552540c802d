import type { Writable } from 'node:stream';
import type { TableColumn, TableFormat, TableWriter } from '../../ports/table-writer.ts';
import { replaceReport } from '../atomic-file.ts';
import { errnoOf, storageError } from '../storage-error.ts';

/** Tables as files or on standard output. Each format's code is loaded when it is asked for. */
export function tableWriter(stdout: Writable = process.stdout): TableWriter {
  return {
    write: async (columns, format, path) => {
      const rows = columns[0]?.values.length ?? 0;
      const uneven = columns.find(({ values }) => values.length !== rows);
      if (uneven !== undefined) throw new RangeError(`column ${uneven.name} is not ${rows} rows long`);
      const bytes = await encode(columns, format);
      if (path === null) await writeAll(stdout, bytes);
      else replaceReport(path, bytes);
    },
  };
}

async function encode(columns: readonly TableColumn[], format: TableFormat): Promise<Uint8Array> {
  switch (format) {
    case 'csv':
      return (await import('./csv-table.ts')).csvTable(columns);
    case 'parquet':
      return (await import('./parquet-table.ts')).parquetTable(columns);
    case 'arrow':
      return (await import('./arrow-table.ts')).arrowTable(columns);
  }
}

/** Waits until everything is out. A reader that has seen enough (`| head`) is no fault. */
function writeAll(stream: Writable, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => {
      if (errnoOf(error) === 'EPIPE') resolve();
      else reject(storageError('write to', 'standard output', error));
    };
    stream.once('error', onError);
    stream.write(bytes, (error) => {
      if (error) {
        onError(error);
        return;
      }
      stream.removeListener('error', onError);
      resolve();
    });
  });
}
