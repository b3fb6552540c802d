import type { EpochMs } from '../../domain/time.ts';
import { minuteText } from '../figure-text.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `23 Mar 12:00`, in UTC, with the whole time for machines and for who points at it. */
export function shortTime(ts: EpochMs): string {
  const iso = new Date(ts).toISOString();
  const text = `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1]} ${iso.slice(11, 16)}`;
  return `<time datetime="${iso}" title="${minuteText(ts)} UTC">${text}</time>`;
}

/** `12:00` or, with seconds, `12:00:10`, in UTC. */
export function clockTime(ts: EpochMs): string {
  const iso = new Date(ts).toISOString();
  return `<time datetime="${iso}" title="${minuteText(ts)} UTC">${ts % 60_000 === 0 ? iso.slice(11, 16) : iso.slice(11, 19)}</time>`;
}

/** A place that the browser fills with how long it is until then: `in 42 min`. Empty without a program. */
export const timeLeft = (ts: EpochMs): string => `<span class="left" data-left="${ts}"></span>`;

/** How long something took: `184 ms`, `2.4 s`. */
export const durationText = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
