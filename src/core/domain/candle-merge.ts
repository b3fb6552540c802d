import { firstIndexAt } from './aligned-candles.ts';
import type { Candle, CandleColumns } from './candle.ts';
import { sameValues } from './candle.ts';

/** A bar whose values differ between what was known and what came in. */
export interface ChangedBar {
  readonly before: Candle;
  readonly after: Candle;
}

export interface CandleMerge {
  /** All bars of both sides, ascending; of a changed bar, the fresh values. */
  readonly columns: CandleColumns;
  readonly added: number;
  readonly unchanged: number;
  readonly changed: readonly ChangedBar[];
}

/**
 * Merges fresh bars into cached ones. Neither input is altered.
 * @param cached ascending
 * @param fresh ascending, no two with one time; they win over cached bars of the same time
 * @throws RangeError when `fresh` is not strictly ascending
 */
export function mergeCandles(cached: CandleColumns, fresh: readonly Candle[]): CandleMerge {
  const bars: Candle[] = [];
  const changed: ChangedBar[] = [];
  let added = 0;
  let last = -Infinity;
  const start = firstIndexAt(cached.ts, fresh[0]?.ts ?? Infinity);
  let i = start;
  for (const after of fresh) {
    if (!(after.ts > last)) throw new RangeError(`bars must ascend: ${after.ts} follows ${last}`);
    last = after.ts;
    while (i < cached.ts.length && cached.ts[i] < after.ts) bars.push(candleAt(cached, i++));
    if (i < cached.ts.length && cached.ts[i] === after.ts) {
      const before = candleAt(cached, i++);
      if (!sameValues(before, after)) changed.push({ before, after });
    } else {
      added++;
    }
    bars.push(after);
  }
  return {
    columns: joinColumns([sliceColumns(cached, 0, start), candleColumns(bars), sliceColumns(cached, i)]),
    added,
    unchanged: fresh.length - added - changed.length,
    changed,
  };
}

/** The bar at one index of the columns. */
export function candleAt(columns: CandleColumns, index: number): Candle {
  return {
    ts: columns.ts[index],
    open: columns.open[index],
    high: columns.high[index],
    low: columns.low[index],
    close: columns.close[index],
    volume: columns.volume[index],
  };
}

/** All bars of the columns, one by one. */
export function candleRows(columns: CandleColumns): Candle[] {
  return Array.from(columns.ts, (_, index) => candleAt(columns, index));
}

/** Bars as columns, in the order given. */
export function candleColumns(candles: readonly Candle[]): CandleColumns {
  return mapColumns((name) => Float64Array.from(candles, (candle) => candle[name]));
}

/** The bars from index `start` to before `end`, sharing memory with the input. */
export function sliceColumns(columns: CandleColumns, start: number, end?: number): CandleColumns {
  return mapColumns((name) => columns[name].subarray(start, end));
}

/** Pieces one after another, in fresh memory. */
export function joinColumns(pieces: readonly CandleColumns[]): CandleColumns {
  const size = pieces.reduce((sum, piece) => sum + piece.ts.length, 0);
  return mapColumns((name) => {
    const column = new Float64Array(size);
    let offset = 0;
    for (const piece of pieces) {
      column.set(piece[name], offset);
      offset += piece[name].length;
    }
    return column;
  });
}

function mapColumns(make: (name: keyof CandleColumns) => Float64Array): CandleColumns {
  return {
    ts: make('ts'),
    open: make('open'),
    high: make('high'),
    low: make('low'),
    close: make('close'),
    volume: make('volume'),
  };
}
