import type { ClosedTrade } from '../domain/position.ts';
import type { StrategySettings } from '../domain/settings.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Interval } from './interval.ts';
import type { BacktestMetrics } from './metrics/backtest-metrics.ts';

/** What a segment's trades came to. */
export type SegmentFigures = Pick<
  BacktestMetrics,
  'trades' | 'net' | 'sharpe' | 'maxDrawdown' | 'winRate' | 'fees' | 'slippage' | 'funding'
>;

/** One fold: a setting chosen on the in-sample stretch, judged on the out-of-sample stretch after the purge. */
export interface WalkForwardFold {
  readonly inSample: { readonly from: EpochMs; readonly to: EpochMs };
  readonly outOfSample: { readonly from: EpochMs; readonly to: EpochMs };
  /** Bars left out between the two: the longest memory of any setting tried plus the longest hold of the chosen one. */
  readonly purgedBars: number;
  /** The setting with the best in-sample Sharpe net of costs; null when none was positive and the fold stays out. */
  readonly choice: StrategySettings | null;
  readonly inSampleFigures: SegmentFigures | null;
  /** Null when the fold stays out, or when the purge leaves no bars. */
  readonly outOfSampleFigures: SegmentFigures | null;
}

/** Out-of-sample folds joined; a fold that stays out is flat. */
export interface WalkForwardResult {
  readonly scheme: 'anchored' | 'rolling';
  readonly settingsTried: number;
  readonly folds: readonly WalkForwardFold[];
  readonly trades: readonly ClosedTrade[];
  /** Times and account at each out-of-sample close, USD, the P&L of the folds added up. */
  readonly ts: Float64Array;
  readonly equity: Float64Array;
  readonly net: number;
  readonly sharpe: number;
  readonly maxDrawdown: number;
  /** Of the joined days, as for the backtest itself. */
  readonly intervals: { readonly net: Interval; readonly sharpe: Interval };
}
