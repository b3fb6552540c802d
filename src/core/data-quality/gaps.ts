import type { EpochMs } from '../domain/time.ts';

/** Bars in a row that a series lacks between two that it has: `from` inclusive, `to` exclusive. */
export interface GapRun {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly bars: number;
  /** How many of them the venue has confirmed, by a second request, not to have. */
  readonly confirmed: number;
}

/**
 * The gaps of a series, ascending.
 * @param ts open times, strictly ascending, on the grid
 * @param confirmed open times known to be absent at the venue
 */
export function gapRuns(ts: Float64Array, barMs: number, confirmed: ReadonlySet<EpochMs>): readonly GapRun[] {
  const runs: GapRun[] = [];
  for (let i = 1; i < ts.length; i++) {
    const from = ts[i - 1] + barMs;
    const to = ts[i];
    if (to <= from) continue;
    let known = 0;
    for (let missing = from; missing < to; missing += barMs) if (confirmed.has(missing)) known++;
    runs.push({ from, to, bars: (to - from) / barMs, confirmed: known });
  }
  return runs;
}
