import { describe, expect, it } from 'vitest';
import { zeroVolumeRuns } from '../../../src/core/data-quality/zero-volume-runs.ts';
import type { Candle } from '../../../src/core/domain/candle.ts';
import { candleColumns } from '../../../src/core/domain/candle-merge.ts';
import { calmBars, HOUR, START } from './planted-series.ts';

const silent = (bars: readonly Candle[], from: number, to: number): Candle[] =>
  bars.map((bar, k) => (k >= from && k < to ? { ...bar, volume: 0 } : bar));
const runs = (bars: readonly Candle[], other: readonly Candle[] | null) =>
  zeroVolumeRuns(candleColumns(bars), other === null ? null : candleColumns(other), HOUR);
const BARS = calmBars(100);
const OTHER = calmBars(100, 2);

describe('stretches without a trade', () => {
  it('count from three bars on, also at the very end', () => {
    const bars = silent(silent(silent(BARS, 10, 12), 20, 23), 95, 100);
    expect(runs(bars, OTHER)).toEqual([
      { from: START + 20 * HOUR, to: START + 23 * HOUR, bars: 3, isOneSided: true },
      { from: START + 95 * HOUR, to: START + 100 * HOUR, bars: 5, isOneSided: true },
    ]);
    expect(runs(BARS, OTHER)).toEqual([]);
    expect(runs([], OTHER)).toEqual([]);
  });

  it('are no matter of one leg when the other one was not traded either, or is not known', () => {
    expect(runs(silent(BARS, 20, 30), silent(OTHER, 20, 30))).toMatchObject([{ bars: 10, isOneSided: false }]);
    expect(runs(silent(BARS, 20, 30), silent(OTHER, 20, 29))).toMatchObject([{ isOneSided: true }]);
    expect(runs(silent(BARS, 20, 30), null)).toMatchObject([{ isOneSided: false }]);
  });
});
