import { quantileSorted } from 'simple-statistics';

/**
 * Quantile of ascending values, linear between order statistics (Hyndman & Fan 1996, type 7; numpy's default).
 *
 * @param sorted ascending; NaNs last, where `Float64Array.prototype.sort` leaves them
 * @param share 0 for the smallest to 1 for the largest
 * @returns NaN of nothing, and where a NaN would take part
 * @throws RangeError when `share` is not in [0, 1]
 */
export function quantile(sorted: Float64Array, share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`a quantile's share must lie in [0, 1], not ${share}`);
  if (sorted.length === 0) return NaN;
  // The type asks for an array, the function only for a length and elements: a copy would cost more than the answer.
  return quantileSorted(sorted as unknown as readonly number[], share);
}
