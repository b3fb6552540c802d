import type { DiscoveryResult, DiscoverySettings, JudgedPair } from '../../discovery/discovery-result.ts';
import { isoUtc } from '../../domain/time.ts';
import { DISCOVERY_COLUMNS } from './discovery-columns.ts';

/** A discovery for programs: snake case, best pair first; what is not known, or infinite, is null. */
export function discoveryJson(result: DiscoveryResult): Readonly<Record<string, unknown>> {
  const { formation, holdout } = result;
  const window = ({ from, to, bars }: typeof formation) => ({ from: isoUtc(from), to: isoUtc(to), bars });
  return {
    sentence: result.sentence,
    venue: result.venue,
    timeframe: result.timeframe,
    seed: result.seed,
    settings: discoverySettingsJson(result.settings),
    formation: window(formation),
    holdout: window(holdout),
    symbols: result.symbols,
    left_out: result.leftOut,
    pairs_tested: result.pairsTested,
    tests: result.tests,
    raw_passes: result.rawPasses,
    expected_by_chance: result.expectedByChance,
    significant: result.significant,
    chosen: result.chosen,
    confirmed: result.confirmed,
    detectable_half_life: known(result.detectableHalfLife),
    pairs: result.pairs.map(judgedPairJson),
  };
}

export const discoverySettingsJson = (settings: DiscoverySettings): Readonly<Record<string, unknown>> => ({
  lookback_days: settings.lookbackDays,
  holdout_days: settings.holdoutDays,
  adf_pvalue_threshold: settings.adfPvalueThreshold,
  max_q: settings.maxQ,
  min_correlation: settings.minCorrelation,
  half_life: settings.halfLife,
  min_adv_usd: settings.minAdvUsd,
  top_n_pairs: settings.topN,
});

const judgedPairJson = (pair: JudgedPair) => ({
  rank: pair.rank,
  x: pair.pair.x,
  y: pair.pair.y,
  chosen: pair.rejections.length === 0,
  confirmed: pair.heldOut.isConfirmed,
  rejections: pair.rejections,
  ...Object.fromEntries(DISCOVERY_COLUMNS.map(({ id, value }) => [id, known(value(pair))])),
});

const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
