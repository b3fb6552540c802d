/** File formats for pandas, polars, DuckDB. `arrow` is the Arrow IPC file format, also called Feather 2. */
export type TableFormat = 'csv' | 'parquet' | 'arrow';

/** One named column. Times are epoch ms; NaN in a number column means there is no value. */
export type TableColumn =
  | { readonly name: string; readonly kind: 'time' | 'number'; readonly values: Float64Array }
  | { readonly name: string; readonly kind: 'flag'; readonly values: Uint8Array }
  | { readonly name: string; readonly kind: 'text'; readonly values: readonly string[] };

export interface TableWriter {
  /**
   * Writes columns of equal length. In CSV, times are epoch ms and a missing number is an empty cell; in Parquet and Arrow,
   * times are timestamps (ms, UTC) and a missing number is null.
   * @param path the file to replace, whole or not at all; null writes to standard output
   * @throws AppError `storage` when the file cannot be written; RangeError when the columns differ in length
   */
  write(columns: readonly TableColumn[], format: TableFormat, path: string | null): Promise<void>;
}
