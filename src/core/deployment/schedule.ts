import { timeframeMs } from '../domain/time.ts';

/** When scans start: a minute after the end of every bar, and at least once an hour, which does no harm. */
export interface Schedule {
  /** Minutes past the hour, UTC, ascending. */
  readonly minutes: readonly number[];
  /** The first two fields of a crontab line, in the local time that cron goes by. */
  readonly cron: string;
  /** `OnCalendar` of a systemd timer, in UTC. */
  readonly onCalendar: string;
}

const HOUR_MINUTES = 60;

/**
 * The schedule for a timeframe. Bars end on multiples of their length, so scans start at every multiple of what it has in
 * common with an hour, plus one minute.
 * @param utcOffsetMinutes how far local time is ahead of UTC: where it is not whole hours, cron's minutes are shifted
 * @throws RangeError when the timeframe is none
 */
export function scanSchedule(timeframe: string, utcOffsetMinutes = 0): Schedule {
  const step = commonDivisor(timeframeMs(timeframe) / 60_000, HOUR_MINUTES);
  const minutes = Array.from({ length: HOUR_MINUTES / step }, (_, k) => (1 + k * step) % HOUR_MINUTES).sort(ascending);
  const local = minutes.map((minute) => (((minute + utcOffsetMinutes) % 60) + 60) % 60).sort(ascending);
  const list = (fields: readonly number[]): string => (step === 1 ? '*' : fields.join(','));
  const padded = step === 1 ? '*' : minutes.map((minute) => String(minute).padStart(2, '0')).join(',');
  return { minutes, cron: `${list(local)} *`, onCalendar: `*-*-* *:${padded}:00 UTC` };
}

const ascending = (a: number, b: number): number => a - b;

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));
