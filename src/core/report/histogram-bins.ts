/** How many values lie in [low, high). The last bin holds its upper edge too. */
export interface Bin {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

const MOST_BINS = 44;

/**
 * Bins of one round width (1, 2 or 5 × 10ⁿ) with an edge at zero, so that no bin mixes gains and losses. The width follows
 * Freedman and Diaconis (1981), 2 · IQR / ∛n, made wider where that would give more than 44 bins.
 */
export function histogramBins(values: readonly number[]): Bin[] {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  const n = sorted.length;
  if (n === 0) return [];
  const lowest = sorted[0];
  const highest = sorted[n - 1];
  const iqr = sorted[Math.floor(0.75 * (n - 1))] - sorted[Math.floor(0.25 * (n - 1))];
  const size = Math.max(highest - lowest, Math.abs(highest)) || 1;
  const width = roundUp(Math.max((2 * iqr) / Math.cbrt(n), size / (MOST_BINS - 2)));
  const first = Math.floor(lowest / width);
  const counts = new Array<number>(Math.floor(highest / width) - first + 1).fill(0);
  for (const value of sorted) counts[Math.floor(value / width) - first]++;
  return counts.map((count, i) => ({ low: (first + i) * width, high: (first + i + 1) * width, count }));
}

function roundUp(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const step = [1, 2, 5, 10].find((candidate) => candidate * power >= width * (1 - 1e-12)) ?? 10;
  return step * power;
}
