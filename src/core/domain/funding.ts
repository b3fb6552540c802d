import type { EpochMs } from './time.ts';

/** One funding payment of a perpetual: longs pay `rate` × mark per unit to shorts at `ts`. */
export interface FundingRate {
  readonly ts: EpochMs;
  /** Fraction per interval, not per year. */
  readonly rate: number;
  /** Mark price at the stamp, or null when the venue does not say. */
  readonly mark: number | null;
}
