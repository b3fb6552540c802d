import type { StrategySettings } from '../../src/core/domain/settings.ts';

type Partly<T> = { readonly [K in keyof T]?: Partial<T[K]> };

/** The default settings of the starter config, with any of them replaced. */
export const strategySettings = (changed: Partly<StrategySettings> = {}): StrategySettings => ({
  windows: { olsBeta: 200, zscore: 100, adv: 30, realizedVol: 168, spreadVol: 720, kalman: 500, ...changed.windows },
  thresholds: { zIn: 2, zOut: 0.5, zStop: 3.5, ...changed.thresholds },
  strategy: { model: 'fixed-beta', direction: 'revert', kalmanNoise: null, ...changed.strategy },
  risk: {
    accountUsd: 40_000,
    targetSigmaUsd: 200,
    maxNotionalUsdPerLeg: 25_000,
    minNotionalUsdPerLeg: 10,
    maxAdvFrac: 0.05,
    ...changed.risk,
  },
  costs: { feeBps: 10, slippageBps: 5, ...changed.costs },
  filters: {
    minAdvUsd: 5_000_000,
    maxRealizedVolAnnual: 2,
    maxFundingDiffBps8h: null,
    maxSpreadVolPercentile: null,
    ...changed.filters,
  },
  ...(changed.exits === undefined ? {} : { exits: { maxHealthP: 0.5, ...changed.exits } }),
});
