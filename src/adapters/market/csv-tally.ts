import type { CandleFileReport, RejectedRow } from '../../ports/candle-file.ts';

/** Rejected rows that are listed one by one. */
const MAX_LISTED = 20;

/** Counts what becomes of the rows of one file. Of rows with one time, equal ones collapse and contradicting ones all go. */
export interface CsvTally<Row extends { readonly ts: number }> {
  /** @param kind what rejected rows are counted under; `detail` says more about this one */
  reject(line: number, kind: string, detail: string): void;
  keep(line: number, row: Row): void;
  /** The kept rows, ascending. */
  rows(): Row[];
  report(format: CandleFileReport['format']): CandleFileReport;
}

export function csvTally<Row extends { readonly ts: number }>(isSame: (a: Row, b: Row) => boolean): CsvTally<Row> {
  const kept = new Map<number, { readonly line: number; readonly row: Row }>();
  const contested = new Set<number>();
  const rejected: RejectedRow[] = [];
  const rejectedByReason: Record<string, number> = {};
  let rejections = 0;
  let duplicates = 0;
  const reject = (line: number, kind: string, detail: string): void => {
    rejections++;
    rejectedByReason[kind] = (rejectedByReason[kind] ?? 0) + 1;
    if (rejected.length < MAX_LISTED) rejected.push({ line, reason: `${kind}: ${detail}` });
  };
  const contradiction = (line: number, ts: number): void => {
    reject(line, 'contradicts another row', `other values for ${new Date(ts).toISOString()}`);
  };
  const keep = (line: number, row: Row): void => {
    const known = kept.get(row.ts);
    if (contested.has(row.ts)) {
      contradiction(line, row.ts);
    } else if (known === undefined) {
      kept.set(row.ts, { line, row });
    } else if (isSame(known.row, row)) {
      duplicates++;
    } else {
      contested.add(row.ts);
      kept.delete(row.ts);
      contradiction(known.line, row.ts);
      contradiction(line, row.ts);
    }
  };
  return {
    reject,
    keep,
    rows: () => Array.from(kept.values(), ({ row }) => row).sort((a, b) => a.ts - b.ts),
    report: (format) => ({
      format,
      rows: kept.size + duplicates + rejections,
      kept: kept.size,
      duplicates,
      rejected,
      rejectedByReason,
    }),
  };
}
