import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isoMinute, isoUtc, minuteOf, newestClosedBar, timeframeMs, utcMonth } from '../../../src/core/domain/time.ts';

const HOUR = 3_600_000;
const at = (iso: string): number => Date.parse(iso);

describe('the newest closed bar', () => {
  test.each([
    ['2024-03-01T08:00:09.999Z', '2024-03-01T06:00Z', 'its successor is closed, but the grace has not passed'],
    ['2024-03-01T08:00:10.000Z', '2024-03-01T07:00Z', 'the grace has just passed'],
    ['2024-03-01T08:59:59.999Z', '2024-03-01T07:00Z', 'the next bar is still forming'],
    ['2024-03-01T09:00:00.000Z', '2024-03-01T07:00Z', 'the next bar has closed this instant'],
    ['2024-03-01T00:00:10.000Z', '2024-02-29T23:00Z', 'across midnight and a leap day'],
  ])('at %s is %s: %s', (now, bar) => {
    expect(newestClosedBar(at(now), HOUR, 10_000)).toBe(at(bar));
  });

  test('without a grace a bar is closed at the instant it ends', () => {
    expect(newestClosedBar(at('2024-03-01T08:00Z'), HOUR, 0)).toBe(at('2024-03-01T07:00Z'));
    expect(newestClosedBar(at('2024-03-01T08:00Z') - 1, HOUR, 0)).toBe(at('2024-03-01T06:00Z'));
  });

  test('satisfies ts + bar + grace ≤ now, and the bar after it does not', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.constantFrom('1m', '5m', '1h', '4h', '1d'),
        fc.integer({ min: 0, max: 120_000 }),
        (now, timeframe, grace) => {
          const bar = timeframeMs(timeframe);
          const ts = newestClosedBar(now, bar, grace);
          expect(Math.abs(ts % bar)).toBe(0);
          expect(ts + bar + grace).toBeLessThanOrEqual(now);
          expect(ts + 2 * bar + grace).toBeGreaterThan(now);
        },
      ),
    );
  });
});

describe('times as text', () => {
  test('a timeframe is a whole number of minutes, hours or days', () => {
    expect(['1m', '15m', '1h', '4h', '1d'].map(timeframeMs)).toEqual([60_000, 900_000, HOUR, 4 * HOUR, 24 * HOUR]);
    for (const wrong of ['', '1', 'h', '0h', '1.5h', '1H', '1w', '1M', '-1h', ' 1h', '99999h']) {
      expect(() => timeframeMs(wrong)).toThrow(RangeError);
    }
  });

  test('are UTC, with milliseconds only where there are some', () => {
    expect(isoUtc(at('2024-03-01T07:00:00Z'))).toBe('2024-03-01T07:00:00Z');
    expect(isoUtc(at('2024-03-01T07:00:00.250Z'))).toBe('2024-03-01T07:00:00.250Z');
    expect(isoMinute(at('2024-03-01T07:00:59.999Z'))).toBe('2024-03-01T07:00Z');
    expect(utcMonth(at('2024-02-29T23:59:59Z'))).toBe('2024-02');
  });

  test('a stamp some milliseconds late belongs to its minute', () => {
    expect(minuteOf(at('2024-03-01T08:00:00.012Z'))).toBe(at('2024-03-01T08:00Z'));
    expect(minuteOf(at('2024-03-01T08:00:00Z'))).toBe(at('2024-03-01T08:00Z'));
  });
});
