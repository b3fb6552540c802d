import { AppError } from '../core/domain/app-error.ts';
import { clockSkew, MAX_SKEW_MS, WARN_SKEW_MS } from './clock-skew.ts';
import type { ScanPorts } from './scan-options.ts';

/**
 * Compares our clock with the venue's. Every decision rests on which bars are closed, so a clock that is wrong by more than
 * 30 s decides nothing; more than 1 s is told.
 * @throws AppError `clock`
 */
export async function checkClock({ source, clock, log }: Pick<ScanPorts, 'source' | 'clock' | 'log'>): Promise<void> {
  const skew = await clockSkew(source, clock);
  if (skew === null) return;
  const facts = { skew_ms: skew.skewMs, venue_time: skew.venueTime, our_time: skew.ourTime };
  if (Math.abs(skew.skewMs) > MAX_SKEW_MS) {
    throw new AppError(
      'clock',
      `our clock (${skew.ourTime}) and that of ${source.venue} (${skew.venueTime}) differ by ${(skew.skewMs / 1000).toFixed(0)} s; ` +
        'nothing is decided: set the clock right (NTP), or use --offline with --now in the past',
      { facts },
    );
  }
  if (Math.abs(skew.skewMs) > WARN_SKEW_MS) log.warn('clock differs from the venue', facts);
}
