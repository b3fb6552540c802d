import type { DailyPnl } from '../backtest/metrics/daily-pnl.ts';

/** P&L of one calendar year: twelve months, NaN where no day was traded, and their sum. USD. */
export interface YearPnl {
  readonly year: number;
  readonly months: readonly number[];
  readonly total: number;
}

/** Daily P&L summed over UTC months; from the first year to the last one, without holes. */
export function monthlyPnl({ days, pnl }: DailyPnl, accountUsd: number): YearPnl[] {
  const years: { year: number; months: number[]; total: number }[] = [];
  for (let d = 0; d < days.length; d++) {
    const date = new Date(days[d]);
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth();
    const last = years.at(-1)?.year ?? year - 1;
    for (let missing = last + 1; missing <= year; missing++) {
      years.push({ year: missing, months: new Array<number>(12).fill(NaN), total: 0 });
    }
    const row = years[years.length - 1];
    const usd = pnl[d] * accountUsd;
    const before = row.months[month];
    row.months[month] = (Number.isNaN(before) ? 0 : before) + usd;
    row.total += usd;
  }
  return years;
}
