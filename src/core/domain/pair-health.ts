/** What the last bars of a pair say of whether it still belongs together. NaN where it cannot be said. */
export interface HealthFigures {
  /** Engle–Granger p-value of y on x with a constant and one lag: small when the residual looks stationary. */
  readonly p: number;
  /** Bars until half of a deviation of that residual is gone; Infinity when nothing reverts. */
  readonly halfLife: number;
  /** Beta of the last quarter of the bars over that of all of them, less 1. */
  readonly betaDrift: number;
  /** Of the log returns of the legs. */
  readonly correlation: number;
  /** How far the residual wanders to one side, by its long-run deviation: beyond `CUSUM_BOUND` it has shifted. */
  readonly cusum: number;
}

export const HEALTH_FIGURES = ['p', 'halfLife', 'betaDrift', 'correlation', 'cusum'] as const;
export type HealthFigure = (typeof HEALTH_FIGURES)[number];

/** A Brownian bridge strays further than this once in 20 (Ploberger & Krämer 1992, table 1). */
export const CUSUM_BOUND = 1.358;

/** The health of a pair on one bar. */
export interface PairHealth {
  /** Bars that were measured, this one the last. */
  readonly bars: number;
  readonly figures: HealthFigures;
  /**
   * Share of pairs of independent random walks of as many bars whose figure lies below this one, of beta drift regardless of its
   * sign. NaN where the figure is.
   */
  readonly percentiles: HealthFigures;
}
