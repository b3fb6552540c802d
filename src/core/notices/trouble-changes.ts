import type { Trouble } from '../domain/notice.ts';
import type { EpochMs } from '../domain/time.ts';

/** What a run saw of one thing that can fail. What it did not see is not said. */
export interface Observation {
  readonly key: string;
  /** Why it fails, in one line; null when it works. */
  readonly fault: string | null;
}

export interface FoundChanges {
  readonly started: readonly Trouble[];
  /** As they were opened. */
  readonly ended: readonly Trouble[];
}

/** Which troubles begin and which are over, given those that were open. One that goes on with another reason is the same one. */
export function troubleChanges(open: readonly Trouble[], seen: readonly Observation[], at: EpochMs): FoundChanges {
  const isOpen = new Set(open.map(({ key }) => key));
  const works = new Set(seen.flatMap(({ key, fault }) => (fault === null ? key : [])));
  return {
    started: seen.flatMap(({ key, fault }) =>
      fault === null || isOpen.has(key) ? [] : { key, since: at, reason: fault },
    ),
    ended: open.filter(({ key }) => works.has(key)),
  };
}
