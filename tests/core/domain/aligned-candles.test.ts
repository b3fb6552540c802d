import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignCandles, barIndex, firstIndexAt } from '../../../src/core/domain/aligned-candles.ts';
import type { CandleColumns } from '../../../src/core/domain/candle.ts';
import { candleAt, candleColumns } from '../../../src/core/domain/candle-merge.ts';

const HOUR = 3_600_000;

/** Bars at these hours; every price and volume tells its hour and leg. */
const leg = (hours: readonly number[], price: number): CandleColumns =>
  candleColumns(
    hours.map((hour) => ({
      ts: hour * HOUR,
      open: price + hour,
      high: price + hour + 0.5,
      low: price + hour - 0.5,
      close: price + hour + 0.25,
      volume: hour,
    })),
  );

const align = (x: readonly number[], y: readonly number[]) => alignCandles(leg(x, 1000), leg(y, 100), HOUR);
const hours = (frame: { readonly ts: Float64Array }): number[] => Array.from(frame.ts, (ts) => ts / HOUR);

describe('two legs on one grid', () => {
  test('run from the later first bar to the earlier last bar', () => {
    expect(hours(align([3, 4, 5, 6, 7], [5, 6, 7, 8]))).toEqual([5, 6, 7]);
    expect(hours(align([5, 6, 7, 8], [3, 4, 5, 6, 7]))).toEqual([5, 6, 7]);
  });

  test('an hour missing on both legs repeats the last close with volume 0 and is flagged', () => {
    const frame = align([1, 2, 5], [1, 2, 5]);
    expect(hours(frame)).toEqual([1, 2, 3, 4, 5]);
    expect([...frame.filled]).toEqual([0, 0, 1, 1, 0]);
    for (const hour of [3, 4]) {
      const held = { ts: hour * HOUR, volume: 0 };
      expect(candleAt(frame.x, hour - 1)).toEqual({
        ...held,
        open: 1002.25,
        high: 1002.25,
        low: 1002.25,
        close: 1002.25,
      });
      expect(candleAt(frame.y, hour - 1)).toEqual({ ...held, open: 102.25, high: 102.25, low: 102.25, close: 102.25 });
    }
    expect(frame.gaps).toEqual([]);
  });

  test('an hour missing on one leg is dropped and listed', () => {
    const frame = align([1, 2, 4, 5], [1, 3, 4, 5]);
    expect(hours(frame)).toEqual([1, 4, 5]);
    expect([...frame.filled]).toEqual([0, 0, 0]);
    expect(frame.gaps).toEqual([
      { ts: 2 * HOUR, missing: 'y' },
      { ts: 3 * HOUR, missing: 'x' },
    ]);
    expect(frame.x.ts).toBe(frame.ts);
    expect(frame.y.close).toHaveLength(3);
  });

  test('hours before the first common bar are not filled: there is no close to repeat', () => {
    const frame = align([1, 4, 5], [2, 4, 5]);
    expect(hours(frame)).toEqual([4, 5]);
    expect([...frame.filled]).toEqual([0, 0]);
  });

  test('a frame without a common bar is empty', () => {
    for (const [x, y] of [
      [[], []],
      [[1, 2], []],
      [
        [1, 2],
        [5, 6],
      ],
      [
        [1, 3],
        [2, 4],
      ],
    ]) {
      expect(hours(align(x, y))).toEqual([]);
      expect(align(x, y).filled).toHaveLength(0);
    }
  });

  test('every common hour is there as it was, every other is filled or a gap, and a real bar ends the frame', () => {
    const someHours = fc
      .uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 60 })
      .map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(someHours, someHours, (x, y) => {
        const frame = align(x, y);
        const common = x.filter((hour) => y.includes(hour));
        const real = hours(frame).filter((_, i) => frame.filled[i] === 0);
        expect(real).toEqual(common);
        hours(frame).forEach((hour, i) => {
          if (i > 0) expect(frame.ts[i]).toBeGreaterThan(frame.ts[i - 1]);
          if (frame.filled[i] === 1) {
            expect(x.includes(hour) || y.includes(hour)).toBe(false);
            expect(frame.x.close[i]).toBe(frame.x.close[i - 1]);
          } else {
            expect(candleAt(frame.x, i)).toEqual(candleAt(leg([hour], 1000), 0));
            expect(candleAt(frame.y, i)).toEqual(candleAt(leg([hour], 100), 0));
          }
        });
        const from = Math.max(x[0] ?? Infinity, y[0] ?? Infinity);
        const to = Math.min(x.at(-1) ?? -Infinity, y.at(-1) ?? -Infinity);
        const oneSided = [...new Set([...x, ...y])].filter(
          (hour) => hour >= from && hour <= to && !common.includes(hour),
        );
        expect(frame.gaps.map(({ ts }) => ts / HOUR)).toEqual(oneSided.sort((a, b) => a - b));
      }),
      { numRuns: 500 },
    );
  });
});

describe('finding a bar', () => {
  const frame = align([1, 2, 4, 5], [1, 3, 4, 5]);

  test('by its open time, or not at all', () => {
    expect(barIndex(frame, 4 * HOUR)).toBe(1);
    expect(barIndex(frame, 2 * HOUR)).toBe(-1);
    expect(barIndex(frame, 9 * HOUR)).toBe(-1);
  });

  test('the first at or after a time', () => {
    expect([0, 1, 2, 4, 5, 6].map((hour) => firstIndexAt(frame.ts, hour * HOUR))).toEqual([0, 0, 1, 1, 2, 3]);
  });
});
