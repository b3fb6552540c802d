import type { StrategySettings } from '../core/domain/settings.ts';
import type { ConfigFile } from './schema.ts';
import { DEFAULT_TARGET_SIGMA_USD } from './schema.ts';

/** The part of the settings that decides, in the core's words. Rules on the pair's health that are off leave no trace in it. */
export function strategySettings(file: ConfigFile): StrategySettings {
  const { windows, thresholds, strategy, risk, costs, filters } = file;
  const [maxEntryP, maxHeldP] = [filters.max_health_p, file.exits.max_health_p];
  return {
    windows: {
      olsBeta: windows.ols_beta,
      zscore: windows.zscore,
      adv: windows.adv,
      realizedVol: windows.realized_vol,
      spreadVol: windows.spread_vol,
      kalman: windows.kalman,
      ...(maxEntryP === null && maxHeldP === null ? {} : { health: windows.health }),
    },
    thresholds: { zIn: thresholds.z_in, zOut: thresholds.z_out, zStop: thresholds.z_stop },
    strategy: { model: strategy.model, direction: strategy.direction, kalmanNoise: strategy.kalman_noise },
    risk: {
      accountUsd: risk.account_usd,
      targetSigmaUsd: targetSigmaUsd(risk),
      maxNotionalUsdPerLeg: risk.max_notional_usd_per_leg,
      minNotionalUsdPerLeg: risk.min_notional_usd_per_leg,
      maxAdvFrac: risk.max_adv_frac,
    },
    costs: { feeBps: costs.fee_bps, slippageBps: costs.slippage_bps },
    filters: {
      minAdvUsd: filters.min_adv_usd,
      maxRealizedVolAnnual: filters.max_realized_vol_annual,
      maxFundingDiffBps8h: filters.max_funding_diff_bps_8h,
      maxSpreadVolPercentile: filters.max_spread_vol_percentile,
      ...(maxEntryP === null ? {} : { maxHealthP: maxEntryP }),
    },
    ...(maxHeldP === null ? {} : { exits: { maxHealthP: maxHeldP } }),
  };
}

function targetSigmaUsd(risk: ConfigFile['risk']): number {
  if (typeof risk.target_sigma_frac === 'number') return risk.account_usd * risk.target_sigma_frac;
  return risk.target_sigma_usd ?? DEFAULT_TARGET_SIGMA_USD;
}
