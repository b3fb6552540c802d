import type { SweepHistory } from '../../core/backtest/sweep.ts';
import type { CandleColumns } from '../../core/domain/candle.ts';

/** The same history with its candles in memory that worker threads share; everything else is small and gets copied. */
export function sharedHistory<History extends SweepHistory>(history: History): History {
  const { candles } = history;
  const x = sharedColumns(candles.x);
  const y = sharedColumns(candles.y);
  return { ...history, candles: { ...candles, ts: x.ts, x, y, filled: sharedFlags(candles.filled) } };
}

export function sharedFlags(flags: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(flags.byteLength));
  copy.set(flags);
  return copy;
}

/** Columns that lie in shared memory already stay where they are. */
export function sharedColumns({ ts, open, high, low, close, volume }: CandleColumns): CandleColumns {
  return {
    ts: shared(ts),
    open: shared(open),
    high: shared(high),
    low: shared(low),
    close: shared(close),
    volume: shared(volume),
  };
}

function shared(column: Float64Array): Float64Array {
  if (column.buffer instanceof SharedArrayBuffer) return column;
  const copy = new Float64Array(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}
