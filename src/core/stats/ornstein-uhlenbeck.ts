import { ar1 } from './ar1.ts';
import { halfLife, unbiasedPhi } from './half-life.ts';
import { halfLifeInterval } from './half-life-interval.ts';

/** dX = theta · (mu − X) dt + sigma dW with time in bars. */
export interface OrnsteinUhlenbeck {
  /** Share of a deviation that is left after one bar. */
  readonly phi: number;
  /** Speed of reversion a bar: 0 where phi ≥ 1, Infinity where phi ≤ 0. */
  readonly theta: number;
  /** Where it reverts to; NaN where phi ≥ 1. */
  readonly mu: number;
  /** Per √bar, in the units of the series; Infinity where phi ≤ 0. */
  readonly sigma: number;
  /** Bars, from phi as it is estimated. */
  readonly halfLife: number;
  /** Bars, with the small-sample bias of phi put right. */
  readonly halfLifeUnbiased: number;
  /** 95 %. */
  readonly halfLifeInterval: readonly [low: number, high: number];
}

/**
 * Ornstein–Uhlenbeck process of an evenly spaced series, by maximum likelihood of its exact discretisation given the first value:
 * X_t = mu + phi · (X_{t−1} − mu) + error, phi = exp(−theta), variance of the error = sigma² · (1 − phi²) / (2 · theta).
 *
 * @returns NaN throughout for fewer than 3 values, a constant series or a NaN
 */
export function ornsteinUhlenbeck(series: Float64Array): OrnsteinUhlenbeck {
  const { phi, intercept, variance } = ar1(series);
  const theta = phi >= 1 ? 0 : phi <= 0 ? Infinity : -Math.log(phi);
  // Without reversion sigma² is the variance of a step.
  const perBar = theta === 0 ? 1 : (2 * theta) / (1 - phi * phi);
  return {
    phi,
    theta,
    mu: phi >= 1 ? NaN : intercept / (1 - phi),
    sigma: Math.sqrt(variance * perBar),
    halfLife: halfLife(phi),
    halfLifeUnbiased: halfLife(unbiasedPhi(phi, series.length)),
    halfLifeInterval: halfLifeInterval(series),
  };
}
