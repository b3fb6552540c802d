import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanSchedule } from '../../../src/core/deployment/schedule.ts';
import { timeframeMs } from '../../../src/core/domain/time.ts';

describe('the schedule of scans', () => {
  it.each([
    ['1h', '1 *', '*-*-* *:01:00 UTC'],
    ['4h', '1 *', '*-*-* *:01:00 UTC'],
    ['1d', '1 *', '*-*-* *:01:00 UTC'],
    ['15m', '1,16,31,46 *', '*-*-* *:01,16,31,46:00 UTC'],
    ['30m', '1,31 *', '*-*-* *:01,31:00 UTC'],
    ['90m', '1,31 *', '*-*-* *:01,31:00 UTC'],
    ['1m', '* *', '*-*-* *:*:00 UTC'],
    ['7m', '* *', '*-*-* *:*:00 UTC'],
  ])('for bars of %s is %s and %s', (timeframe, cron, onCalendar) => {
    expect(scanSchedule(timeframe)).toMatchObject({ cron, onCalendar });
  });

  it.each([
    [60, '1 *'],
    [-480, '1 *'],
    [330, '31 *'],
    [345, '46 *'],
    [-210, '31 *'],
  ])('shifts the minute of cron where local time is %d minutes ahead of UTC: %s', (offset, cron) => {
    expect(scanSchedule('1h', offset)).toMatchObject({ cron, onCalendar: '*-*-* *:01:00 UTC' });
  });

  it('starts a scan one minute after the end of every bar, whatever its length and the time zone', () => {
    const minutes = fc.oneof(fc.integer({ min: 1, max: 1440 }), fc.constantFrom(5, 10, 15, 20, 30, 45, 60, 120));
    fc.assert(
      fc.property(minutes, fc.integer({ min: 0, max: 5000 }), fc.integer({ min: -56, max: 56 }), (bar, k, quarters) => {
        const offset = quarters * 15;
        const schedule = scanSchedule(`${bar}m`, offset);
        const afterBar = (k * timeframeMs(`${bar}m`)) / 60_000 + 1;
        expect(schedule.minutes).toContain(afterBar % 60);
        const local = (((afterBar + offset) % 60) + 60) % 60;
        const [field] = schedule.cron.split(' ');
        expect(field === '*' || field.split(',').includes(String(local))).toBe(true);
      }),
    );
  });
});
