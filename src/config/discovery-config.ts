import type { DiscoverySettings } from '../core/discovery/discovery-result.ts';
import type { ConfigFile } from './schema.ts';

/** The `discovery` section: which symbols are looked at, and by what pairs of them are chosen. */
export interface DiscoveryConfig {
  /** Null for the venue's, or offline for all that are cached. */
  readonly symbols: readonly string[] | null;
  readonly quote: string;
  readonly exclude: readonly string[];
  readonly maxSymbols: number;
  /** Least dollar volume a day of a symbol that is tested at all. */
  readonly minVolumeUsd: number;
  readonly settings: DiscoverySettings;
}

export function discoveryConfig(written: ConfigFile['discovery']): DiscoveryConfig {
  return {
    symbols: written.symbols,
    quote: written.quote,
    exclude: written.exclude,
    maxSymbols: written.max_symbols,
    minVolumeUsd: written.min_volume_usdt,
    settings: {
      lookbackDays: written.lookback_days,
      holdoutDays: written.holdout_days,
      minAdvUsd: written.min_adv_usd,
      adfPvalueThreshold: written.adf_pvalue_threshold,
      minCorrelation: written.min_correlation,
      maxQ: written.max_q,
      halfLife: written.half_life,
      topN: written.top_n_pairs,
    },
  };
}
