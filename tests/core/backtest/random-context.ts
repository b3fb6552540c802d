import type { FundingRate } from '../../../src/core/domain/funding.ts';
import type { MarketRules } from '../../../src/core/domain/market-rules.ts';
import type { StrategySettings } from '../../../src/core/domain/settings.ts';
import type { DecisionContext } from '../../../src/core/strategy/decision-context.ts';
import { randomSource } from '../../../src/core/stats/random.ts';
import { FIRST_BAR, HOUR, simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext } from '../../support/walk-history.ts';

export interface RandomCase {
  readonly context: DecisionContext;
  readonly from: number;
  readonly to: number;
}

/**
 * A history with outages and one-sided holes, and settings over it, all drawn from the seed: every model and direction, funding
 * stamps that come late, lot steps, filters, rules on the pair's health, accounts small enough to be ruined, and stretches that begin and end anywhere.
 */
export function randomCase(seed: number): RandomCase {
  const uniform = randomSource(seed);
  const between = (low: number, high: number): number => low + (high - low) * uniform();
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1));
  const oneOf = <T>(first: T, ...others: readonly T[]): T => [first, ...others][whole(0, others.length)];
  const maybe = <T>(value: T): T | null => (uniform() < 0.3 ? value : null);

  const bars = whole(300, 900);
  const outage = Array.from({ length: whole(0, 6) }, () => whole(1, bars - 2)).flatMap((hour) =>
    Array.from({ length: whole(1, 9) }, (_, k) => hour + k),
  );
  const candles = simulatedFrame({
    bars,
    seed: whole(1, 1e6),
    outage,
    missingX: Array.from({ length: whole(0, 5) }, () => whole(1, bars - 2)),
    volumeUsd: oneOf(2e8, 2e6, 4e5),
  });
  const zOut = oneOf(0, 0.25, 0.8);
  const zIn = zOut + between(0.2, 2);
  const plain = strategySettings({
    windows: {
      olsBeta: whole(3, 80),
      kalman: whole(8, 80),
      zscore: whole(2, 60),
      adv: whole(2, 40),
      realizedVol: whole(2, 60),
      spreadVol: 50,
    },
    thresholds: { zIn, zOut, zStop: zIn + between(0.05, 2) },
    strategy: {
      model: oneOf('fixed-beta', 'rolling-beta', 'residual', 'kalman'),
      direction: oneOf('revert', 'follow'),
    },
    risk: { accountUsd: oneOf(40_000, 3_000, 400), targetSigmaUsd: between(50, 900), maxAdvFrac: oneOf(0.05, 0.01) },
    costs: { feeBps: oneOf(0, 10, 40), slippageBps: oneOf(0, 5) },
    filters: {
      minAdvUsd: oneOf(0, 1e6),
      maxRealizedVolAnnual: oneOf(10, 0.6),
      maxSpreadVolPercentile: maybe(80),
      maxFundingDiffBps8h: maybe(4),
    },
  });
  const stamps = (interval: number): FundingRate[] =>
    Array.from({ length: Math.floor(bars / interval) }, (_, k) => ({
      ts: FIRST_BAR + k * interval * HOUR + whole(0, 40),
      rate: between(-0.001, 0.001),
      mark: maybe(between(1000, 2000)),
    }));
  const rules = (lotStep: number): MarketRules => ({
    symbol: 'ANY/USDT',
    kind: 'spot',
    lotStep,
    minQuantity: lotStep,
    tickSize: null,
    minNotional: 5,
  });
  // Drawn apart, so that what the seeds drew before stays as it was.
  const chance = randomSource(seed + 1e6);
  const [maxHealthP, maxHeldP] = [0, 0].map(() => (chance() < 0.3 ? 0.05 + 0.85 * chance() : null));
  const isRuled = maxHealthP !== null || maxHeldP !== null;
  const settings: StrategySettings = {
    ...plain,
    windows: { ...plain.windows, ...(isRuled ? { health: 20 + Math.floor(40 * chance()) } : {}) },
    filters: { ...plain.filters, ...(maxHealthP === null ? {} : { maxHealthP }) },
    ...(maxHeldP === null ? {} : { exits: { maxHealthP: maxHeldP } }),
  };
  const hasFunding = uniform() < 0.5;
  const context = decisionContext(candles, settings, {
    funding: hasFunding ? { x: stamps(8), y: stamps(oneOf(8, 4, 1)) } : { x: [], y: [] },
    rules: { x: maybe(rules(0.001)), y: maybe(rules(0.01)) },
  });
  const size = candles.ts.length;
  const from = oneOf(0, 0, whole(0, size - 1));
  return { context, from, to: oneOf(size, size, whole(from, size)) };
}
