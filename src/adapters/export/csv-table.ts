import type { TableColumn } from '../../ports/table-writer.ts';

/** A table as CSV with a header; numbers are written so that they read back exactly. */
export function csvTable(columns: readonly TableColumn[]): Uint8Array {
  const cells = columns.map(cellWriter);
  const lines = [columns.map(({ name }) => textCell(name)).join(',')];
  const rows = columns[0]?.values.length ?? 0;
  for (let i = 0; i < rows; i++) lines.push(cells.map((cell) => cell(i)).join(','));
  return Buffer.from(`${lines.join('\n')}\n`, 'utf8');
}

function cellWriter(column: TableColumn): (row: number) => string {
  if (column.kind === 'text') return (row) => textCell(column.values[row]);
  const { values } = column;
  return (row) => (Number.isNaN(values[row]) ? '' : String(values[row]));
}

/** Quoted where needed. A leading = + - @ would make spreadsheets run the text as a formula: a ' before it stops them. */
function textCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
