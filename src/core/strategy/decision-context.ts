import type { AlignedCandles } from '../domain/aligned-candles.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { FundingRate } from '../domain/funding.ts';
import type { MarketRules } from '../domain/market-rules.ts';
import type { Legs } from '../domain/pair.ts';
import type { StrategySettings } from '../domain/settings.ts';

/** A history and what is known of each of its bars. What is decided on bar i reads columns up to i only. */
export interface DecisionContext {
  readonly candles: AlignedCandles;
  readonly features: FeatureColumns;
  /** Funding stamps of each leg, ascending; empty for spot. */
  readonly funding: Legs<readonly FundingRate[]>;
  /** The venue's lot and notional rules, null where unknown. */
  readonly rules: Legs<MarketRules | null>;
  readonly settings: StrategySettings;
}

/** The part of it that decisions rest on; the other features are there to be shown. */
export interface EntryContext extends Omit<DecisionContext, 'features'> {
  readonly features: Pick<FeatureColumns, 'beta' | 'z' | 'sigma' | 'advUsd' | 'realizedVol' | 'healthP'>;
}
