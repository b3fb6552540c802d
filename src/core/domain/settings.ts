/** Bars each estimate looks back over. */
export interface Windows {
  /** OLS of log(y) on log(x). */
  readonly olsBeta: number;
  /** Mean and standard deviation of the spread. */
  readonly zscore: number;
  /** Average dollar volume per bar. */
  readonly adv: number;
  /** Realised volatility of each leg. */
  readonly realizedVol: number;
  /** History in which today's spread volatility is ranked, for `maxSpreadVolPercentile`. */
  readonly spreadVol: number;
  /** Kalman model: noise variances, and the start of the filter. It takes the place of `olsBeta`. */
  readonly kalman: number;
  /** Engle–Granger p-value of the pair, for the rules on its health; absent where neither is on. */
  readonly health?: number;
}

/** |z| at which a position is entered, left, and given up. 0 ≤ zOut < zIn < zStop. */
export interface Thresholds {
  readonly zIn: number;
  readonly zOut: number;
  readonly zStop: number;
}

/** How the spread is measured: see `core/features/spread.ts`. */
export type SpreadModel = 'fixed-beta' | 'rolling-beta' | 'residual' | 'kalman';

/** `revert` fades the spread, `follow` trades its breakout. */
export type Direction = 'revert' | 'follow';

export interface Strategy {
  readonly model: SpreadModel;
  readonly direction: Direction;
  /** Of the kalman model; null for the likeliest ones of each window. */
  readonly kalmanNoise: KalmanNoise | null;
}

/** Variances of the steps of alpha and beta, and of what is left of log(y), a bar. `alpha` or `observation` is above 0. */
export interface KalmanNoise {
  readonly alpha: number;
  readonly beta: number;
  readonly observation: number;
}

export interface Risk {
  /** Paper account at the start, USD. Sizes do not compound. */
  readonly accountUsd: number;
  /** P&L of the position per 1.0 z, USD. */
  readonly targetSigmaUsd: number;
  readonly maxNotionalUsdPerLeg: number;
  readonly minNotionalUsdPerLeg: number;
  /** Largest share of a leg's average dollar volume per bar. */
  readonly maxAdvFrac: number;
}

/** Per leg and per side. */
export interface Costs {
  readonly feeBps: number;
  readonly slippageBps: number;
}

/** Conditions on an entry. `null` means the filter is off. */
export interface Filters {
  readonly minAdvUsd: number;
  readonly maxRealizedVolAnnual: number;
  readonly maxFundingDiffBps8h: number | null;
  readonly maxSpreadVolPercentile: number | null;
  /** Largest p-value of the pair's health; absent when off, so that settings without it keep their name in the ledger. */
  readonly maxHealthP?: number;
}

/** Conditions that close a position beside z. */
export interface Exits {
  /** A p-value of the pair's health above this closes what is open (`BREAK`) and opens nothing. */
  readonly maxHealthP: number;
}

/** Everything that can change a decision; nothing else may. */
export interface StrategySettings {
  readonly windows: Windows;
  readonly thresholds: Thresholds;
  readonly strategy: Strategy;
  readonly risk: Risk;
  readonly costs: Costs;
  readonly filters: Filters;
  /** Absent when off. */
  readonly exits?: Exits;
}
