import type { Candle, CandleColumns, CandleSeries, Revision } from '../core/domain/candle.ts';
import type { FundingRate } from '../core/domain/funding.ts';
import type { EpochMs } from '../core/domain/time.ts';

/**
 * Bars of a month file that could not be trusted: it was set aside, and they must be fetched again. Every read reports
 * them until a merge says that this stretch was asked for again.
 */
export interface DamagedMonth {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Where the damaged file lies now. */
  readonly setAsideAs: string;
  readonly reason: string;
}

export interface MergeResult {
  /** Bars that were not in the cache before. */
  readonly added: number;
  /** Bars that were, with the same values. */
  readonly unchanged: number;
  /** Bars that were, with other values: the newer fetch has won. */
  readonly revisions: readonly Revision[];
}

/** Candles on this machine, exactly as received, one file a month. */
export interface CandleCache {
  /** Open time of the newest cached bar, or null when there is none (or its month is damaged and no earlier one exists). */
  lastTs(series: CandleSeries): Promise<EpochMs | null>;
  /** Open time of the oldest cached bar, or null. */
  firstTs(series: CandleSeries): Promise<EpochMs | null>;
  /** Cached bars with `from ≤ ts < to`, ascending, and the months in that stretch that had to be set aside. */
  read(
    series: CandleSeries,
    from: EpochMs,
    to: EpochMs,
  ): Promise<{ readonly candles: CandleColumns; readonly damaged: readonly DamagedMonth[] }>;
  /**
   * Stores bars (ascending, checked, no two with one time), replacing each touched month file atomically.
   * @param asked the whole stretch these bars answer for: what was damaged inside it now counts as fetched again.
   *   Without it, only a month that had no file does.
   */
  merge(
    series: CandleSeries,
    candles: readonly Candle[],
    asked?: { readonly from: EpochMs; readonly to: EpochMs },
  ): Promise<MergeResult>;
  /** Funding stamps with `from ≤ ts < to`, ascending. */
  readFunding(venue: string, symbol: string, from: EpochMs, to: EpochMs): Promise<readonly FundingRate[]>;
  /** Stores funding stamps; the newer value wins. */
  mergeFunding(venue: string, symbol: string, rates: readonly FundingRate[]): Promise<void>;
}
