import type { FundingRate } from '../domain/funding.ts';
import { minuteOf, type EpochMs } from '../domain/time.ts';

/**
 * Funding received (positive) or paid (negative) by a signed quantity over the stamps with `from ≤ stamp ≤ to`:
 * −quantity × mark × rate each, with the last close where the venue gives no mark. Stamps are taken to the minute: venues
 * write them some milliseconds late.
 */
export function fundingPayment(
  rates: readonly FundingRate[],
  quantity: number,
  lastClose: number,
  from: EpochMs,
  to: EpochMs,
): number {
  let total = 0;
  for (let k = firstStampAt(rates, from); k < rates.length; k++) {
    if (minuteOf(rates[k].ts) > to) break;
    total -= quantity * (rates[k].mark ?? lastClose) * rates[k].rate;
  }
  return total;
}

function firstStampAt(rates: readonly FundingRate[], from: EpochMs): number {
  let low = 0;
  let high = rates.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (minuteOf(rates[middle].ts) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
