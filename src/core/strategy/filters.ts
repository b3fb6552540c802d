import type { FundingRate } from '../domain/funding.ts';
import type { Refusal } from '../domain/order.ts';
import type { StrategySettings } from '../domain/settings.ts';
import { minuteOf, type EpochMs } from '../domain/time.ts';
import type { EntryContext } from './decision-context.ts';
import type { Size } from './sizing.ts';

/** Largest share of forward-filled bars in the z window. */
const MAX_FILLED_SHARE = 0.05;
/** Largest hedge error that lot rounding may leave. */
export const MAX_HEDGE_ERROR = 0.01;
const EIGHT_HOURS_MS = 8 * 3_600_000;

/**
 * Every reason to refuse an entry on bar i, with its numbers; empty when there is none. A filter whose value is not known
 * yet (NaN: its window is not full) says nothing.
 */
export function entryRefusals(context: EntryContext, i: number, size: Size | null): Refusal[] {
  const { features, settings } = context;
  const { thresholds, strategy, filters, windows } = settings;
  const reasons: Refusal[] = [];
  const z = features.z[i];
  if (strategy.direction === 'revert' && Math.abs(z) > thresholds.zStop) {
    reasons.push({ code: 'beyond_stop', z, z_stop: thresholds.zStop });
  }
  const adv = minOf(features.advUsd.x[i], features.advUsd.y[i]);
  if (adv < filters.minAdvUsd) reasons.push({ code: 'adv', adv_usd: adv, min_adv_usd: filters.minAdvUsd });
  const vol = maxOf(features.realizedVol.x[i], features.realizedVol.y[i]);
  if (vol > filters.maxRealizedVolAnnual) {
    reasons.push({ code: 'vol', realized_vol: vol, max_realized_vol_annual: filters.maxRealizedVolAnnual });
  }
  const filledShare = shareFilled(context, i, windows.zscore);
  if (filledShare > MAX_FILLED_SHARE) {
    reasons.push({ code: 'stale', filled_share: filledShare, max_filled_share: MAX_FILLED_SHARE });
  }
  const beta = features.beta[i];
  if (beta <= 0) reasons.push({ code: 'beta', beta });
  // The rolling-beta models can call for an entry where y is an exact multiple of x.
  else if (size === null) reasons.push({ code: 'beta', beta, sigma: features.sigma[i] });
  if (size !== null) reasons.push(...sizeRefusals(context, i, size));
  if (filters.maxFundingDiffBps8h !== null) {
    const difference = fundingDifferenceBps8h(context, i);
    if (difference > filters.maxFundingDiffBps8h) {
      reasons.push({
        code: 'funding',
        funding_diff_bps_8h: difference,
        max_funding_diff_bps_8h: filters.maxFundingDiffBps8h,
      });
    }
  }
  if (filters.maxSpreadVolPercentile !== null) {
    const percentile = spreadVolPercentile(context, i);
    if (percentile > filters.maxSpreadVolPercentile) {
      reasons.push({
        code: 'regime',
        spread_vol_percentile: percentile,
        max_spread_vol_percentile: filters.maxSpreadVolPercentile,
      });
    }
  }
  const maxHealthP = largestHealthP(settings);
  const healthP = features.healthP?.[i] ?? NaN;
  if (healthP > maxHealthP) reasons.push({ code: 'health', health_p: healthP, max_health_p: maxHealthP });
  return reasons;
}

/** The largest p-value of the pair's health that may be entered on: what the exit rule would close at once is not opened. */
export const largestHealthP = ({ filters, exits }: StrategySettings): number =>
  Math.min(filters.maxHealthP ?? Infinity, exits?.maxHealthP ?? Infinity);

