import type { CandleColumns } from '../domain/candle.ts';
import { spreadColumns } from '../features/spread.ts';
import { logColumn } from '../features/log-column.ts';
import { blockShuffle } from '../stats/placebo.ts';
import type { DecisionContext } from '../strategy/decision-context.ts';

/**
 * Makes histories in which the spread is a random walk but everything else is real: x, the volumes, the size of every spread
 * move. The log return of y is split into beta · (return of x) + spread move, beta being that of the whole sample; the spread
 * moves are put in random order, and y is built up again from them.
 *
 * Single moves in random order (`blockBars` 1) leave no memory at all. Blocks of a day keep volatility clusters and whatever happens
 * within a day, and lose what a longer window could exploit.
 *
 * @returns a function that gives the shuffled history of a seed, as a context for the same settings, valid until its next call
 */
export function shuffledSpread(context: DecisionContext, blockBars: number): (seed: number) => DecisionContext {
  const { candles, features, settings } = context;
  const n = candles.ts.length;
  const logX = logColumn(candles.x.close);
  const logY = logColumn(candles.y.close);
  const beta = returnBeta(logX, logY);
  const moves = new Float64Array(Math.max(0, n - 1));
  for (let i = 1; i < n; i++) moves[i - 1] = logY[i] - logY[i - 1] - beta * (logX[i] - logX[i - 1]);
  // Filled bars do not move: their zeros stay where they are, so that the other moves keep their bars.
  const movable = Int32Array.from(moves.keys()).filter((k) => candles.filled[k + 1] === 0);
  // Every history is written over the one before: dozens of fresh ones would keep the memory busier than the processor.
  const shuffled = new Float64Array(moves);
  const y = new Float64Array(n);
  const leg = { ...candles.y, open: new Float64Array(n), close: new Float64Array(n) };

  return (seed) => {
    const order = blockShuffle(movable.length, blockBars, seed);
    for (let k = 0; k < movable.length; k++) shuffled[movable[k]] = moves[movable[order[k]]];
    y.set(logY.subarray(0, 1));
    for (let i = 1; i < n; i++) y[i] = y[i - 1] + beta * (logX[i] - logX[i - 1]) + shuffled[i - 1];
    rebuild(leg, y);
    return {
      ...context,
      candles: { ...candles, y: leg },
      features: { ...features, ...spreadColumns(logX, y, candles, settings.windows, settings.strategy.model) },
    };
  };
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

/** Gives a leg new closes; each bar opens at the close before, as real bars nearly do. */
function rebuild(leg: Pick<CandleColumns, 'open' | 'close'>, logClose: Float64Array): void {
  const { open, close } = leg;
  for (let i = 0; i < close.length; i++) {
    close[i] = Math.exp(logClose[i]);
    open[i] = i === 0 ? close[i] : close[i - 1];
  }
}
