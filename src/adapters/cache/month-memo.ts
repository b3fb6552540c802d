import type { MonthTable } from './parquet-month.ts';

/** Bars kept decoded, over all files: about 64 months of hours, 5 MB. */
const MAX_ROWS = 50_000;

/** A file as it was read, and what it held. Neither is ever altered. */
export interface DecodedMonth {
  readonly bytes: Buffer;
  readonly table: MonthTable;
}

/** The months decoded last, so that thousands of cycles in one process do not decode the same file again. */
export interface MonthMemo {
  /** What exactly these bytes of this path decode to, or null when they are not known. Never stale: bytes are compared. */
  recall(path: string, bytes: Buffer): MonthTable | null;
  remember(path: string, month: DecodedMonth): void;
}

/** A memo that forgets the month not used for longest. */
export function monthMemo(maxRows = MAX_ROWS): MonthMemo {
  const months = new Map<string, DecodedMonth>();
  let rows = 0;
  const forget = (path: string): void => {
    rows -= months.get(path)?.table.ts.length ?? 0;
    months.delete(path);
  };
  const remember = (path: string, month: DecodedMonth): void => {
    forget(path);
    months.set(path, month);
    rows += month.table.ts.length;
    for (const oldest of months.keys()) {
      if (rows <= maxRows || oldest === path) break;
      forget(oldest);
    }
  };
  const recall = (path: string, bytes: Buffer): MonthTable | null => {
    const known = months.get(path);
    if (known?.bytes.equals(bytes) !== true) return null;
    remember(path, known);
    return known.table;
  };
  return { recall, remember };
}
