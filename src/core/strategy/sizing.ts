import { roundToStep } from '../domain/lot.ts';
import type { EntryEvent } from '../domain/order.ts';
import { entrySide } from '../domain/order.ts';
import type { Legs } from '../domain/pair.ts';
import type { EntryContext } from './decision-context.ts';

/** A beta-neutral size. */
export interface Size {
  /** Signed, in base units, on the venue's lot grid where it is known. */
  readonly quantity: Legs<number>;
  /** USD of each leg after rounding, never negative. */
  readonly notionalUsd: Legs<number>;
  /** |N_x/N_y ÷ beta − 1| after rounding. */
  readonly hedgeError: number;
  /** Which limit scaled both legs down, or null when the target size fits. */
  readonly cappedBy: 'max_notional_usd_per_leg' | 'max_adv_frac' | null;
}

/**
 * Size of an entry on bar i: N_y = targetSigmaUsd / sigma, N_x = beta · N_y, both scaled by one factor so that each leg
 * keeps within `maxNotionalUsdPerLeg` and `maxAdvFrac` of its dollar volume; then each quantity is rounded to the lot step.
 * Null when beta ≤ 0 or sigma is not positive: there is no hedge to size.
 */
export function entrySize(context: EntryContext, i: number, event: EntryEvent): Size | null {
  const { candles, features, rules, settings } = context;
  const { risk } = settings;
  const beta = features.beta[i];
  const sigma = features.sigma[i];
  if (!(beta > 0) || !(sigma > 0)) return null;

  const targetY = risk.targetSigmaUsd / sigma;
  const targetX = beta * targetY;
  const byNotional = Math.min(risk.maxNotionalUsdPerLeg / targetX, risk.maxNotionalUsdPerLeg / targetY);
  const byAdv = Math.min(
    advLimit(features.advUsd.x[i], risk.maxAdvFrac) / targetX,
    advLimit(features.advUsd.y[i], risk.maxAdvFrac) / targetY,
  );
  const scale = Math.min(1, byNotional, byAdv);
  const cappedBy = scale === 1 ? null : byAdv < byNotional ? 'max_adv_frac' : 'max_notional_usd_per_leg';

  const price = { x: candles.x.close[i], y: candles.y.close[i] };
  const x = roundToStep((targetX * scale) / price.x, rules.x?.lotStep ?? null);
  const y = roundToStep((targetY * scale) / price.y, rules.y?.lotStep ?? null);
  const notionalUsd = { x: x * price.x, y: y * price.y };
  const sign = entrySide(event) === 'long_spread' ? 1 : -1;
  return {
    quantity: { x: x === 0 ? 0 : -sign * x, y: y === 0 ? 0 : sign * y },
    notionalUsd,
    hedgeError: Math.abs(notionalUsd.x / notionalUsd.y / beta - 1),
    cappedBy,
  };
}

/** Dollars a leg may take of its volume; no limit while its volume is not known yet. */
const advLimit = (advUsd: number, fraction: number): number => (Number.isNaN(advUsd) ? Infinity : advUsd * fraction);
