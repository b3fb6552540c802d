import { firstIndexAt } from '../domain/aligned-candles.ts';
import type { CandleColumns } from '../domain/candle.ts';
import type { EpochMs } from '../domain/time.ts';

/** Bars in a row in which nothing was traded: `from` the first, `to` the last one's end. */
export interface ZeroVolumeRun {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly bars: number;
  /** Whether the other leg was traded meanwhile: then the spread moved while one price stood still. */
  readonly isOneSided: boolean;
}

/** A single bar without a trade happens when a venue comes back from maintenance. */
const LEAST_BARS = 3;

/**
 * Stretches of three bars or more with a volume of 0, ascending.
 * @param columns ascending, good rows
 * @param other the other leg of the pair, or null
 */
export function zeroVolumeRuns(
  columns: CandleColumns,
  other: CandleColumns | null,
  barMs: number,
): readonly ZeroVolumeRun[] {
  const { ts, volume } = columns;
  const runs: ZeroVolumeRun[] = [];
  let start = 0;
  for (let i = 0; i <= ts.length; i++) {
    if (i < ts.length && volume[i] === 0) continue;
    if (i - start >= LEAST_BARS) {
      const [from, to] = [ts[start], ts[i - 1] + barMs];
      runs.push({ from, to, bars: i - start, isOneSided: other !== null && isTraded(other, from, to) });
    }
    start = i + 1;
  }
  return runs;
}

const isTraded = ({ ts, volume }: CandleColumns, from: EpochMs, to: EpochMs): boolean =>
  volume.subarray(firstIndexAt(ts, from), firstIndexAt(ts, to)).some((amount) => amount > 0);
