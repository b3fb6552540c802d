import { candleFault, type CandleColumns } from '../domain/candle.ts';
import { candleAt } from '../domain/candle-merge.ts';
import type { EpochMs } from '../domain/time.ts';

/** A row of a stored file that breaks a rule. */
export interface RowFault {
  /** Index of the row. */
  readonly row: number;
  readonly ts: EpochMs;
  readonly kind: 'duplicate' | 'out_of_order' | 'wrong_month' | 'bad';
  /** What is wrong, for a person. */
  readonly text: string;
}

/**
 * Every row of one month file that must not be there: it repeats the time of an earlier row, is bad by the rule of
 * `candleFault`, belongs to another month, or comes after a later one. One fault a row, the first that applies.
 * @param columns rows as they lie in the file
 * @param month the file's month: `2024-03`
 */
export function rowFaults(columns: CandleColumns, month: string, barMs: number): readonly RowFault[] {
  const [year, number] = month.split('-').map(Number);
  const [from, to] = [Date.UTC(year, number - 1), Date.UTC(year, number)];
  const faults: RowFault[] = [];
  const seen = new Set<EpochMs>();
  let latest = -Infinity;
  columns.ts.forEach((ts, i) => {
    const bad = candleFault(candleAt(columns, i), barMs);
    const found = (kind: RowFault['kind'], text: string): number => faults.push({ row: i, ts, kind, text });
    if (seen.has(ts)) found('duplicate', 'its time stands there twice');
    else if (bad !== null) found('bad', bad);
    else if (!(ts >= from && ts < to)) found('wrong_month', `it is not of ${month}`);
    else if (ts < latest) found('out_of_order', 'it comes after a later bar');
    // A time that cannot be right says nothing about the order of the others.
    if (bad === null && ts >= from && ts < to) latest = Math.max(latest, ts);
    seen.add(ts);
  });
  return faults;
}
