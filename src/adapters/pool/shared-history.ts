import type { SweepHistory } from '../../core/backtest/sweep.ts';
import type { CandleColumns } from '../../core/domain/candle.ts';

/** The same history with its candles in memory that worker threads share; everything else is small and gets copied. */
export function sharedHistory<History extends SweepHistory>(history: History): History {
  const { candles } = history;
  const x = sharedColumns(candles.x);
  const y = sharedColumns(candles.y);
  const filled = new Uint8Array(new SharedArrayBuffer(candles.filled.byteLength));
  filled.set(candles.filled);
  return { ...history, candles: { ...candles, ts: x.ts, x, y, filled } };
}

function sharedColumns({ ts, open, high, low, close, volume }: CandleColumns): CandleColumns {
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
  const copy = new Float64Array(new SharedArrayBuffer(column.byteLength));
  copy.set(column);
  return copy;
}
