import { signed } from '../domain/fill.ts';
import { baseOf, LEGS, type Legs } from '../domain/pair.ts';
import { quantity as quantityText } from '../tickets/format.ts';
import type { LegAccount } from './leg-account.ts';
import { isMore, oneLot } from './lot.ts';

/** The leg that is too small for the other one, and by how many base units. */
export interface HedgeGap {
  readonly leg: LegAccount;
  readonly units: number;
}

/**
 * Which leg lacks how much to hedge the other: the held shares of the ticket's quantities are compared, so the ratio is the
 * ticket's. Null when they agree to one lot of the shorter leg.
 */
function hedgeGap(legs: Legs<LegAccount>): HedgeGap | null {
  const share = ({ held, ticketLeg }: LegAccount): number => (held * signed(ticketLeg.action, 1)) / ticketLeg.quantity;
  const [short, long] = share(legs.x) < share(legs.y) ? [legs.x, legs.y] : [legs.y, legs.x];
  const units = (share(long) - share(short)) * short.ticketLeg.quantity;
  return isMore(units, oneLot(short.ticketLeg)) ? { leg: short, units } : null;
}

/** `ETH leg 0.8 short of hedge`; null when the legs hedge each other. */
export function remainderWords(legs: Legs<LegAccount>): string | null {
  const gap = hedgeGap(legs);
  if (gap === null) return null;
  const { symbol, quantityDecimals } = gap.leg.ticketLeg;
  return `${baseOf(symbol)} leg ${quantityText(gap.units, quantityDecimals)} short of hedge`;
}

/** What a closed round trip has left lying about: `0.003 ETH left over`; null when it is all gone. */
export function leftoverWords(legs: Legs<LegAccount>): string | null {
  const left = LEGS.flatMap((leg) => legs[leg].holdings).map(
    ({ instrument, quantity }) => `${quantityText(quantity, null)} ${baseOf(instrument)}`,
  );
  return left.length === 0 ? null : `${left.join(' and ')} left over`;
}
