import type { StrategySettings } from '../domain/settings.ts';
import type { HeatMap } from './heat-map.ts';
import type { SettingFigures } from './setting-figures.ts';
import type { SweepEvidence, SweepVerdict } from './sweep-evidence.ts';

/** One setting that was tried, and what it came to. */
export interface TriedSetting {
  readonly settings: StrategySettings;
  readonly figures: SettingFigures;
}

export interface SweepResult {
  /** Best first. */
  readonly ranking: readonly TriedSetting[];
  /** Settings of the grid; more than were tried when the sweep was interrupted. */
  readonly asked: number;
  readonly isPartial: boolean;
  readonly evidence: SweepEvidence;
  readonly verdict: SweepVerdict;
  /** Sharpe ratio over every two settings that the grid turns. */
  readonly heatMaps: readonly HeatMap[];
}
