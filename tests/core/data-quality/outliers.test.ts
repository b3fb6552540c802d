import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outliers } from '../../../src/core/data-quality/outliers.ts';
import { robustScale } from '../../../src/core/data-quality/robust-scale.ts';
import type { Candle } from '../../../src/core/domain/candle.ts';
import { candleColumns } from '../../../src/core/domain/candle-merge.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';
import { hasSharedData, loadSharedCandles } from '../../support/shared-data.ts';
import { calmBars, HOUR, shiftedFrom, START, withClose } from './planted-series.ts';

const OTHER = calmBars(500, 2);
const found = (bars: readonly Candle[], other: readonly Candle[] | null = OTHER) =>
  outliers(candleColumns(bars), other === null ? null : candleColumns(other), HOUR);

describe('the robust scale', () => {
  it('is the standard deviation of normal values', () => {
    const uniform = randomSource(7);
    const values = Float64Array.from({ length: 20_000 }, () => 3 + 0.5 * standardNormal(uniform));
    expect(robustScale(values)).toBeCloseTo(0.5, 1);
  });

  it('of 1, 1, 2, 2, 4, 6, 9 is 1.4826, and a tenth of wild values does not move it far', () => {
    expect(robustScale(Float64Array.of(1, 1, 2, 2, 4, 6, 9))).toBeCloseTo(1.4826, 10);
    const calm = Float64Array.from({ length: 100 }, (_, k) => k / 100);
    expect(robustScale(calm.map((value, k) => (k % 10 === 0 ? 1e9 : value)))).toBeLessThan(2 * robustScale(calm));
    expect(robustScale(new Float64Array())).toBeNaN();
  });
});

describe('outliers', () => {
  it('are none among calm bars, nor among bars that never move', () => {
    expect(found(calmBars(500))).toEqual([]);
    expect(found(calmBars(500).map((bar) => ({ ...bar, open: 5, high: 5, low: 5, close: 5 })))).toEqual([]);
    expect(found([])).toEqual([]);
    expect(found(calmBars(1))).toEqual([]);
  });

  it('are suspect when the next bar takes the move back and the other leg had no part in it', () => {
    const [spike, ...more] = found(withClose(calmBars(500), 200, 1.3));
    expect(more).toEqual([]);
    expect(spike).toMatchObject({ ts: START + 200 * HOUR, isSuspect: true });
    expect(spike.logReturn).toBeCloseTo(Math.log(1.3), 1);
    expect(spike.scales).toBeGreaterThan(12);
  });

  it('are suspect when the price doubles or halves on one leg alone, for good', () => {
    for (const factor of [2.1, 0.45]) {
      expect(found(shiftedFrom(calmBars(500), 300, factor))).toMatchObject([{ isSuspect: true }]);
    }
  });

  it('are the market when the price stays where it went', () => {
    expect(found(shiftedFrom(calmBars(500), 300, 1.25))).toMatchObject([{ ts: START + 300 * HOUR, isSuspect: false }]);
  });

  it('are the market when the other leg moved along', () => {
    const crash = (bars: Candle[]) => withClose(bars, 250, 0.8);
    expect(found(crash(calmBars(500)), crash(OTHER)).map(({ isSuspect }) => isSuspect)).toEqual([false, false]);
  });

  it('are suspect even without another leg to compare with', () => {
    expect(found(withClose(calmBars(500), 200, 0.7), null)).toMatchObject([{ isSuspect: true }]);
  });

  it('are measured by their own time: what stands out in a calm week does not in a wild one', () => {
    const calm = calmBars(500);
    const wild = calm.map((bar, k) => {
      const close = k >= 180 && k < 230 ? bar.close * (k % 2 === 0 ? 1.04 : 0.96) : bar.close;
      return { ...bar, close, high: Math.max(bar.high, close), low: Math.min(bar.low, close) };
    });
    expect(found(withClose(calm, 205, 1.12))).toHaveLength(1);
    expect(found(withClose(wild, 205, 1.12)).filter(({ ts }) => ts === START + 205 * HOUR)).toEqual([]);
  });

  it('are never seen across a gap: what happened in the missing hours is not known', () => {
    const bars = shiftedFrom(calmBars(500), 300, 1.5).filter((_, k) => k < 290 || k >= 300);
    expect(found(bars)).toEqual([]);
  });

  it('do not depend on the units of the price', () => {
    const bars = withClose(withClose(calmBars(400), 100, 1.2), 300, 0.8);
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (unit) => {
        const there = found(shiftedFrom(bars, 0, unit)).map(({ ts, isSuspect }) => [ts, isSuspect]);
        expect(there).toEqual(found(bars).map(({ ts, isSuspect }) => [ts, isSuspect]));
      }),
      { numRuns: 30 },
    );
  });

  it('are found wherever a spike of a tenth or more is planted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 497 }), fc.double({ min: 0.11, max: 3, noNaN: true }), (k, size) => {
        const [spike] = found(withClose(calmBars(500), k, 1 + size));
        expect(spike).toMatchObject({ ts: START + k * HOUR, isSuspect: true });
      }),
      { numRuns: 60 },
    );
  });

  it.runIf(hasSharedData)('of six and a half years of BTC and ETH are all the market (real candles of Binance)', () => {
    const [btc, eth] = ['BTC', 'ETH'].map((base) => loadSharedCandles(`candles/binance_${base}-USDT_1h.csv.gz`) ?? []);
    expect(found(btc, eth).length).toBeGreaterThan(10);
    expect([...found(btc, eth), ...found(eth, btc)].filter(({ isSuspect }) => isSuspect)).toEqual([]);
  });

  it.runIf(hasSharedData)('of LTC suspect the hour of a hoax and no other (real candles of Binance)', () => {
    const [btc, ltc] = ['BTC', 'LTC'].map((base) => loadSharedCandles(`candles/binance_${base}-USDT_1h.csv.gz`) ?? []);
    const suspects = found(ltc, btc).filter(({ isSuspect }) => isSuspect);
    expect(suspects.map(({ ts }) => ts)).toEqual([Date.UTC(2021, 8, 13, 13)]);
  });
});
