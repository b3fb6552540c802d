import type { FundingRate } from '../core/domain/funding.ts';
import type { EpochMs } from '../core/domain/time.ts';

/** Where funding rates of perpetuals come from. */
export interface FundingSource {
  /** Stamps with `from ≤ ts < to`, ascending. */
  fundingRates(symbol: string, from: EpochMs, to: EpochMs): Promise<readonly FundingRate[]>;
}
