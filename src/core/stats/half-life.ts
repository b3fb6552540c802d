/**
 * Bars until half of a deviation is gone, −ln 2 / ln phi. Infinity where phi ≥ 1, when nothing reverts; 0 where phi ≤ 0, when
 * more than all of it is gone after one bar; NaN for NaN.
 *
 * @param phi share of a deviation that is left after one bar, such as that of `ar1`
 */
export function halfLife(phi: number): number {
  if (phi >= 1) return Infinity;
  if (phi <= 0) return 0;
  return -Math.LN2 / Math.log(phi);
}

/**
 * Least squares of an autoregression with a constant finds phi too small, by (1 + 3·phi)/n: here that is put back.
 *
 * @param phi as `ar1` estimates it
 * @param n values of the series
 * @returns at most 1: a series whose corrected phi is 1 shows no reversion
 *
 * Source: M. G. Kendall, Biometrika 41 (1954); F. H. C. Marriott & J. A. Pope, Biometrika 41 (1954).
 */
export const unbiasedPhi = (phi: number, n: number): number => Math.min(1, (n * phi + 1) / (n - 3));
