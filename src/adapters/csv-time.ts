import type { EpochMs } from '../core/domain/time.ts';

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))? ?(Z|UTC|[+-]\d{2}:?\d{2})?$/;
/** `2019-10-18 05-PM`, as older CryptoDataDownload files write the hour. */
const TWELVE_HOUR = /^(\d{4}-\d{2}-\d{2}) (\d{2})-(AM|PM)$/;

/** Where a number stops being seconds, milliseconds, microseconds: each span covers 1973 to 5138. */
const UNITS: readonly (readonly [below: number, perMs: number])[] = [
  [1e11, 1e-3],
  [1e14, 1],
  [1e17, 1e3],
  [1e20, 1e6],
];

/**
 * A cell as a time: epoch seconds, milliseconds, microseconds or nanoseconds, told apart by size, or an ISO date, UTC
 * unless it says otherwise. NaN when it is neither, or before 2001.
 */
export function csvTime(cell: string): EpochMs {
  if (/^\d{9,20}(?:\.\d+)?$/.test(cell)) {
    const value = Number(cell);
    const perMs = value < 1e9 ? undefined : UNITS.find(([below]) => value < below)?.[1];
    return perMs === undefined ? NaN : Math.floor(value / perMs);
  }
  const iso = ISO.exec(cell);
  if (iso !== null) {
    const [, day, time = '00:00', zone = 'Z'] = iso;
    return dayTime(day) === null ? NaN : Date.parse(`${day}T${time}${zone === 'UTC' ? 'Z' : zone}`);
  }
  const twelve = TWELVE_HOUR.exec(cell);
  if (twelve === null) return NaN;
  const [, day, hour, half] = twelve;
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  const start = dayTime(day);
  return start === null || Number(hour) > 12 ? NaN : start + hours * 3_600_000;
}

/** Midnight of a date, or null when there is no such date (`2023-02-30`). */
function dayTime(day: string): EpochMs | null {
  const ts = Date.parse(`${day}T00:00Z`);
  return Number.isFinite(ts) && new Date(ts).toISOString().startsWith(day) ? ts : null;
}
