import type { CandleColumns } from './candle.ts';
import type { Legs } from './pair.ts';
import type { EpochMs } from './time.ts';

/** An hour that only one leg has: it stands in no frame. */
export interface Gap {
  readonly ts: EpochMs;
  readonly missing: 'x' | 'y';
}

/** Both legs of a pair on one grid, column by column. */
export interface AlignedCandles extends Legs<CandleColumns> {
  readonly barMs: number;
  /** Open times, ascending; steps of `barMs` except where a one-sided hour was dropped. */
  readonly ts: Float64Array;
  /** 1 where both legs were missing and the bar was forward-filled: it neither decides nor fills anything. */
  readonly filled: Uint8Array;
  readonly gaps: readonly Gap[];
}

/**
 * Puts two legs on one grid, from the later first bar to the earlier last bar. An hour missing on both legs is
 * forward-filled from the last close (open = high = low = close, volume 0) and flagged; an hour missing on one leg is
 * dropped and listed as a gap. Both inputs ascending; a frame without a common bar is empty.
 */
export function alignCandles(x: CandleColumns, y: CandleColumns, barMs: number): AlignedCandles {
  const first = Math.max(x.ts.at(0) ?? Infinity, y.ts.at(0) ?? Infinity);
  const last = Math.min(x.ts.at(-1) ?? -Infinity, y.ts.at(-1) ?? -Infinity);
  const size = last >= first ? (last - first) / barMs + 1 : 0;
  const out = { x: emptyColumns(size), y: emptyColumns(size) };
  const filled = new Uint8Array(size);
  const gaps: Gap[] = [];
  let i = firstIndexAt(x.ts, first);
  let j = firstIndexAt(y.ts, first);
  let n = 0;
  for (let ts = first; ts <= last;) {
    const hasX = x.ts[i] === ts;
    const hasY = y.ts[j] === ts;
    if (hasX && hasY) {
      const bars = sharedBars(x.ts, i, y.ts, j, barMs);
      copyBars(x, i, out.x, n, bars);
      copyBars(y, j, out.y, n, bars);
      i += bars;
      j += bars;
      n += bars;
      ts += bars * barMs;
      continue;
    }
    if (hasX || hasY) {
      gaps.push({ ts, missing: hasX ? 'y' : 'x' });
    } else if (n > 0) {
      holdBar(out.x, n, ts);
      holdBar(out.y, n, ts);
      filled[n] = 1;
      n++;
    }
    if (hasX) i++;
    if (hasY) j++;
    ts += barMs;
  }
  const legX = n === size ? out.x : slice(out.x, n);
  const legY = n === size ? out.y : slice(out.y, n);
  return { barMs, ts: legX.ts, x: legX, y: legY, filled: filled.subarray(0, n), gaps };
}

/** Index of the bar that opens at `ts`, or −1. */
export function barIndex(frame: { readonly ts: Float64Array }, ts: EpochMs): number {
  const index = firstIndexAt(frame.ts, ts);
  return frame.ts[index] === ts ? index : -1;
}

/** First index whose time is ≥ `ts` (the length when there is none). */
export function firstIndexAt(times: Float64Array, ts: EpochMs): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}

type MutableColumns = { -readonly [K in keyof CandleColumns]: Float64Array };

function emptyColumns(size: number): MutableColumns {
  const column = (): Float64Array => new Float64Array(size);
  return { ts: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
}

/** How many bars from i and j on both legs have, without a hole. */
function sharedBars(x: Float64Array, i: number, y: Float64Array, j: number, barMs: number): number {
  const first = x[i];
  let bars = 1;
  while (x[i + bars] === first + bars * barMs && y[j + bars] === first + bars * barMs) bars++;
  return bars;
}

function copyBars(from: CandleColumns, i: number, to: MutableColumns, n: number, bars: number): void {
  const copy = (source: Float64Array, target: Float64Array): void => {
    target.set(source.subarray(i, i + bars), n);
  };
  copy(from.ts, to.ts);
  copy(from.open, to.open);
  copy(from.high, to.high);
  copy(from.low, to.low);
  copy(from.close, to.close);
  copy(from.volume, to.volume);
}

function holdBar(leg: MutableColumns, n: number, ts: EpochMs): void {
  leg.ts[n] = ts;
  leg.open[n] = leg.high[n] = leg.low[n] = leg.close[n] = leg.close[n - 1];
  leg.volume[n] = 0;
}

function slice(columns: CandleColumns, size: number): CandleColumns {
  const { ts, open, high, low, close, volume } = columns;
  const cut = (column: Float64Array): Float64Array => column.subarray(0, size);
  return { ts: cut(ts), open: cut(open), high: cut(high), low: cut(low), close: cut(close), volume: cut(volume) };
}
