/** `INSERT` of one row with the columns as named parameters. */
export const insertSql = (table: string, columns: readonly string[]): string =>
  `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`;

/** NaN and null are both stored as NULL. */
export const orNull = (value: number | null): number | null => (value === null || Number.isNaN(value) ? null : value);

/** NULL read back where the type has no null. */
export const orNaN = (value: number | null): number => value ?? Number.NaN;
