import type { Legs } from '../domain/pair.ts';
import { leanSpread } from '../features/lean-spread.ts';
import { logColumn } from '../features/log-column.ts';
import { shuffleBlocks } from '../stats/placebo.ts';
import { rollingEngleGranger } from '../stats/rolling-engle-granger.ts';
import type { EntryContext } from '../strategy/decision-context.ts';

/** One history after the other, in the same memory: dozens of fresh ones would keep it busier than the processor. */
export interface ShuffledSpread {
  /** The history of the last shuffle. */
  readonly history: EntryContext;
  /** Its log closes. */
  readonly logs: Legs<Float64Array>;
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
export function shuffledSpread(context: EntryContext): ShuffledSpread {
  const { candles, features, settings } = context;
  const n = candles.ts.length;
  const logX = logColumn(candles.x.close);
  const logY = logColumn(candles.y.close);
  const beta = returnBeta(logX, logY);
  const hedge = new Float64Array(n);
  for (let i = 1; i < n; i++) hedge[i] = beta * (logX[i] - logX[i - 1]);
  const moves = spreadMoves(logY, hedge, candles.filled);
  const shuffled = new Float64Array(moves.length);
  // The first element is the first open; every other one is a close and the next open.
  const prices = new Float64Array(n + 1);
  const y = { ...candles.y, open: prices.subarray(0, n), close: prices.subarray(1) };
  const spread = leanSpread(logX, candles, settings.strategy.model, settings.strategy.kalmanNoise);
  const window = settings.windows.health;
  const healthP = features.healthP === null || window === undefined ? null : new Float64Array(n);

  return {
    history: { ...context, candles: { ...candles, y }, features: { ...features, ...spread.columns, healthP } },
    logs: { x: logX, y: logY },
    shuffle: (blockBars, seed) => {
      shuffleBlocks(moves, blockBars, seed, shuffled);
      addUp(hedge, shuffled, candles.filled, logY);
      exponentials(logY, prices);
      spread.measure(logY, settings.windows);
      if (healthP !== null && window !== undefined) healthP.set(rollingEngleGranger(logX, logY, candles, window));
    },
  };
}

/** The spread moves of the bars that have one: all but the first, and those that are forward-filled and so do not move. */
function spreadMoves(logY: Float64Array, hedge: Float64Array, filled: Uint8Array): Float64Array {
  const moves = new Float64Array(logY.length);
  let count = 0;
  for (let i = 1; i < logY.length; i++) if (filled[i] === 0) moves[count++] = logY[i] - logY[i - 1] - hedge[i];
  return moves.subarray(0, count);
}

// Each loop is a function of its own: it is then compiled as a whole after a few histories, which a part of a function that has more
// to do is not.

/** The path that begins as it does and then takes these moves. */
function addUp(hedge: Float64Array, moves: Float64Array, filled: Uint8Array, path: Float64Array): void {
  let value = path[0];
  for (let i = 1, k = 0; i < path.length; i++) {
    value += hedge[i];
    if (filled[i] === 0) value += moves[k++];
    path[i] = value;
  }
}

/** Prices of a path, one place on; the first stands there twice. */
function exponentials(path: Float64Array, prices: Float64Array): void {
  prices[0] = Math.exp(path[0]);
  for (let i = 0; i < path.length; i++) prices[i + 1] = Math.exp(path[i]);
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
