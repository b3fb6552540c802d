import type { EpochMs } from '../core/domain/time.ts';

/** How the state database is. */
export interface StateCondition {
  readonly schema: number;
  /** The schema that this version brings it to. */
  readonly newestSchema: number;
  /** What is damaged, one line each. */
  readonly faults: readonly string[];
  /** Size of the journal of changes that are not yet written back. */
  readonly walBytes: number;
  readonly lastRun: { readonly at: EpochMs; readonly exitCode: number } | null;
}

export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  readonly since: EpochMs;
}

/** Looks at the state without changing it, whichever version wrote it and whatever its condition. */
export interface StateInspection {
  /** Loads the database module; its version. @throws AppError `storage` saying how to mend it */
  engineVersion(): Promise<string>;
  /** Null when there is no database yet. @throws AppError `storage` when it is not ours or of a newer statarb */
  condition(): Promise<StateCondition | null>;
  /** Who says to hold the run lock, or null. The lock itself is not tried: that could turn a scan away. */
  lockHolder(): LockHolder | null;
}
