import { signed } from '../domain/fill.ts';
import { LEGS, type Legs } from '../domain/pair.ts';
import { utcMonth, type EpochMs } from '../domain/time.ts';
import type { PaperResult } from './paper-result.ts';
import type { Shortfall } from './shortfall.ts';
import type { TripAccount, TripState } from './trip-account.ts';

/** A real round trip beside the paper one. */
export interface TripPnl {
  readonly pair: string;
  readonly account: TripAccount;
  readonly paper: PaperResult | null;
}

/** What pairs are valued at, and as of when. */
export interface Marks {
  readonly price: Legs<number>;
  /** When the bar closed whose close it is. */
  readonly at: EpochMs;
}

export interface PnlTotals {
  readonly trips: Readonly<Record<TripState, number>>;
  readonly realisedUsd: number;
  readonly unrealisedUsd: number;
  readonly feesUsd: number;
  readonly netUsd: number;
  /** Of all round trips that the paper book knows. */
  readonly paperNetUsd: number;
  /** `totalBps` is of all entry tickets' notionals together; NaN when there is no trip. */
  readonly shortfall: Shortfall;
}

/** One UTC month: P&L and fees fall into the month of the fill that made them, paper P&L into that of the paper exit. */
export interface MonthPnl {
  readonly month: string;
  readonly fills: number;
  /** Round trips whose last fill lies in the month and that are closed. */
  readonly closedTrips: number;
  readonly realisedUsd: number;
  readonly feesUsd: number;
  readonly netUsd: number;
  readonly paperNetUsd: number;
}

export function pnlTotals(trips: readonly TripPnl[]): PnlTotals {
  const sum = (of: (trip: TripPnl) => number): number => trips.reduce((total, trip) => total + of(trip), 0);
  const count = (state: TripState): number => trips.filter(({ account }) => account.state === state).length;
  const totalUsd = sum(({ account }) => account.shortfall.totalUsd);
  const notional = sum(({ account }) => LEGS.reduce((usd, leg) => usd + account.trip.entry.legs[leg].notionalUsd, 0));
  return {
    trips: { open: count('open'), closed: count('closed'), skipped: count('skipped'), unfilled: count('unfilled') },
    realisedUsd: sum(({ account }) => account.realisedUsd),
    unrealisedUsd: sum(({ account }) => account.unrealisedUsd),
    feesUsd: sum(({ account }) => account.feesUsd),
    netUsd: sum(({ account }) => account.netUsd),
    paperNetUsd: sum(({ paper }) => paper?.netUsd ?? 0),
    shortfall: {
      priceUsd: sum(({ account }) => account.shortfall.priceUsd),
      unfilledUsd: sum(({ account }) => account.shortfall.unfilledUsd),
      feesUsd: sum(({ account }) => account.shortfall.feesUsd),
      totalUsd,
      totalBps: (totalUsd / notional) * 10_000,
    },
  };
}

/**
 * Realised P&L by month, oldest first; months without a fill or a paper exit are left out. A closing fill realises its share of the leg's
 * realised P&L, against the average price of all that was opened. Over all months realised and fees are those of the totals.
 */
export function monthlyPnl(trips: readonly TripPnl[]): MonthPnl[] {
  const months = new Map<string, MonthPnl>();
  const add = (at: EpochMs, change: Partial<MonthPnl>): void => {
    const month = utcMonth(at);
    const before = months.get(month);
    const sum = (name: 'fills' | 'closedTrips' | 'realisedUsd' | 'feesUsd' | 'paperNetUsd'): number =>
      (before?.[name] ?? 0) + (change[name] ?? 0);
    const [realisedUsd, feesUsd] = [sum('realisedUsd'), sum('feesUsd')];
    months.set(month, {
      month,
      fills: sum('fills'),
      closedTrips: sum('closedTrips'),
      realisedUsd,
      feesUsd,
      netUsd: realisedUsd - feesUsd,
      paperNetUsd: sum('paperNetUsd'),
    });
  };
  for (const { account, paper } of trips) {
    for (const { at, leg, action, quantity, price, feeUsd } of account.trip.fills) {
      const { opened, closed, ticketLeg } = account.legs[leg];
      // More may have been closed than was opened: each closing fill then counts with its share of what there was.
      const share = Math.min(opened.quantity, closed.quantity) / closed.quantity;
      const closes = action !== ticketLeg.action && share > 0;
      const realisedUsd = closes ? signed(action, quantity) * share * (opened.averagePrice - price) : 0;
      add(at, { fills: 1, feesUsd: feeUsd, realisedUsd });
    }
    if (account.state === 'closed') add(account.lastFillAt, { closedTrips: 1 });
    if (paper?.state === 'closed') add(paper.closedAt, { paperNetUsd: paper.netUsd });
  }
  return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}
