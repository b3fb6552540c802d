import type { Candle } from '../../../src/core/domain/candle.ts';
import { candleColumns } from '../../../src/core/domain/candle-merge.ts';
import type { StoredMonth } from '../../../src/core/data-quality/series-quality.ts';
import { utcMonth } from '../../../src/core/domain/time.ts';
import { randomSource } from '../../../src/core/stats/random.ts';

export const HOUR = 3_600_000;
export const START = Date.UTC(2024, 0, 1);

/** Hours of an unremarkable price: returns of about half a percent, uniform, the same for the same seed. */
export function calmBars(count: number, seed = 1, firstTs = START): Candle[] {
  const random = randomSource(seed);
  let close = 100;
  return Array.from({ length: count }, (_, k) => {
    const open = close;
    close = open * Math.exp((random() - 0.5) * 0.01);
    const [high, low] = [Math.max(open, close) * 1.001, Math.min(open, close) * 0.999];
    return { ts: firstTs + k * HOUR, open, high, low, close, volume: 10 + random() };
  });
}

/** The bars with one close set to a multiple of what it was; high and low make room for it. */
export function withClose(bars: readonly Candle[], k: number, factor: number): Candle[] {
  return bars.map((bar, i) => {
    if (i !== k) return bar;
    const close = bar.close * factor;
    return { ...bar, close, high: Math.max(bar.high, close), low: Math.min(bar.low, close) };
  });
}

/** From bar `k` on every price times the factor. */
export const shiftedFrom = (bars: readonly Candle[], k: number, factor: number): Candle[] =>
  bars.map((bar, i) =>
    i < k
      ? bar
      : {
          ...bar,
          open: bar.open * factor,
          high: bar.high * factor,
          low: bar.low * factor,
          close: bar.close * factor,
        },
  );

/** Rows as month files hold them, in the order given. */
export function months(rows: readonly Candle[]): StoredMonth[] {
  const names = [...new Set(rows.map(({ ts }) => utcMonth(ts)))];
  return names.map((month) => ({
    month,
    path: `/cache/${month}.parquet`,
    rows: candleColumns(rows.filter(({ ts }) => utcMonth(ts) === month)),
    damage: null,
  }));
}
