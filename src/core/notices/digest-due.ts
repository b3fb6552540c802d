import type { EpochMs } from '../domain/time.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * When the digest that may go out now was due, or null when none may. It is due once a UTC day, and goes out with the first run
 * of that day at or after its minute. Where no run falls between that minute and midnight, the next day's first one is in time
 * within two bars.
 * @param digestMinute of the UTC day
 */
export function digestDue(at: EpochMs, digestMinute: number, barMs: number): EpochMs | null {
  const offset = digestMinute * MINUTE_MS;
  const due = Math.floor((at - offset) / DAY_MS) * DAY_MS + offset;
  const isSameDay = Math.floor(due / DAY_MS) === Math.floor(at / DAY_MS);
  return isSameDay || at - due < 2 * barMs ? due : null;
}

/** The UTC date of a time: `2024-03-01`. */
export const utcDate = (ts: EpochMs): string => new Date(ts).toISOString().slice(0, 10);

/** A digest is named by the UTC day on which it was due. */
export const digestId = (due: EpochMs): string => `digest ${utcDate(due)}`;
