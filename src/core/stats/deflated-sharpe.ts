import { normalCdf, normalQuantile } from './normal-distribution.ts';

const EULER_MASCHERONI = 0.5772156649015329;

/** A Sharpe ratio and what it was measured on. Everything is per observation: nothing here is annualised. */
export interface SharpeEvidence {
  /** Mean ÷ std (ddof 1) of the returns, per observation: an annual ratio of daily returns ÷ √365. */
  readonly sharpe: number;
  /** Number of returns, T. */
  readonly observations: number;
  /** As `sampleMoments` gives them: 0 and 3 for a normal. */
  readonly skewness: number;
  readonly kurtosis: number;
}

/**
 * Probability that the true Sharpe ratio lies above `benchmark`, given skew and fat tails:
 * PSR = Φ((SR − SR*)·√(T − 1) ÷ √(1 − γ₃·SR + (γ₄ − 1)/4·SR²)).
 *
 * Source: Bailey & López de Prado, "The Sharpe Ratio Efficient Frontier" (2012), and eq. 2 of "The Deflated Sharpe Ratio" (2014).
 *
 * @param benchmark SR*, per observation
 * @returns in [0, 1]; NaN for fewer than two observations, when an argument is NaN (a flat series has no Sharpe ratio), and
 *   when the variance below the root is not positive
 */
export function probabilisticSharpe(evidence: SharpeEvidence & { readonly benchmark: number }): number {
  const { sharpe, benchmark, observations, skewness, kurtosis } = evidence;
  const variance = 1 - skewness * sharpe + ((kurtosis - 1) / 4) * sharpe ** 2;
  if (!(observations >= 2 && variance > 0)) return NaN;
  return normalCdf((sharpe - benchmark) * Math.sqrt((observations - 1) / variance));
}

/**
 * Sharpe ratio that the best of `trials` settings is expected to show when none has any skill:
 * √V·((1 − γ)·Φ⁻¹(1 − 1/N) + γ·Φ⁻¹(1 − 1/(N·e))), γ being Euler's constant (Bailey & López de Prado 2014, eq. 1).
 *
 * @param trials N, the number of (independent) settings tried, ≥ 1, not necessarily whole
 * @param trialsVariance V, the variance of the trials' Sharpe ratios, in the square of the unit of the result
 * @returns 0 for one trial, and never below; NaN for fewer than one or an argument of NaN
 */
export function expectedMaximumSharpe(trials: number, trialsVariance: number): number {
  if (!(trials >= 1)) return NaN;
  if (trials === 1) return 0;
  const standard =
    -(1 - EULER_MASCHERONI) * normalQuantile(1 / trials) - EULER_MASCHERONI * normalQuantile(1 / (trials * Math.E));
  return Math.sqrt(trialsVariance) * Math.max(0, standard);
}

/**
 * Probability that the true Sharpe ratio is positive although it is the best of many that were tried: the probabilistic
 * Sharpe ratio against `expectedMaximumSharpe`. With one trial that is the probabilistic one against 0, whatever the variance.
 *
 * Source: Bailey & López de Prado, "The Deflated Sharpe Ratio" (2014), eq. 2.
 *
 * @param trialsVariance variance of the trials' Sharpe ratios per observation: of annual ratios of daily returns ÷ 365
 * @returns in [0, 1]; NaN as for the two it is made of
 */
export function deflatedSharpe(
  evidence: SharpeEvidence & { readonly trials: number; readonly trialsVariance: number },
): number {
  return probabilisticSharpe({
    ...evidence,
    benchmark: expectedMaximumSharpe(evidence.trials, evidence.trialsVariance),
  });
}
