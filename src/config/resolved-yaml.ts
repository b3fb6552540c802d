import { stringify } from 'yaml';
import type { Config } from './load-config.ts';

/**
 * The settings in force as a config file that loads to the same results. Secrets and what only this machine needs (paths,
 * channels, constructor options of the venue) are left out.
 */
export function resolvedYaml(config: Config): string {
  const { exchange, pairs, timeframe, settings, walkForward, historyBars, closeGraceSeconds } = config;
  const { windows, thresholds, strategy, risk, costs, filters, exits } = settings;
  const { grid } = walkForward;
  return stringify({
    exchange: exchange.id,
    pairs: pairs.map(({ x, y }) => [x, y]),
    timeframe,
    windows: {
      ols_beta: windows.olsBeta,
      zscore: windows.zscore,
      adv: windows.adv,
      realized_vol: windows.realizedVol,
      spread_vol: windows.spreadVol,
      kalman: windows.kalman,
      health: config.healthBars,
    },
    thresholds: { z_in: thresholds.zIn, z_out: thresholds.zOut, z_stop: thresholds.zStop },
    strategy: { direction: strategy.direction, model: strategy.model, kalman_noise: strategy.kalmanNoise },
    risk: {
      account_usd: risk.accountUsd,
      target_sigma_usd: risk.targetSigmaUsd,
      max_notional_usd_per_leg: risk.maxNotionalUsdPerLeg,
      min_notional_usd_per_leg: risk.minNotionalUsdPerLeg,
      max_adv_frac: risk.maxAdvFrac,
    },
    costs: { fee_bps: costs.feeBps, slippage_bps: costs.slippageBps },
    filters: {
      min_adv_usd: filters.minAdvUsd,
      max_realized_vol_annual: filters.maxRealizedVolAnnual,
      max_funding_diff_bps_8h: filters.maxFundingDiffBps8h,
      max_spread_vol_percentile: filters.maxSpreadVolPercentile,
      max_health_p: filters.maxHealthP ?? null,
    },
    exits: { max_health_p: exits?.maxHealthP ?? null },
    walk_forward: {
      scheme: walkForward.scheme,
      in_sample_share: walkForward.inSampleShare,
      in_sample_bars: walkForward.inSampleBars,
      out_of_sample_bars: walkForward.outOfSampleBars,
      grid: {
        windows: { ols_beta: grid.windows?.olsBeta, zscore: grid.windows?.zscore, kalman: grid.windows?.kalman },
        thresholds: { z_in: grid.thresholds?.zIn, z_out: grid.thresholds?.zOut, z_stop: grid.thresholds?.zStop },
        strategy: { model: grid.strategy?.model, direction: grid.strategy?.direction },
      },
    },
    history_bars: historyBars,
    close_grace_seconds: closeGraceSeconds,
  });
}
