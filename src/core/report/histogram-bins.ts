/** How many values lie in [low, high). The last bin holds its upper edge too. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

const MOST_BINS = 44;
const A_CENT = 0.01;

/**
 * Bins of amounts in USD, all of one round width (1, 2 or 5 × 10ⁿ), with an edge at zero, so that none mixes gains and
 * losses. The width is that of Freedman and Diaconis (1981), 2 · IQR / ∛n, rounded down; it is wider where that would give
 * more than 44 bins, and never below a cent.
 */
export function histogramBins(values: readonly number[]): Bin[] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const n = sorted.length;
  if (n === 0) return [];
  const lowest = sorted[0];
  const highest = sorted[n - 1];
  const iqr = sorted[Math.floor(0.75 * (n - 1))] - sorted[Math.floor(0.25 * (n - 1))];
  const size = Math.max(highest - lowest, Math.abs(highest)) || 1;
  const width = Math.max(
    A_CENT,
    roundWidth((2 * iqr) / Math.cbrt(n), 'down'),
    roundWidth(size / (MOST_BINS - 2), 'up'),
  );
  const first = Math.floor(lowest / width);
  const counts = new Array<number>(Math.floor(highest / width) - first + 1).fill(0);
  for (const value of sorted) counts[Math.floor(value / width) - first]++;
  return counts.map((count, i) => ({ low: (first + i) * width, high: (first + i + 1) * width, count }));
}

/** The nearest 1, 2 or 5 × 10ⁿ below or above; 0 for a width of 0. */
function roundWidth(width: number, way: 'up' | 'down'): number {
  if (width === 0) return 0;
  const power = 10 ** Math.floor(Math.log10(width));
  const leading = width / power;
  if (way === 'down') return power * (leading >= 5 ? 5 : leading >= 2 ? 2 : 1);
  return power * (leading <= 1 ? 1 : leading <= 2 ? 2 : leading <= 5 ? 5 : 10);
}
