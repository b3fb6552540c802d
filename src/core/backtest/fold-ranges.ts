import type { StrategySettings } from '../domain/settings.ts';
import { spreadMemory } from '../features/feature-frame.ts';
import type { WalkForwardSettings } from './walk-forward-settings.ts';

/** Bars of a frame by index: `from` inclusive, `to` exclusive. */
export interface BarRange {
  readonly from: number;
  readonly to: number;
}

export interface FoldRange {
  readonly inSample: BarRange;
  /** Begins `memory` bars after the in-sample part; the longest hold is left out on top of that once it is known. */
  readonly outOfSample: BarRange;
}

/**
 * The folds of a stretch. Anchored: one, split at `inSampleShare`. Rolling: as many as there are, each `outOfSampleBars` after
 * the one before, so that every bar is judged at most once; the last one may be short. None where the stretch is too short.
 * @param memory bars left out between the two parts of a fold
 */
export function foldRanges(
  { from, to }: BarRange,
  settings: WalkForwardSettings,
  memory: number,
): readonly FoldRange[] {
  const { scheme, inSampleShare, inSampleBars, outOfSampleBars } = settings;
  if (scheme === 'anchored') {
    const split = from + Math.floor((to - from) * inSampleShare);
    const isPossible = split > from && split + memory < to;
    return isPossible ? [{ inSample: { from, to: split }, outOfSample: { from: split + memory, to } }] : [];
  }
  const folds: FoldRange[] = [];
  for (let start = from; start + inSampleBars + memory < to; start += outOfSampleBars) {
    const split = start + inSampleBars;
    const first = split + memory;
    folds.push({
      inSample: { from: start, to: split },
      outOfSample: { from: first, to: Math.min(first + outOfSampleBars, to) },
    });
  }
  return folds;
}

/**
 * How many bars back a decision can read: what the spread looks back over, the volatility's rank on top of it, or a longer
 * liquidity or volatility window. A decision that many bars after a point reads nothing before it.
 */
export function memoryBars(settings: StrategySettings): number {
  const { windows, filters } = settings;
  const ranked = filters.maxSpreadVolPercentile === null ? 0 : windows.spreadVol;
  return Math.max(spreadMemory(settings) + ranked, windows.adv, windows.realizedVol + 1);
}
