import type { Clock } from '../../src/ports/clock.ts';
import type { EpochMs } from '../../src/core/domain/time.ts';

export interface VirtualClock extends Clock {
  /** Lets time pass. */
  advance(ms: number): void;
  /** The waits asked for, in milliseconds. */
  readonly sleeps: readonly number[];
}

/** A clock that stands still until somebody sleeps on it; sleeping takes no real time. */
export function virtualClock(start: EpochMs = Date.UTC(2024, 2, 1, 8, 0, 10)): VirtualClock {
  let elapsed = 0;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => start + elapsed,
    elapsedMs: () => elapsed,
    sleep: (ms) => {
      sleeps.push(ms);
      elapsed += ms;
      return Promise.resolve();
    },
    advance: (ms) => {
      elapsed += ms;
    },
  };
}
