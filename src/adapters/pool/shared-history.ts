import type { CounterfactualTask } from '../../core/backtest/counterfactuals.ts';
import type { SweepHistory } from '../../core/backtest/sweep.ts';
import type { CandleColumns } from '../../core/domain/candle.ts';
import type { Legs } from '../../core/domain/pair.ts';

/** The same history with its candles in memory that worker threads share; everything else is small and gets copied. */
export function sharedHistory<History extends SweepHistory>(history: History): History {
  const { candles } = history;
  const x = sharedColumns(candles.x);
  const y = sharedColumns(candles.y);
  return { ...history, candles: { ...candles, ts: x.ts, x, y, filled: sharedFlags(candles.filled) } };
}

/** What an entry reads; other columns are left behind. */
export function sharedFeatures(features: CounterfactualTask['features']): CounterfactualTask['features'] {
  const { beta, z, sigma, advUsd, realizedVol, healthP } = features;
  return {
    beta: shared(beta),
    z: shared(z),
    sigma: shared(sigma),
    advUsd: sharedLegs(advUsd),
    realizedVol: sharedLegs(realizedVol),
    healthP: healthP === null ? null : shared(healthP),
  };
}

const sharedLegs = ({ x, y }: Legs<Float64Array>): Legs<Float64Array> => ({ x: shared(x), y: shared(y) });

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
