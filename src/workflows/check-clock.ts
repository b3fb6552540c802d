import { AppError } from '../core/domain/app-error.ts';
import { isoUtc } from '../core/domain/time.ts';
import type { ScanPorts } from './scan-options.ts';

const WARN_SKEW_MS = 1000;
const MAX_SKEW_MS = 30_000;
const MAX_ROUND_TRIP_MS = 1000;

/**
 * Compares our clock with the venue's. Every decision rests on which bars are closed, so a clock that is wrong by more than
 * 30 s decides nothing; more than 1 s is told.
 * @throws AppError `clock`
 */
export async function checkClock({ source, clock, log }: Pick<ScanPorts, 'source' | 'clock' | 'log'>): Promise<void> {
  const before = clock.now();
  const serverTime = await source.serverTime();
  if (serverTime === null) return;
  // The answer was written somewhere between the two readings, and at the end of them when it took several tries.
  const after = clock.now();
  const earliest = Math.max(before, after - MAX_ROUND_TRIP_MS);
  const skewMs = serverTime < earliest ? serverTime - earliest : serverTime > after ? serverTime - after : 0;
  const facts = { skew_ms: skewMs, venue_time: isoUtc(serverTime), our_time: isoUtc(after) };
  if (Math.abs(skewMs) > MAX_SKEW_MS) {
    throw new AppError(
      'clock',
      `our clock (${facts.our_time}) and that of ${source.venue} (${facts.venue_time}) differ by ${(skewMs / 1000).toFixed(0)} s; ` +
        'nothing is decided: set the clock right (NTP), or use --offline with --now in the past',
      { facts },
    );
  }
  if (Math.abs(skewMs) > WARN_SKEW_MS) log.warn('clock differs from the venue', facts);
}
