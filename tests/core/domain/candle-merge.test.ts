import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../src/core/domain/candle.ts';
import {
  candleColumns,
  candleRows,
  joinColumns,
  mergeCandles,
  sliceColumns,
} from '../../../src/core/domain/candle-merge.ts';

const HOUR = 3_600_000;
const bar = (hour: number, close: number): Candle => ({
  ts: hour * HOUR,
  open: close,
  high: close,
  low: close,
  close,
  volume: 1,
});
/** Ascending bars of some hours; equal hours have equal values. */
const agreeing = fc
  .uniqueArray(fc.nat(60))
  .map((hours) => hours.sort((a, b) => a - b).map((hour) => bar(hour, 100 + hour)));
/** Ascending bars whose values may contradict others'. */
const anyBars = fc
  .uniqueArray(fc.tuple(fc.nat(60), fc.integer({ min: 1, max: 3 })), { selector: ([hour]) => hour })
  .map((list) => list.sort(([a], [b]) => a - b).map(([hour, close]) => bar(hour, close)));

describe('Merging fresh bars into cached ones', () => {
  it('loses no bar, adds none, and lets the fresh values win', () => {
    fc.assert(
      fc.property(anyBars, anyBars, (cached, fresh) => {
        const byTime = new Map([...cached, ...fresh].map((candle) => [candle.ts, candle]));
        const expected = [...byTime.values()].sort((a, b) => a.ts - b.ts);
        const merge = mergeCandles(candleColumns(cached), fresh);
        expect(candleRows(merge.columns)).toEqual(expected);
        expect(merge.added).toBe(byTime.size - cached.length);
        expect(merge.added + merge.unchanged + merge.changed.length).toBe(fresh.length);
        for (const { before, after } of merge.changed) {
          expect(cached).toContainEqual(before);
          expect(fresh).toContainEqual(after);
          expect(before).not.toEqual(after);
        }
      }),
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyBars, anyBars, (cached, fresh) => {
        const once = mergeCandles(candleColumns(cached), fresh).columns;
        const twice = mergeCandles(once, fresh);
        expect(twice).toEqual({ columns: once, added: 0, unchanged: fresh.length, changed: [] });
      }),
    );
  });

  it('does not depend on the order in which agreeing pieces arrive', () => {
    fc.assert(
      fc.property(agreeing, agreeing, agreeing, (a, b, c) => {
        const merged = (...pieces: Candle[][]) =>
          pieces.reduce((known, piece) => mergeCandles(known, piece).columns, candleColumns([]));
        expect(merged(a, b, c)).toEqual(merged(c, a, b));
        expect(merged(a, b, c)).toEqual(merged(b, c, a));
      }),
    );
  });

  it('alters neither input', () => {
    const cached = candleColumns([bar(1, 5), bar(2, 6)]);
    const { columns } = mergeCandles(cached, [bar(2, 7), bar(3, 8)]);
    columns.close.fill(0);
    expect(Array.from(cached.close)).toEqual([5, 6]);
  });

  it('refuses fresh bars that do not ascend', () => {
    expect(() => mergeCandles(candleColumns([]), [bar(2, 1), bar(2, 1)])).toThrow(RangeError);
  });
});

describe('Columns', () => {
  it('are cut and joined without loss', () => {
    fc.assert(
      fc.property(agreeing, fc.nat(60), (candles, cut) => {
        const columns = candleColumns(candles);
        expect(joinColumns([sliceColumns(columns, 0, cut), sliceColumns(columns, cut)])).toEqual(columns);
      }),
    );
  });
});
