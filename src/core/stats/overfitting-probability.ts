import { halfSharpes } from './half-sharpes.ts';
import { leastSquares, type Line } from './least-squares.ts';

/** How the setting that was best in one half of history did in the other half, over all ways to halve it. */
export interface OverfittingProbability {
  /** Share of splits whose best setting ranks at or below the median out of sample (logit ≤ 0). */
  readonly pbo: number;
  /** Share of splits whose best setting loses money out of sample. */
  readonly lossProbability: number;
  /** Line of `outOfSample` on `inSample`: with a slope below 0, the better a setting looked the worse it did. */
  readonly degradation: Line;
  /** ln(ω / (1 − ω)) of each split, ω = rank ÷ (settings + 1) of its best setting out of sample (1 = worst). */
  readonly logits: Float64Array;
  /** Sharpe ratio of each split's best setting in the half it was chosen in, per period, not annualised. */
  readonly inSample: Float64Array;
  /** The same setting's in the other half. */
  readonly outOfSample: Float64Array;
}

/**
 * Probability of backtest overfitting by combinatorially symmetric cross-validation. History is cut into `blocks` of equal
 * length (to one period); each choice of half of them is in sample once, the others out of sample; performance is the Sharpe ratio.
 * O(settings) a split, see `halfSharpes`.
 *
 * Ties never flatter: of settings equally good in sample the one that does worst out of sample is taken; equal ranks out of
 * sample are averaged, so settings that are all alike have a logit of 0 and count as overfit.
 *
 * Source: Bailey, Borwein, López de Prado & Zhu, "The Probability of Backtest Overfitting" (2015), §2.2 and §3.
 *
 * @param pnl P&L a period of each setting, any unit, all over the same periods
 * @param blocks S, an even number from 2 to 20: 16 makes 12,870 splits
 * @returns NaN and empty arrays for fewer than two settings or fewer than two periods a block
 * @throws RangeError when `blocks` is none of those, lengths differ, or a value is not finite
 */
export function overfittingProbability(pnl: readonly Float64Array[], blocks = 16): OverfittingProbability {
  if (!(blocks >= 2 && blocks <= 20 && blocks % 2 === 0))
    throw new RangeError(`blocks must be an even number from 2 to 20, not ${blocks}`);
  const settings = pnl.length;
  const enough = settings >= 2 && pnl[0].length >= 2 * blocks;
  const masks = enough ? halvesOf(blocks) : [];
  const logits = new Float64Array(masks.length);
  const inSample = new Float64Array(masks.length);
  const outOfSample = new Float64Array(masks.length);

  const sharpes = halfSharpes(pnl, blocks);
  const chosen = new Float64Array(settings);
  const others = new Float64Array(settings);
  masks.forEach((mask, split) => {
    sharpes(mask, chosen);
    sharpes(2 ** blocks - 1 - mask, others);
    const best = bestSetting(chosen, others);
    const rank = rankOf(others, others[best]);
    logits[split] = Math.log(rank / (settings + 1 - rank));
    inSample[split] = chosen[best];
    outOfSample[split] = others[best];
  });
  return {
    pbo: share(logits, (logit) => logit <= 0),
    lossProbability: share(outOfSample, (sharpe) => sharpe < 0),
    degradation: leastSquares(inSample, outOfSample),
    logits,
    inSample,
    outOfSample,
  };
}

/** Every half of the blocks, as a mask of bits, ascending. */
function halvesOf(blocks: number): number[] {
  const masks: number[] = [];
  for (let mask = 0; mask < 2 ** blocks; mask++) {
    let bits = 0;
    for (let rest = mask; rest > 0; rest &= rest - 1) bits++;
    if (2 * bits === blocks) masks.push(mask);
  }
  return masks;
}

function bestSetting(chosen: Float64Array, others: Float64Array): number {
  let best = 0;
  for (let k = 1; k < chosen.length; k++) {
    if (chosen[k] > chosen[best] || (chosen[k] === chosen[best] && others[k] < others[best])) best = k;
  }
  return best;
}

/** Rank of one of the values, 1 for the smallest; the mean of their ranks where several are equal. */
function rankOf(values: Float64Array, value: number): number {
  let below = 0;
  let equal = 0;
  for (let k = 0; k < values.length; k++) {
    if (values[k] < value) below++;
    else if (values[k] === value) equal++;
  }
  return below + (equal + 1) / 2;
}

const share = (values: Float64Array, counts: (value: number) => boolean): number =>
  values.length === 0 ? NaN : values.filter(counts).length / values.length;
