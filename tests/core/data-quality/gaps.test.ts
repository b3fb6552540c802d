import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapRuns } from '../../../src/core/data-quality/gaps.ts';
import { HOUR, START } from './planted-series.ts';

const times = (hours: readonly number[]): Float64Array => Float64Array.from(hours, (hour) => START + hour * HOUR);
const at = (hour: number): number => START + hour * HOUR;

describe('gaps', () => {
  it('are runs of missing bars between two that are there', () => {
    expect(gapRuns(times([3, 4, 6, 7, 11]), HOUR, new Set())).toEqual([
      { from: at(5), to: at(6), bars: 1, confirmed: 0 },
      { from: at(8), to: at(11), bars: 3, confirmed: 0 },
    ]);
    expect(gapRuns(times([]), HOUR, new Set())).toEqual([]);
    expect(gapRuns(times([1]), HOUR, new Set())).toEqual([]);
  });

  it('say how many of their bars the venue is known not to have', () => {
    const [gap] = gapRuns(times([0, 4]), HOUR, new Set([at(1), at(3), at(9)]));
    expect(gap).toEqual({ from: at(1), to: at(4), bars: 3, confirmed: 2 });
  });

  it('together with the bars there fill the span, whatever is missing', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(400), { minLength: 2, maxLength: 80 }), (hours) => {
        const ts = times(hours.sort((a, b) => a - b));
        const runs = gapRuns(ts, HOUR, new Set());
        const missing = runs.reduce((sum, { bars }) => sum + bars, 0);
        expect(missing + ts.length).toBe((ts[ts.length - 1] - ts[0]) / HOUR + 1);
        for (const { from, to } of runs) {
          expect(ts.includes(from - HOUR) && ts.includes(to)).toBe(true);
          expect(ts.some((time) => time >= from && time < to)).toBe(false);
        }
      }),
    );
  });
});
