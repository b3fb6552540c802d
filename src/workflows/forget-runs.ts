import { AppError } from '../core/domain/app-error.ts';
import type { EpochMs } from '../core/domain/time.ts';
import type { ScanPorts } from './scan-options.ts';

const DAY_MS = 86_400_000;

/**
 * Lets go of what the retention no longer covers: rows of old runs that nothing refers to, and old summaries. Decisions,
 * tickets and trades stay for ever. Done by the first run of each UTC day and bounded, so that it costs a scan nothing to
 * speak of; what fails is told and done the next day.
 * @param now when this run began; it is recorded already
 * @param days how long a run is kept whole; null for ever
 */
export function forgetOldRuns(
  { store, log }: Pick<ScanPorts, 'store' | 'log'>,
  now: EpochMs,
  days: number | null,
): void {
  if (days === null) return;
  try {
    const previous = store.runs(2).at(1);
    if (previous === undefined || dayOf(previous.now) === dayOf(now)) return;
    const { removed, emptied } = store.forgetRuns(now - days * DAY_MS);
    if (removed + emptied > 0) log.info('old runs forgotten', { removed, emptied });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.warn(`old runs could not be removed: ${error.message}`);
  }
}

const dayOf = (ts: EpochMs): number => Math.floor(ts / DAY_MS);
