import { randomSource } from './random.ts';

/** Coins that one uniform number is good for. */
const COINS = 32;
const SIDES = 2 ** COINS;

/**
 * Share of placebos that do at least as well as the real thing, the real one counted among them:
 * (1 + number ≥ actual) ÷ (1 + number). That makes it a valid p-value, never 0 (Davison & Hinkley 1997, §4.2; Phipson & Smyth 2010).
 *
 * @param actual the real figure; larger is better
 * @param replicates the same figure of each placebo, in any order; one that is NaN counts as better
 * @returns in (0, 1]: 1 without replicates; NaN when `actual` is
 */
export function shareBetter(actual: number, replicates: Float64Array): number {
  if (Number.isNaN(actual)) return NaN;
  let better = 0;
  for (let k = 0; k < replicates.length; k++) if (!(replicates[k] < actual)) better++;
  return (1 + better) / (1 + replicates.length);
}

/**
 * Totals of the same trades with signs drawn by coin: what the sizes alone could have made, were each trade as likely to win
 * as to lose its amount. Summed in the order given, so that the draw in which no sign changes gives the plain sum to the bit.
 *
 * @param pnl P&L a trade, any unit
 * @param resamples number of totals
 * @returns `resamples` totals in the order drawn, in the unit of `pnl`; 0 without trades; NaN when one is
 */
export function signFlipTotals(pnl: Float64Array, resamples: number, seed: number): Float64Array {
  const uniform = randomSource(seed);
  const totals = new Float64Array(resamples);
  for (let r = 0; r < resamples; r++) {
    let total = 0;
    for (let start = 0; start < pnl.length; start += COINS) {
      const end = Math.min(start + COINS, pnl.length);
      let coins = (uniform() * SIDES) | 0;
      for (let k = start; k < end; k++) {
        // Times 1 or −1: a branch would be guessed wrong half of the time.
        total += pnl[k] * (((coins & 1) << 1) - 1);
        coins >>= 1;
      }
    }
    totals[r] = total;
  }
  return totals;
}

/**
 * A series whose blocks are shuffled while each block stays as it is: what is left of its memory lies within `blockLength` elements.
 * Blocks are cut from the first element on, the last may be shorter, and every order of them is equally likely (Fisher & Yates).
 *
 * @param blockLength elements a block, a whole number ≥ 1; 1 shuffles single elements
 * @param shuffled out: as long as `values`
 * @throws RangeError when `blockLength` is not a whole number ≥ 1
 */
export function shuffleBlocks(values: Float64Array, blockLength: number, seed: number, shuffled: Float64Array): void {
  if (!(Number.isInteger(blockLength) && blockLength >= 1))
    throw new RangeError(`blockLength must be a whole number ≥ 1, not ${blockLength}`);
  const uniform = randomSource(seed);
  if (blockLength === 1) {
    shuffled.set(values);
    shuffleInPlace(shuffled, uniform);
    return;
  }
  const starts = new Float64Array(Math.ceil(values.length / blockLength)).map((_, block) => block * blockLength);
  shuffleInPlace(starts, uniform);
  let at = 0;
  for (const start of starts) {
    const block = values.subarray(start, start + blockLength);
    shuffled.set(block, at);
    at += block.length;
  }
}

/** The order that `shuffleBlocks` puts `length` elements in: for each place of the shuffled series, the index in the real one. */
export function blockShuffle(length: number, blockLength: number, seed: number): Int32Array {
  const order = new Float64Array(length);
  shuffleBlocks(
    order.map((_, index) => index),
    blockLength,
    seed,
    order,
  );
  return Int32Array.from(order);
}

function shuffleInPlace(values: Float64Array, uniform: () => number): void {
  for (let k = values.length - 1; k > 0; k--) {
    const other = Math.floor(uniform() * (k + 1));
    const value = values[k];
    values[k] = values[other];
    values[other] = value;
  }
}
