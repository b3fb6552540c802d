import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestDue, digestId } from '../../../src/core/notices/digest-due.ts';
import { isoMinute } from '../../../src/core/domain/time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SEVEN = 7 * 60;

const dueAt = (now: string, minute: number, barMs = HOUR): string | null => {
  const due = digestDue(Date.parse(now), minute, barMs);
  return due === null ? null : isoMinute(due);
};

describe('a digest', () => {
  it.each([
    ['2024-03-01T06:59:59Z', null],
    ['2024-03-01T07:00:00Z', '2024-03-01T07:00Z'],
    ['2024-03-01T07:01:00Z', '2024-03-01T07:00Z'],
    ['2024-03-01T23:59:59Z', '2024-03-01T07:00Z'],
    ['2024-03-02T00:01:00Z', null],
  ])('of 07:00 that may go out at %s was due at %s', (now, due) => {
    expect(dueAt(now, SEVEN)).toBe(due);
  });

  it('late in the evening, after the last run of the day, comes with the first run of the next day', () => {
    expect(dueAt('2024-03-01T23:01:00Z', 23 * 60 + 30)).toBeNull();
    expect(dueAt('2024-03-02T00:01:00Z', 23 * 60 + 30)).toBe('2024-03-01T23:30Z');
  });

  it('is due every day where a run comes but once a day', () => {
    expect(dueAt('2024-03-02T00:01:00Z', SEVEN, DAY)).toBe('2024-03-01T07:00Z');
  });

  it('goes out once a day with hourly runs, whatever the minute of digest and runs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 59 }), (minute, past) => {
        const sent: number[] = [];
        const start = Date.UTC(2024, 1, 27);
        for (let now = start + past * MINUTE; now < start + 10 * DAY; now += HOUR) {
          const due = digestDue(now, minute, HOUR);
          if (due === null || sent.includes(due)) continue;
          expect(now - due).toBeGreaterThanOrEqual(0);
          sent.push(due);
        }
        // At the edges of the ten days one may be missing or be left from the day before.
        expect(sent.length).toBeGreaterThanOrEqual(9);
        expect(sent.length).toBeLessThanOrEqual(11);
        sent.slice(1).forEach((due, i) => {
          expect(due - sent[i]).toBe(DAY);
        });
      }),
    );
  });

  it('is named by the day on which it was due', () => {
    expect(digestId(Date.UTC(2024, 2, 1, 23, 30))).toBe('digest 2024-03-01');
  });
});
