/** Milliseconds since 1970-01-01T00:00Z. */
export type EpochMs = number;

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A year is 365 days everywhere in this tool. */
export const YEAR_MS = 365 * 86_400_000;

/**
 * Length of a timeframe such as `1h`, `15m` or `1d` in milliseconds.
 * @throws RangeError when the text is not a whole number of minutes, hours or days
 */
export function timeframeMs(timeframe: string): number {
  const match = /^([1-9]\d{0,3})([mhd])$/.exec(timeframe);
  const unit = match?.[2] === undefined ? undefined : UNIT_MS[match[2]];
  if (match === null || unit === undefined) throw new RangeError(`not a timeframe: ${timeframe}`);
  return Number(match[1]) * unit;
}

/**
 * Open time of the newest closed bar: the last grid time `ts` with `ts + barMs + graceMs ≤ now`.
 * Bars are judged by time, never by their position in an answer: some venues send the forming bar, some do not.
 */
export function newestClosedBar(now: EpochMs, barMs: number, graceMs: number): EpochMs {
  return Math.floor((now - graceMs) / barMs) * barMs - barMs;
}

/** When a bar counts as closed and can be decided on. */
export const decidableAt = (bar: EpochMs, barMs: number, graceMs: number): EpochMs => bar + barMs + graceMs;

/** A time cut to its minute: venues write funding stamps some milliseconds late. */
export const minuteOf = (ts: EpochMs): EpochMs => Math.floor(ts / 60_000) * 60_000;

/** ISO 8601 in UTC, seconds kept, zero milliseconds dropped: `2024-03-01T07:00:00Z`. */
export function isoUtc(ts: EpochMs): string {
  return new Date(ts).toISOString().replace('.000Z', 'Z');
}

/** ISO 8601 in UTC to the minute, for people: `2024-03-01T07:00Z`. */
export function isoMinute(ts: EpochMs): string {
  return `${new Date(ts).toISOString().slice(0, 16)}Z`;
}

/** UTC month of a time, as used in file names: `2024-03`. */
export function utcMonth(ts: EpochMs): string {
  return new Date(ts).toISOString().slice(0, 7);
}
