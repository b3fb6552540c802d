import { randomSource } from '../stats/random.ts';
import type { BarRange } from './fold-ranges.ts';

/** Which bars to audit: a seeded sample, or every one. */
export interface AuditSample {
  /** How many bars; null for every bar. */
  readonly sample: number | null;
  readonly seed: number;
}

/** Ascending bar indices of a range without repetition: all, or as many as wanted, the same for the same seed. */
export function sampledBars({ from, to }: BarRange, { sample, seed }: AuditSample): readonly number[] {
  const bars = Array.from({ length: Math.max(0, to - from) }, (_, k) => from + k);
  if (sample === null || sample >= bars.length) return bars;
  const uniform = randomSource(seed);
  for (let k = 0; k < sample; k++) {
    const other = k + Math.floor(uniform() * (bars.length - k));
    [bars[k], bars[other]] = [bars[other], bars[k]];
  }
  return bars.slice(0, sample).sort((a, b) => a - b);
}
