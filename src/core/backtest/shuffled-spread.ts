import { leanSpread } from '../features/lean-spread.ts';
import { logColumn } from '../features/log-column.ts';
import { blockShuffle } from '../stats/placebo.ts';
import type { DecisionContext, EntryContext } from '../strategy/decision-context.ts';

/** One history after the other, in the same memory: dozens of fresh ones would keep it busier than the processor. */
export interface ShuffledSpread {
  /** The history of the last shuffle. */
  readonly history: EntryContext;
  /**
   * Puts the history of a seed in place.
   * @param blockBars length of the blocks whose order is drawn
   */
  readonly shuffle: (blockBars: number, seed: number) => void;
}

/**
 * Makes histories in which the spread is a random walk but everything else is real: x, the volumes, the size of every spread
 * move. The log return of y is split into beta · (return of x) + spread move, beta being that of the whole sample; the spread
 * moves are put in random order, and y is built up again from them. Each bar of y opens at the close before, as real bars nearly do.
 *
 * Single moves in random order (`blockBars` 1) leave no memory at all. Blocks of a day keep volatility clusters and whatever happens
 * within a day, and lose what a longer window could exploit.
 */
export function shuffledSpread(context: DecisionContext): ShuffledSpread {
  const { candles, features, settings } = context;
  const n = candles.ts.length;
  const logX = logColumn(candles.x.close);
  const realY = logColumn(candles.y.close);
  const beta = returnBeta(logX, realY);
  const hedge = new Float64Array(n);
  const moves = new Float64Array(n);
  for (let i = 1; i < n; i++) {
    hedge[i] = beta * (logX[i] - logX[i - 1]);
    moves[i] = realY[i] - realY[i - 1] - hedge[i];
  }
  // Filled bars do not move: their zeros stay where they are, so that the other moves keep their bars.
  const movable = movableBars(candles.filled);
  const order = new Int32Array(movable.length);
  const shuffled = new Float64Array(moves);
  const logY = new Float64Array(n);
  // The first element is the first open; every other one is a close and the next open.
  const prices = new Float64Array(n + 1);
  const y = { ...candles.y, open: prices.subarray(0, n), close: prices.subarray(1) };
  const spread = leanSpread(logX, candles, settings.windows, settings.strategy.model);

  return {
    history: { ...context, candles: { ...candles, y }, features: { ...features, ...spread.columns } },
    shuffle: (blockBars, seed) => {
      blockShuffle(movable.length, blockBars, seed, order);
      rearrange(moves, movable, order, shuffled);
      logY[0] = realY[0];
      addUp(hedge, shuffled, logY);
      exponentials(logY, prices);
      spread.measure(logY);
    },
  };
}

// Each loop is a function of its own: it is then compiled as a whole after a few histories, which a part of a function that has more
// to do is not.

/** Puts each movable bar's move where the order wants it. */
function rearrange(moves: Float64Array, movable: Int32Array, order: Int32Array, shuffled: Float64Array): void {
  for (let k = 0; k < movable.length; k++) shuffled[movable[k]] = moves[movable[order[k]]];
}

/** A path from its first value and its steps. */
function addUp(hedge: Float64Array, moves: Float64Array, path: Float64Array): void {
  let value = path[0];
  for (let i = 1; i < path.length; i++) path[i] = value = value + hedge[i] + moves[i];
}

/** Prices of a path, one place on; the first stands there twice. */
function exponentials(path: Float64Array, prices: Float64Array): void {
  prices[0] = Math.exp(path[0]);
  for (let i = 0; i < path.length; i++) prices[i + 1] = Math.exp(path[i]);
}

/** Bars that may be given another bar's spread move: all but the first and those that are forward-filled. */
function movableBars(filled: Uint8Array): Int32Array {
  const bars = new Int32Array(filled.length);
  let count = 0;
  for (let i = 1; i < filled.length; i++) if (filled[i] === 0) bars[count++] = i;
  return bars.subarray(0, count);
}

/** OLS slope of y's returns on x's, over the whole sample; 0 when x never moves. */
function returnBeta(x: Float64Array, y: Float64Array): number {
  let xx = 0;
  let xy = 0;
  for (let i = 1; i < x.length; i++) {
    const dx = x[i] - x[i - 1];
    xx += dx * dx;
    xy += dx * (y[i] - y[i - 1]);
  }
  return xx > 0 ? xy / xx : 0;
}
