import type { Fill } from '../domain/fill.ts';
import { LEGS, type LegName, type Legs } from '../domain/pair.ts';
import type { EpochMs } from '../domain/time.ts';
import { legAccount, type LegAccount } from './leg-account.ts';
import { isMore, oneLot } from './lot.ts';
import { leftoverWords, remainderWords } from './remainder.ts';
import type { RoundTrip } from './round-trip.ts';
import { shortfall, type Shortfall } from './shortfall.ts';

/**
 * `unfilled`: nobody has recorded a fill. `skipped`: the same, and somebody said so. `closed`: what is left of each leg is
 * within a lot or 1 % of what was opened.
 */
export type TripState = 'open' | 'closed' | 'skipped' | 'unfilled';

/** A real round trip with its P&L. */
export interface TripAccount {
  readonly trip: RoundTrip;
  readonly state: TripState;
  readonly legs: Legs<LegAccount>;
  /** Times of the first and the last fill; NaN when there is none. */
  readonly firstFillAt: EpochMs;
  readonly lastFillAt: EpochMs;
  readonly realisedUsd: number;
  readonly unrealisedUsd: number;
  readonly feesUsd: number;
  /** Realised + unrealised − fees. */
  readonly netUsd: number;
  readonly shortfall: Shortfall;
  /** What is not hedged, or left over, in words; null when there is nothing to say. */
  readonly remainder: string | null;
}

/**
 * @param marks the price of each leg that holdings are valued at: the newest decided close. A perpetual held for a spot leg is
 *   valued at the leg's price too. NaN where there is none
 */
export function tripAccount(trip: RoundTrip, marks: Legs<number>): TripAccount {
  const account = (leg: LegName): LegAccount =>
    legAccount(leg, trip.entry.legs[leg], ofLeg(trip.fills, leg), marks[leg]);
  const legs = { x: account('x'), y: account('y') };
  const sum = (of: (leg: LegAccount) => number): number => of(legs.x) + of(legs.y);
  const times = trip.fills.map(({ at }) => at);
  const state = stateOf(trip, legs);
  const realisedUsd = sum((leg) => leg.realisedUsd);
  const unrealisedUsd = sum((leg) => leg.unrealisedUsd);
  const feesUsd = sum((leg) => leg.feesUsd);
  return {
    trip,
    state,
    legs,
    firstFillAt: times.length === 0 ? NaN : Math.min(...times),
    lastFillAt: times.length === 0 ? NaN : Math.max(...times),
    realisedUsd,
    unrealisedUsd,
    feesUsd,
    netUsd: realisedUsd + unrealisedUsd - feesUsd,
    shortfall: shortfall(trip, marks),
    remainder: state === 'open' ? remainderWords(legs) : state === 'closed' ? leftoverWords(legs) : null,
  };
}

const ofLeg = (fills: readonly Fill[], leg: LegName): readonly Fill[] => fills.filter((fill) => fill.leg === leg);

function stateOf(trip: RoundTrip, legs: Legs<LegAccount>): TripState {
  if (trip.fills.length === 0) return trip.entrySkip === null ? 'unfilled' : 'skipped';
  const isClosed = LEGS.some((leg) => legs[leg].closed.quantity > 0) && LEGS.every((leg) => isGone(legs[leg]));
  return isClosed ? 'closed' : 'open';
}

/** An exchange that takes its fee from what was bought leaves a little less to sell than was bought. */
function isGone({ holdings, opened, ticketLeg }: LegAccount): boolean {
  const crumb = Math.max(oneLot(ticketLeg), 0.01 * opened.quantity);
  return holdings.every(({ quantity }) => !isMore(Math.abs(quantity), crumb));
}
