import { describe, expect, test } from 'vitest';
import { candleFault } from '../../../src/core/domain/candle.ts';
import { simulatedBars } from '../../../src/core/simulation/simulated-bars.ts';
import { simulatedPair } from '../../../src/core/simulation/simulated-pair.ts';
import { naiveOls, naiveStd } from '../../support/naive-windows.ts';

const HOUR = 3_600_000;

describe('the simulated pair', () => {
  test('has the hedge ratio and the half-life it was asked for', () => {
    const bars = 100_000;
    const { x, y } = simulatedPair(bars, { seed: 5, beta: 1.4, halfLifeBars: 12 });
    expect(naiveOls(x, y, bars - 1, bars).beta).toBeCloseTo(1.4, 2);
    const deviation = y.map((value, i) => value - 1.4 * x[i]);
    const phi = naiveOls(deviation.subarray(0, -1), deviation.subarray(1), bars - 2, bars - 1).beta;
    expect(Math.log(0.5) / Math.log(phi)).toBeGreaterThan(11);
    expect(Math.log(0.5) / Math.log(phi)).toBeLessThan(13);
  });

  test('with an endless half-life does not revert', () => {
    const { x, y } = simulatedPair(20_000, { seed: 5, beta: 1, halfLifeBars: Infinity });
    const steps = y.map((value, i) => (i === 0 ? 0 : value - x[i] - (y[i - 1] - x[i - 1])));
    expect(naiveStd(steps)).toBeCloseTo(0.004, 3);
    expect(naiveStd(y.map((value, i) => value - x[i]))).toBeGreaterThan(0.05);
  });

  test('is wilder in a burst, on both legs', () => {
    const burst = { period: 1000, from: 200, to: 300, factor: 8 };
    const { x } = simulatedPair(1000, { burst });
    const steps = x.map((value, i) => (i === 0 ? 0 : value - x[i - 1]));
    expect(naiveStd(steps.subarray(200, 300)) / naiveStd(steps.subarray(300))).toBeGreaterThan(5);
  });

  test('asked for more bars, only becomes longer', () => {
    const short = simulatedPair(300, { seed: 9 });
    const long = simulatedPair(500, { seed: 9 });
    expect([...long.x.subarray(0, 300)]).toEqual([...short.x]);
    expect([...long.y.subarray(0, 300)]).toEqual([...short.y]);
  });
});

describe('simulated bars', () => {
  const { x } = simulatedPair(2000, { seed: 3 });
  const bars = simulatedBars(x, { seed: 4, firstTs: 0, barMs: HOUR, price: 100, volumeUsd: 1e6, tickSize: 0.01 });

  test('are sound candles on the grid, each opening at the close before, on whole ticks', () => {
    bars.forEach((bar, i) => {
      expect(candleFault(bar, HOUR)).toBeNull();
      expect(bar.ts).toBe(i * HOUR);
      if (i > 0) expect(bar.open).toBe(bars[i - 1].close);
      for (const price of [bar.open, bar.high, bar.low, bar.close]) {
        expect(Math.round(price * 100) / 100).toBe(price);
      }
      expect(Math.abs(bar.close - 100 * Math.exp(x[i]))).toBeLessThanOrEqual(0.005 + 1e-9);
    });
  });

  test('trade about the volume asked for', () => {
    const mean = bars.reduce((sum, bar) => sum + bar.close * bar.volume, 0) / bars.length;
    expect(mean / 1e6).toBeGreaterThan(0.9);
    expect(mean / 1e6).toBeLessThan(1.2);
  });
});
