import { isoUtc, type EpochMs } from '../core/domain/time.ts';
import type { CandleSource } from '../ports/candle-source.ts';
import type { Clock } from '../ports/clock.ts';

/** From here on a difference is told, and from here on nothing is decided. */
export const WARN_SKEW_MS = 1000;
export const MAX_SKEW_MS = 30_000;
const MAX_ROUND_TRIP_MS = 1000;

export interface ClockSkew {
  /** How far the venue's clock is ahead of ours. */
  readonly skewMs: number;
  readonly venueTime: string;
  readonly ourTime: string;
}

/** Compares our clock with the venue's. Null when the venue does not tell its time. */
export async function clockSkew(source: CandleSource, clock: Clock): Promise<ClockSkew | null> {
  const before = clock.now();
  const serverTime = await source.serverTime();
  if (serverTime === null) return null;
  // The answer was written somewhere between the two readings, and at the end of them when it took several tries.
  const after = clock.now();
  const earliest = Math.max(before, after - MAX_ROUND_TRIP_MS);
  return { skewMs: distance(serverTime, earliest, after), venueTime: isoUtc(serverTime), ourTime: isoUtc(after) };
}

/** How far a time lies outside a stretch: below 0 before it, above 0 after it. */
function distance(time: EpochMs, from: EpochMs, to: EpochMs): number {
  if (time < from) return time - from;
  return time > to ? time - to : 0;
}
