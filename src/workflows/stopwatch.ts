import type { Clock } from '../ports/clock.ts';

/** Milliseconds of each stage of a run. */
export interface Stopwatch {
  /** Ends the stage that ran since the last lap. */
  lap(stage: string): void;
  laps(): Readonly<Record<string, number>>;
  totalMs(): number;
}

export function stopwatch(clock: Clock): Stopwatch {
  const start = clock.elapsedMs();
  const laps: Record<string, number> = {};
  let last = start;
  return {
    lap(stage) {
      const at = clock.elapsedMs();
      laps[`${stage}_ms`] = Math.round(at - last);
      last = at;
    },
    laps: () => laps,
    totalMs: () => Math.round(clock.elapsedMs() - start),
  };
}
