import { firstIndexAt, type AlignedCandles } from '../domain/aligned-candles.ts';
import type { FundingRate } from '../domain/funding.ts';
import type { Legs } from '../domain/pair.ts';
import { minuteOf } from '../domain/time.ts';
import { dayEnds } from './metrics/daily-pnl.ts';

/** The stretch of history that many settings are walked over, with what does not change between them. */
export interface WalkGround {
  readonly barMs: number;
  readonly ts: Float64Array;
  readonly filled: Uint8Array;
  readonly open: Legs<Float64Array>;
  readonly close: Legs<Float64Array>;
  /** Stamps of each leg, ascending; empty for spot. */
  readonly funding: Legs<readonly FundingRate[]>;
  /** 1 for each bar that pays a funding stamp; null when there is no stamp at all. */
  readonly stamped: Uint8Array | null;
  /** Indices that may be decided on or filled: from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
  /** Index of the last bar of each UTC day of the stretch. */
  readonly dayEnds: Int32Array;
}

export function walkGround(
  candles: AlignedCandles,
  funding: Legs<readonly FundingRate[]>,
  from: number,
  to: number,
): WalkGround {
  const { barMs, ts, filled, x, y } = candles;
  const ends = dayEnds(ts.subarray(from, to)).map((end) => end + from);
  const stamped = stampedBars(candles, funding);
  const open = { x: x.open, y: y.open };
  const close = { x: x.close, y: y.close };
  return { barMs, ts, filled, open, close, funding, stamped, from, to, dayEnds: ends };
}

/** A bar pays the stamps since the close before it, up to its own close; after missing bars those of the hole too. */
function stampedBars({ ts, barMs }: AlignedCandles, { x, y }: Legs<readonly FundingRate[]>): Uint8Array | null {
  if (x.length === 0 && y.length === 0) return null;
  const stamped = new Uint8Array(ts.length);
  for (const rates of [x, y]) {
    for (const rate of rates) stamped[firstIndexAt(ts, minuteOf(rate.ts) - barMs + 1)] = 1;
  }
  return stamped;
}
