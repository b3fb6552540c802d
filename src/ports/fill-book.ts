import type { Fill, FillEntry, FillLedger, SkipRecord } from '../core/domain/fill.ts';
import type { EpochMs } from '../core/domain/time.ts';

/** What is added to the ledger, all of it or nothing. Nothing that is there is ever changed. */
export interface LedgerChange {
  readonly voids?: readonly { readonly no: number; readonly why: string | null }[];
  /** `replaces`: the number of the voided fill that this one corrects. */
  readonly fills?: readonly (FillEntry & { readonly replaces?: number })[];
  readonly skips?: readonly Omit<SkipRecord, 'at'>[];
}

export interface Recorded<Change extends LedgerChange> {
  readonly change: Change;
  /** The new fills, with their numbers. */
  readonly fills: readonly Fill[];
  /** All there is afterwards. */
  readonly ledger: FillLedger;
}

/** What people did with the tickets. It lies beside the paper book and never touches it. */
export interface FillBook {
  ledger(): FillLedger;
  /**
   * Shows `decide` the ledger as it stands and records what it gives back, with no other writer in between. What `decide`
   * throws is thrown on, and nothing is recorded.
   */
  record<Change extends LedgerChange>(at: EpochMs, decide: (ledger: FillLedger) => Change): Recorded<Change>;
  close(): void;
}
