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
