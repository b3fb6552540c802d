import { normalCdf } from './normal-distribution.ts';
import type { CriticalValues } from './test-result.ts';

export interface VarianceRatio {
  /** Variance of q-bar moves ÷ q ÷ variance of one-bar moves, without bias: below 1 reverts, above 1 trends. */
  readonly ratio: number;
  /** How many of its standard errors the ratio lies from 1; they hold when the variance changes over time. */
  readonly statistic: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly horizon: number;
  readonly observations: number;
  /** Of |statistic|. */
  readonly criticalValues: CriticalValues;
  readonly nullHypothesis: string;
}

/**
 * Lo & MacKinlay's variance-ratio test with overlapping moves, drift allowed, robust to changing variance.
 *
 * @param series levels such as log prices; a NaN gives NaN, and so does one that never moves
 * @param horizon q, bars, at least 2
 * @throws RangeError when the horizon is no whole number from 2 to below the number of moves
 *
 * Source: A. W. Lo & A. C. MacKinlay, Review of Financial Studies 1 (1988), eq. 12, 13, 19. The numbers are those of
 * `VarianceRatio` in Kevin Sheppard's arch.
 */
export function varianceRatio(series: Float64Array, horizon: number): VarianceRatio {
  const moves = series.length - 1;
  const q = horizon;
  if (!Number.isInteger(q) || q < 2 || q >= moves) {
    throw new RangeError(`a horizon must be a whole number from 2 to ${moves - 1}, not ${q}`);
  }
  const drift = (series[moves] - series[0]) / moves;
  const squared = new Float64Array(moves);
  let single = 0;
  for (let t = 0; t < moves; t++) {
    const move = series[t + 1] - series[t] - drift;
    squared[t] = move * move;
    single += squared[t];
  }
  let long = 0;
  for (let t = q; t <= moves; t++) long += (series[t] - series[t - q] - q * drift) ** 2;
  const ratio = long / (q * (moves - q + 1) * (1 - q / moves)) / (single / (moves - 1));
  let variance = 0;
  for (let k = 1; k < q; k++) {
    let product = 0;
    for (let t = k; t < moves; t++) product += squared[t] * squared[t - k];
    variance += (2 * (1 - k / q)) ** 2 * ((moves * product) / (single * single));
  }
  const statistic = (Math.sqrt(moves) * (ratio - 1)) / Math.sqrt(variance);
  return {
    ratio,
    statistic,
    pValue: 2 * normalCdf(-Math.abs(statistic)),
    horizon: q,
    observations: moves,
    criticalValues: { at1: 2.5758293035489004, at5: 1.959963984540054, at10: 1.6448536269514722 },
    nullHypothesis: 'the series is a random walk',
  };
}
