import type { EpochMs } from '../../core/domain/time.ts';
import type { SetClock } from '../../ports/clock.ts';
import { systemClock } from './system-clock.ts';

/** A clock that stands where it was set; durations and waits stay real. */
export function setClock(start: EpochMs): SetClock {
  let now = start;
  return {
    ...systemClock,
    now: () => now,
    set: (time) => {
      now = time;
    },
  };
}
