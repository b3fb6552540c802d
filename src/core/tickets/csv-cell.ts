/** Spreadsheets take a cell that begins so for a formula; the wide forms too, in some languages. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A value as one cell of a CSV file (RFC 4180). A number is written as it is. A text that a spreadsheet would take for a
 * formula gets an apostrophe in front, which makes it text; one that holds a comma, a quote or a line break is quoted.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const inert = FORMULA_START.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** One line of a CSV file, without its end. */
export const csvLine = (cells: readonly (string | number)[]): string => cells.map(csvCell).join(',');
