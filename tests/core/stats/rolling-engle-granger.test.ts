import { describe, expect, it } from 'vitest';
import { engleGranger } from '../../../src/core/stats/engle-granger.ts';
import { randomSource, standardNormal } from '../../../src/core/stats/random.ts';
import { rollingEngleGranger } from '../../../src/core/stats/rolling-engle-granger.ts';

const HOUR = 3_600_000;
const BARS = 400;

/** A hedge leg that wanders, and a y that follows it with an error of this persistence and size. */
function legs(seed: number, phi: number, noise = 0.01) {
  const uniform = randomSource(seed);
  const x = new Float64Array(BARS);
  const y = new Float64Array(BARS);
  let [level, error] = [11, 0];
  for (let t = 0; t < BARS; t++) {
    level += 0.006 * standardNormal(uniform);
    error = phi * error + noise * standardNormal(uniform);
    x[t] = level;
    y[t] = -6 + 1.3 * level + error;
  }
  return { x, y };
}

/** Hours from some time on, some of them left out. */
const grid = (first: number, missing: readonly number[] = []) => ({
  ts: Float64Array.from(
    Array.from({ length: BARS + missing.length }, (_, hour) => hour).filter((hour) => !missing.includes(hour)),
    (hour) => first + hour * HOUR,
  ),
  barMs: HOUR,
});

describe('the rolling Engle–Granger test', () => {
  it.each([
    ['a pair that reverts', legs(1, 0.7), 60],
    ['a slow pair', legs(2, 0.98), 90],
    ['a random walk', legs(3, 1), 120],
    ['an odd, small window', legs(4, 0.9), 7],
    ['the smallest window', legs(5, 0.5), 6],
    ['a spread a thousandth as wild as its legs', legs(6, 0.9, 1e-5), 80],
  ])('gives what the test of each window by itself gives: %s', (_, { x, y }, window) => {
    for (const first of [0, 17, 55]) {
      const p = rollingEngleGranger(x, y, grid(first * HOUR, [100, 101, 250]), window);
      for (let i = 0; i < BARS; i++) {
        const from = i - window + 1;
        if (from < 0) {
          expect(p[i]).toBeNaN();
          continue;
        }
        const { pValue } = engleGranger(y.slice(from, i + 1), x.slice(from, i + 1), { trend: 'c', lags: { fixed: 1 } });
        expect(Math.abs(p[i] - pValue), `bar ${i}`).toBeLessThan(1e-7);
      }
    }
  });

  it('is the same to the last bit from twice the window as from all bars', () => {
    const window = 50;
    const { x, y } = legs(7, 0.95);
    const { ts, barMs } = grid(13 * HOUR, [60, 61, 200]);
    const whole = rollingEngleGranger(x, y, { ts, barMs }, window);
    for (let i = 2 * window - 1; i < BARS; i++) {
      const from = i - 2 * window + 1;
      const cut = rollingEngleGranger(x.slice(from), y.slice(from), { ts: ts.slice(from), barMs }, window);
      expect(cut[i - from]).toBe(whole[i]);
    }
  });

  it('calls an exact multiple cointegrated, and knows nothing of a leg that stands still or lacks a bar', () => {
    const { x } = legs(8, 0.9);
    const multiple = rollingEngleGranger(
      x,
      Float64Array.from(x, (v) => 2 * v),
      grid(0),
      40,
    );
    expect(new Set(multiple.subarray(39))).toEqual(new Set([0]));
    const still = rollingEngleGranger(new Float64Array(BARS).fill(3), x, grid(0), 40);
    expect(still.every(Number.isNaN)).toBe(true);
    const { y } = legs(8, 0.9);
    y[200] = NaN;
    const holed = rollingEngleGranger(x, y, grid(0), 40);
    holed.forEach((value, i) => {
      expect(Number.isNaN(value)).toBe(i < 39 || (i >= 200 && i < 240));
    });
  });
});
