import type { CandleColumns } from '../domain/candle.ts';
import type { Pair } from '../domain/pair.ts';
import type { EpochMs } from '../domain/time.ts';

/** A figure beside where it stands, 0 … 1, among the same figure of independent random walks; NaN where it cannot be worked out. */
export interface Calibrated {
  readonly value: number;
  readonly nullPercentile: number;
}

/** Engle–Granger on log closes, constant in the cointegrating regression. */
export interface OrderTest {
  readonly statistic: number;
  readonly pValue: number;
  readonly lags: number;
  /** Benjamini–Yekutieli over every test of the run. */
  readonly q: number;
}

/** What the formation window says of a pair, and what the held-out window made of it. All on log closes. */
export interface PairEvidence {
  /** In the order whose test speaks more clearly: y is explained by x. */
  readonly pair: Pair;
  /** Correlation of log returns. */
  readonly correlation: number;
  /** Each order: `y` as the dependent leg, and the other way round. */
  readonly engleGranger: { readonly yOnX: OrderTest; readonly xOnY: OrderTest };
  /** The smaller q of the two orders. */
  readonly q: number;
  /**
   * Statistics of rank 0 with a constant and one lagged difference. The published 5 % lines are those of series that drift and
   * pass too many that do not, so the trace stands beside its null percentile.
   */
  readonly johansen: { readonly trace: Calibrated; readonly maxEigen: number };
  readonly beta: number;
  /** Std of beta over the quarters of the window ÷ |beta| of the whole. */
  readonly betaDrift: number;
  /** Bars until half of a deviation is gone, bias-corrected; Infinity when the estimate does not revert. */
  readonly halfLife: Calibrated;
  readonly hurst: Calibrated;
  /** How often the residual changes sign, per 1,000 bars. */
  readonly crossings: Calibrated;
  /** Entries of the default rules per week, and the share of them that won, in the formation window. */
  readonly entriesPerWeek: Calibrated;
  readonly winRate: Calibrated;
  /** Std of the residual, and of it in round-trip costs of both legs. */
  readonly sigma: number;
  readonly sigmaInCosts: number;
  /** Mean dollar volume a day of the thinner leg. */
  readonly advUsd: number;
  /** Share of the formation window's quarters in which the chosen order rejects at `adf_pvalue_threshold`. */
  readonly subWindowShare: number;
  readonly heldOut: HeldOut;
}

/** The configured rules on the bars that no estimate had seen. */
export interface HeldOut {
  /** ADF p-value of y − beta · x − alpha with the formation window's beta and alpha. */
  readonly pValue: number;
  readonly trades: number;
  readonly winRate: number;
  /** USD after costs. */
  readonly net: number;
  /** 95 % block-bootstrap interval of `net`; NaN where nothing was traded or no order has p ≤ `adf_pvalue_threshold`. */
  readonly netInterval: readonly [number, number];
  /** p-value at most `adf_pvalue_threshold`, and net above 0. */
  readonly isConfirmed: boolean;
}

/** Why a pair stands on no list. */
export type Rejection = 'q' | 'correlation' | 'half_life' | 'adv' | 'beta' | 'top_n';

export interface JudgedPair extends PairEvidence {
  /** Position by the ranking, from 1; pairs that pass all filters come first. */
  readonly rank: number;
  /** Empty for a pair that was chosen. */
  readonly rejections: readonly Rejection[];
}

/** Symbols that were not tested, and why. */
export interface LeftOut {
  readonly symbol: string;
  readonly reason:
    | 'history'
    | 'gaps'
    | 'volume'
    | 'stablecoin'
    | 'leveraged'
    | 'wrapped'
    | 'constant'
    | 'unavailable'
    | 'excluded'
    | 'inactive'
    | 'limit';
  readonly detail: string;
}

export interface DiscoverySettings {
  readonly lookbackDays: number;
  readonly holdoutDays: number;
  /** Least mean dollar volume a day of the thinner leg. */
  readonly minAdvUsd: number;
  readonly adfPvalueThreshold: number;
  readonly minCorrelation: number;
  readonly maxQ: number;
  /** Bars, inclusive. */
  readonly halfLife: { readonly min: number; readonly max: number };
  readonly topN: number;
}

export interface DiscoveryResult {
  readonly venue: string;
  readonly timeframe: string;
  readonly seed: number;
  readonly settings: DiscoverySettings;
  readonly symbols: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** from inclusive, to exclusive; the held-out window follows the formation window. */
  readonly formation: { readonly from: EpochMs; readonly to: EpochMs; readonly bars: number };
  readonly holdout: { readonly from: EpochMs; readonly to: EpochMs; readonly bars: number };
  /** Pairs and tests: each pair is tested in both orders. */
  readonly pairsTested: number;
  readonly tests: number;
  /** Tests with p ≤ `adf_pvalue_threshold`, and how many of them chance alone would make. */
  readonly rawPasses: number;
  readonly expectedByChance: number;
  /** Pairs with q ≤ `max_q`, those that also pass every filter, and those that the held-out window confirms. */
  readonly significant: number;
  readonly chosen: number;
  readonly confirmed: number;
  /** Half-life, bars, of the slowest pair that this window and this many tests find with a chance of 80 %. */
  readonly detectableHalfLife: number;
  readonly sentence: string;
  /** By rank: every pair with q ≤ `max_q`, and at least the first `LISTED_PAIRS`. */
  readonly pairs: readonly JudgedPair[];
  /** By rank, all of them, made one at a time: there can be a hundred thousand. */
  readonly everyPair: () => Iterable<JudgedPair>;
}

export const LISTED_PAIRS = 100;

/** Symbols on one grid: bars of the formation window, then those of the held-out window. */
export interface DiscoveryGround {
  readonly barMs: number;
  /** Open times without a hole. */
  readonly ts: Float64Array;
  /** How many of the bars belong to the formation window. */
  readonly formationBars: number;
  /** In memory that threads share. */
  readonly symbols: readonly GroundSymbol[];
}

export interface GroundSymbol {
  readonly symbol: string;
  /** As long as the ground's `ts`. */
  readonly candles: CandleColumns;
  /** 1 where the symbol had no bar and its last close was carried on: a pair neither decides nor trades there. */
  readonly carried: Uint8Array;
}
