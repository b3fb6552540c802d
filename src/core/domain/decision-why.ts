import type { PairHealth } from './pair-health.ts';
import type { PositionSide } from './order.ts';
import type { Direction, SpreadModel, Thresholds } from './settings.ts';
import type { SpreadWindows } from './spread-model.ts';

/**
 * The numbers behind z on a bar and behind its change since the bar before. Logs are natural; alpha is 0 for the models without one.
 */
export interface ZInputs {
  readonly z: number;
  readonly zPrev: number;
  /** Log closes of this bar. */
  readonly logX: number;
  readonly logY: number;
  readonly beta: number;
  readonly betaPrev: number;
  readonly alpha: number;
  readonly alphaPrev: number;
  /** Mean and std of the spread that this bar's z stands on. */
  readonly mean: number;
  readonly std: number;
  /** Those that the z of the bar before stood on. */
  readonly meanPrev: number;
  readonly stdPrev: number;
  /** Those of this bar's window under the beta of the bar before. */
  readonly meanRolled: number;
  readonly stdRolled: number;
  /**
   * Share of z's variance over the z window that came from revisions of beta: cov(sum of their parts of Δz, z) ÷ var(z). The
   * shares of all four parts add up to 1, so one may be negative or above 1. Null while the window is not full.
   */
  readonly betaShare: number | null;
}

/** The change of z since the bar before as a sum of four parts. */
export interface ZChange {
  /** The hedged move of the prices, in the units of the bar before. */
  readonly price: number;
  /** The revision of beta (and alpha). */
  readonly beta: number;
  /** The roll of the mean: a bar joins the window, another leaves it. */
  readonly mean: number;
  /** The roll of sigma. */
  readonly sigma: number;
}

/** What a decision stood on, stored with it. */
export interface DecisionWhy {
  /** Before the decision. */
  readonly position: PositionSide;
  /** An order waits for the next open. */
  readonly isPending: boolean;
  /** The bar is forward-filled. */
  readonly isFilled: boolean;
  readonly isRuined: boolean;
  readonly thresholds: Thresholds;
  readonly direction: Direction;
  readonly model: SpreadModel;
  readonly windows: SpreadWindows;
  /** Null where z or the one before is not known. */
  readonly inputs: ZInputs | null;
  /** The pair's health on that bar; absent where it was not measured, such as on a missed bar while no rule reads it. */
  readonly health?: PairHealth;
  /** `exits.maxHealthP`; absent when off. */
  readonly maxHealthP?: number;
}
