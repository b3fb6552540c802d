import type { HealthFigures, PairHealth } from '../domain/pair-health.ts';

const figuresJson = ({ p, halfLife, betaDrift, correlation, cusum }: HealthFigures) => ({
  p,
  // JSON knows no infinity: null is a residual that does not revert.
  half_life_bars: Number.isFinite(halfLife) ? halfLife : null,
  beta_drift: betaDrift,
  correlation,
  cusum,
});

/** A pair's health as programs read it: each figure, and its percentile among random walks from 0 to 1. */
export const healthJson = ({ bars, figures, percentiles }: PairHealth): Readonly<Record<string, unknown>> => ({
  bars,
  figures: figuresJson(figures),
  null_percentiles: figuresJson(percentiles),
});
