import type { LegName } from './pair.ts';
import type { EpochMs } from './time.ts';

/** Where a fill is known from: typed in, read from an exchange's export, or booked when closing what is held. */
export type FillSource = 'hand' | 'import' | 'close';

/** One execution of one leg of a ticket, as it really happened. */
export interface FillEntry {
  readonly ticketId: string;
  readonly leg: LegName;
  /** What was traded, as a unified symbol: the perpetual of a spot ticket, perhaps. */
  readonly instrument: string;
  readonly action: 'buy' | 'sell';
  /** Above zero, in base units. */
  readonly quantity: number;
  /** Above zero, in quote units. */
  readonly price: number;
  /** Paid (positive) or got back (negative). */
  readonly feeUsd: number;
  readonly at: EpochMs;
  readonly source: FillSource;
  /** Where it was traded. */
  readonly venue: string;
  /** The venue's own id of it, or one made from its row; null when nobody gave one. */
  readonly externalId: string | null;
}

/** A recorded fill. It is never changed or removed: a wrong one is voided, and perhaps replaced by another. */
export interface Fill extends FillEntry {
  /** Counts up over all tickets. */
  readonly no: number;
  readonly recordedAt: EpochMs;
  /** The number of the voided fill that this one corrects. */
  readonly replaces: number | null;
  readonly voided: { readonly at: EpochMs; readonly why: string | null } | null;
}

/** Somebody said that a ticket is not placed, or took that back. The newest word on a ticket holds. */
export interface SkipRecord {
  readonly ticketId: string;
  readonly isSkipped: boolean;
  readonly why: string | null;
  readonly at: EpochMs;
}

/** All that people have told about the tickets, in the order it was told. */
export interface FillLedger {
  readonly fills: readonly Fill[];
  readonly skips: readonly SkipRecord[];
}

/** Fills that count: those nobody has voided. */
export const liveFills = ({ fills }: Pick<FillLedger, 'fills'>): readonly Fill[] =>
  fills.filter(({ voided }) => voided === null);

/** The newest word that a ticket is not placed, or null when there is none or it was taken back. */
export function skipOf({ skips }: Pick<FillLedger, 'skips'>, ticketId: string): SkipRecord | null {
  const last = skips.findLast((skip) => skip.ticketId === ticketId);
  return last?.isSkipped === true ? last : null;
}

/** A quantity with its sign: buying is positive. */
export const signed = (action: FillEntry['action'], quantity: number): number =>
  action === 'buy' ? quantity : -quantity;
