import type { EpochMs } from '../../core/domain/time.ts';
import { utcMonth } from '../../core/domain/time.ts';

/** A stretch of time: `from` inclusive, `to` exclusive. */
export interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Month names sort as text up to here. */
const LAST_MONTH = Date.UTC(9999, 11);

/** A UTC month such as `2024-03` as a stretch of time. */
export function monthStretch(month: string): Stretch {
  const [year, number] = month.split('-').map(Number);
  return { from: Date.UTC(year, number - 1), to: Date.UTC(year, number) };
}

/** The month of a time, also of ±Infinity. */
export function monthOf(ts: EpochMs): string {
  return utcMonth(Math.min(Math.max(ts, 0), LAST_MONTH));
}

/** What two stretches share, or null. */
export function overlap(a: Stretch, b: Stretch): Stretch | null {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : null;
}

/** Rows by UTC month, in the order given. */
export function byMonth<Row extends { readonly ts: EpochMs }>(rows: readonly Row[]): Map<string, Row[]> {
  const months = new Map<string, Row[]>();
  for (const row of rows) {
    const month = utcMonth(row.ts);
    const list = months.get(month);
    if (list === undefined) months.set(month, [row]);
    else list.push(row);
  }
  return months;
}
