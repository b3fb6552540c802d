import type { Legs } from './pair.ts';

/**
 * What is known of a pair at the close of each bar, one value a bar of the aligned frame. A value at bar t reads bars up
 * to t only, and is NaN until its windows are full.
 */
export interface FeatureColumns {
  /** OLS slope and intercept of log(y) on log(x) over `windows.olsBeta` bars; under `kalman`, their forecast for the bar. */
  readonly beta: Float64Array;
  readonly alpha: Float64Array;
  /**
   * The spread by the chosen model, its mean and sample standard deviation over `windows.zscore` bars; under `kalman`, 0 and
   * the standard deviation of the forecast.
   */
  readonly spread: Float64Array;
  readonly spreadMean: Float64Array;
  readonly spreadStd: Float64Array;
  /** (spread − mean) / std. */
  readonly z: Float64Array;
  /** Std of the spread under fixed beta, whatever the model: P&L of one hedged unit per 1.0 z. Sizing uses it. */
  readonly sigma: Float64Array;
  /** Mean of close · volume over `windows.adv` bars: dollars per bar. */
  readonly advUsd: Legs<Float64Array>;
  /** Std of log returns over `windows.realizedVol` bars, per year of 365 days. */
  readonly realizedVol: Legs<Float64Array>;
  /** Engle–Granger p-value of y on x over `windows.health` bars (`rollingEngleGranger`); null where no rule asks for it. */
  readonly healthP: Float64Array | null;
}
