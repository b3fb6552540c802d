import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { Pair } from '../domain/pair.ts';
import type { StrategySettings } from '../domain/settings.ts';
import type { Interval } from './interval.ts';
import type { BacktestMetrics } from './metrics/backtest-metrics.ts';
import type { Simulation } from './simulate.ts';
import type { Verdict } from './verdict.ts';
import type { WalkForwardResult } from './walk-forward-result.ts';

/** The figures that carry an interval, by name. */
export type IntervalName =
  | 'net'
  | 'gross'
  | 'avgTrade'
  | 'winRate'
  | 'sharpe'
  | 'sortino'
  | 'calmar'
  | 'maxDrawdown'
  | 'profitFactor'
  | 'payoff'
  | 'breakevenCostBps'
  | 'avgHoldBars'
  | 'tradesPerWeek'
  | 'exposure'
  | 'turnoverPerYear';

/** Equity of random-walk spreads traded by the same rules: the band a null result lies in, USD at each day's last close. */
export interface RandomWalkBand {
  readonly low: Float64Array;
  readonly median: Float64Array;
  readonly high: Float64Array;
}

/** What takes counterfactuals to say. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly randomWalkBand: RandomWalkBand;
}

/** Everything a report shows of one backtest. */
export interface BacktestResult extends MeasuredBacktest, Judgement {}

/** The part of it that takes no counterfactuals. */
export interface MeasuredBacktest {
  readonly pair: Pair;
  readonly venue: string;
  readonly timeframe: string;
  readonly settings: StrategySettings;
  readonly candles: AlignedCandles;
  readonly features: FeatureColumns;
  readonly simulation: Simulation;
  readonly metrics: BacktestMetrics;
  readonly intervals: Readonly<Record<IntervalName, Interval>>;
  readonly walkForward: WalkForwardResult | null;
  /** What makes the run repeatable: hashes of config and data, version of the code, seed. */
  readonly manifest: {
    readonly runId: string;
    readonly configHash: string;
    readonly codeVersion: string;
    readonly dataHash: string;
    readonly seed: number;
  };
}
