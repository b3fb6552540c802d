const DAY_MS = 86_400_000;

/** P&L of each UTC day that has a bar, as a fraction of the starting account (sizes do not compound). */
export interface DailyPnl {
  /** Start of each day, epoch ms. */
  readonly days: Float64Array;
  readonly pnl: Float64Array;
  /** Account at the last close of each day, USD. */
  readonly equity: Float64Array;
}

/**
 * Daily P&L from an equity curve. A bar belongs to the day it opens on; the first day starts from `accountUsd`.
 * @param ts open times of the bars, ascending
 * @param equity account at each close, as long as ts
 */
export function dailyPnl(ts: Float64Array, equity: Float64Array, accountUsd: number): DailyPnl {
  const ends = dayEnds(ts);
  const days = new Float64Array(ends.length);
  const pnl = new Float64Array(ends.length);
  const closes = new Float64Array(ends.length);
  let before = accountUsd;
  for (let d = 0; d < ends.length; d++) {
    const close = equity[ends[d]];
    days[d] = Math.floor(ts[ends[d]] / DAY_MS) * DAY_MS;
    closes[d] = close;
    pnl[d] = (close - before) / accountUsd;
    before = close;
  }
  return { days, pnl, equity: closes };
}

/** Account at each day's close → P&L of each day as a fraction of the starting account, in place, as `dailyPnl` does it. */
export function equityToPnl(daily: Float64Array, accountUsd: number): void {
  let before = accountUsd;
  for (let d = 0; d < daily.length; d++) {
    const close = daily[d];
    daily[d] = (close - before) / accountUsd;
    before = close;
  }
}

/** Index of each UTC day's last bar. */
export function dayEnds(ts: Float64Array): Int32Array {
  const ends = new Int32Array(ts.length);
  let count = 0;
  let day = NaN;
  for (let i = 0; i < ts.length; i++) {
    const today = Math.floor(ts[i] / DAY_MS);
    if (today !== day) count++;
    day = today;
    ends[count - 1] = i;
  }
  return ends.slice(0, count);
}
