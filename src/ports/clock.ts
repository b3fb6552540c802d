import type { EpochMs } from '../core/domain/time.ts';

/** The only source of time. */
export interface Clock {
  now(): EpochMs;
  /** Milliseconds from an arbitrary start, for durations; never goes back. */
  elapsedMs(): number;
  sleep(ms: number): Promise<void>;
}

/** A clock that stands where it was set, for stepping through hours that are not now. */
export interface SetClock extends Clock {
  set(now: EpochMs): void;
}
