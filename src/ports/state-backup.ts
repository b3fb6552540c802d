import type { EpochMs } from '../core/domain/time.ts';

export interface BackupRequest {
  /** A file; or a folder that exists, in which the backup gets a name with its time; null for `backups` beside the state. */
  readonly target: string | null;
  readonly at: EpochMs;
  /** How many backups named by their time the target's folder keeps, this one included; null for all. */
  readonly keep: number | null;
}

export interface BackupResult {
  readonly file: string;
  readonly bytes: number;
  /** The copy of the trial ledger beside it, or null when there is no ledger. */
  readonly ledger: string | null;
  /** Older backups that were removed. */
  readonly removed: readonly string[];
}

export interface RestoreResult {
  /** Where the replaced database lies now, or null when there was none. */
  readonly replaced: string | null;
  /** Why the replaced database could only be moved away as it was, or null when it was sound. */
  readonly damage: string | null;
  /** Tickets of the replaced database that the restored one does not know. */
  readonly unknownTickets: readonly string[];
  /** How many real fills of the replaced database the restored one lacks. */
  readonly unknownFills: number;
  /** Messages that were undelivered when the backup was made: they may have arrived since. */
  readonly undelivered: number;
  /** Trials of the backup's ledger that the ledger here lacked and now has. */
  readonly trialsAdded: number;
}

/** Copies of the state database, made while scans go on, and put back. */
export interface StateBackup {
  /**
   * Copies the state, and the trial ledger beside it, as they are at one moment. The copy is checked before it gets its name.
   * @throws AppError `storage` when there is no state, it is damaged or not ours, or the target cannot be written or is
   *   something else than a backup
   */
  backup(request: BackupRequest): Promise<BackupResult>;
  /**
   * Puts a backup in the place of the state, which is kept under a dated name. To be called under the run lock. The backup's
   * trials are added to the ledger, from which none is removed. Killed at any moment it leaves the old state or the new one.
   * @throws AppError `storage` when the file is no sound backup of ours or is of a newer statarb; nothing is changed then
   */
  restore(file: string, at: EpochMs): Promise<RestoreResult>;
}