/** |funding rate of y − funding rate of x| in bps per 8 hours, by the last stamps at or before the bar's close. NaN for spot. */
export function fundingDifferenceBps8h(context: EntryContext, i: number): number {
  const barClose = context.candles.ts[i] + context.candles.barMs;
  const x = lastRate8h(context.funding.x, barClose);
  const y = lastRate8h(context.funding.y, barClose);
  return Math.abs(y - x) * 10_000;
}

/**
 * Share, in percent, of the last `windows.spreadVol` values of sigma (this bar's included) that are not above this bar's.
 * NaN until there are that many.
 */
export function spreadVolPercentile(context: EntryContext, i: number): number {
  const { sigma } = context.features;
  const window = context.settings.windows.spreadVol;
  const first = i - window + 1;
  if (first < 0 || Number.isNaN(sigma[first])) return NaN;
  let notAbove = 0;
  for (let k = first; k <= i; k++) if (sigma[k] <= sigma[i]) notAbove++;
  return (100 * notAbove) / window;
}

function sizeRefusals(context: EntryContext, i: number, size: Size): Refusal[] {
  const { features, rules, settings, candles } = context;
  const reasons: Refusal[] = [];
  for (const leg of ['y', 'x'] as const) {
    const least = Math.max(settings.risk.minNotionalUsdPerLeg, rules[leg]?.minNotional ?? 0);
    const leastQuantity = rules[leg]?.minQuantity ?? 0;
    const tooSmall = size.notionalUsd[leg] < least || Math.abs(size.quantity[leg]) < leastQuantity;
    if (tooSmall) {
      const needed = Math.max(least, leastQuantity * candles[leg].close[i]);
      reasons.push({ code: 'min_notional', leg, notional_usd: size.notionalUsd[leg], min_notional_usd: needed });
    }
  }
  // A hedge error of NaN or infinity means a leg was rounded to nothing.
  if (!(size.hedgeError <= MAX_HEDGE_ERROR)) {
    reasons.push({
      code: 'lot_hedge',
      hedge_error: Number.isFinite(size.hedgeError) ? size.hedgeError : null,
      max_hedge_error: MAX_HEDGE_ERROR,
      smallest_notional_y_usd: smallestHedgeableNotional(context, i, features.beta[i]),
    });
  }
  return reasons;
}

/**
 * A notional of the y leg from which on lot rounding can never cost more than `MAX_HEDGE_ERROR`: each leg is off by at most
 * half a step, so the relative errors of the two add up to at most the limit.
 */
function smallestHedgeableNotional(context: EntryContext, i: number, beta: number): number {
  const { candles, rules } = context;
  const halfStepX = ((rules.x?.lotStep ?? 0) * candles.x.close[i]) / 2;
  const halfStepY = ((rules.y?.lotStep ?? 0) * candles.y.close[i]) / 2;
  // (beta·N + hx) / (N − hy) ≤ beta · (1 + limit)  ⇒  N ≥ (hx/beta + hy·(1 + limit)) / limit
  return (halfStepX / beta + halfStepY * (1 + MAX_HEDGE_ERROR)) / MAX_HEDGE_ERROR;
}

function shareFilled(context: EntryContext, i: number, window: number): number {
  const { filled } = context.candles;
  let count = 0;
  for (let k = Math.max(0, i - window + 1); k <= i; k++) count += filled[k];
  return count / window;
}

function lastRate8h(rates: readonly FundingRate[], at: EpochMs): number {
  let index = rates.length - 1;
  while (index >= 0 && minuteOf(rates[index].ts) > at) index--;
  if (index < 0) return NaN;
  // Venues pay every 8, 4 or 1 hours.
  const interval = index > 0 ? Math.round((rates[index].ts - rates[index - 1].ts) / 3_600_000) * 3_600_000 : 0;
  return rates[index].rate * (interval > 0 && interval < EIGHT_HOURS_MS ? EIGHT_HOURS_MS / interval : 1);
}

/** The smaller number, or the one that is known. */
const minOf = (a: number, b: number): number => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b));
const maxOf = (a: number, b: number): number => (Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.max(a, b));
