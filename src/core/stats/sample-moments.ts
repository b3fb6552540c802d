import { mean, sumNthPowerDeviations } from 'simple-statistics';

/** What a sample looks like, in the units of its values (skewness and kurtosis have none). */
export interface SampleMoments {
  readonly count: number;
  readonly mean: number;
  /** Sample standard deviation (ddof 1): the one of a Sharpe ratio. */
  readonly std: number;
  /** Third central moment ÷ second to the power 3/2; both divide by n (population moments). 0 for a normal. */
  readonly skewness: number;
  /** Fourth central moment ÷ square of the second, population moments. The plain one: 3 for a normal, not 0. */
  readonly kurtosis: number;
}

/**
 * First four moments of a sample. Skewness and kurtosis are the plain estimates γ̂₃ and γ̂₄ that the probabilistic and the
 * deflated Sharpe ratio ask for (Bailey & López de Prado 2014), without correction for small samples.
 *
 * Values are taken relative to the first one, so that equal values give a std of exactly 0.
 *
 * NaN: a value of NaN makes everything NaN; nothing has no mean; one value has no std; equal values have no shape.
 */
export function sampleMoments(values: Float64Array): SampleMoments {
  const count = values.length;
  if (count === 0) return { count, mean: NaN, std: NaN, skewness: NaN, kurtosis: NaN };
  const origin = values[0];
  const shifted = Array.from(values, (value) => value - origin);
  const squares = sumNthPowerDeviations(shifted, 2);
  const variance = squares / count;
  return {
    count,
    mean: origin + mean(shifted),
    std: Math.sqrt(squares / (count - 1)),
    skewness: sumNthPowerDeviations(shifted, 3) / count / variance ** 1.5,
    kurtosis: sumNthPowerDeviations(shifted, 4) / count / variance ** 2,
  };
}
