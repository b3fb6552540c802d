const CELLS = 1024;

/**
 * Random whole lengths ≥ 1 with a geometric distribution, by inversion: P(length > k) = (1 − 1/mean)ᵏ.
 *
 * The uniform numbers are cut into cells; where all of a cell gives one length a table answers, elsewhere the formula. So
 * the lengths are those of the formula, without its logarithm most of the time.
 *
 * @param mean ≥ 1, finite; at 1 every length is 1
 * @returns the length that belongs to a uniform number in [0, 1)
 */
export function geometricLength(mean: number): (uniform: number) => number {
  if (mean === 1) return () => 1;
  const scale = 1 / Math.log1p(-1 / mean);
  const byFormula = (uniform: number): number => 1 + Math.floor(Math.log(1 - uniform) * scale);
  // 0 where the two ends of the cell differ; the last cell's upper end is infinite.
  const table = Float64Array.from({ length: CELLS }, (_, cell) => {
    const shortest = byFormula(cell / CELLS);
    return shortest === byFormula((cell + 1) / CELLS) ? shortest : 0;
  });
  return (uniform) => {
    const length = table[Math.floor(uniform * CELLS)];
    return length > 0 ? length : byFormula(uniform);
  };
}
