import type { Fill } from '../domain/fill.ts';
import { pairName } from '../domain/pair.ts';
import { isoUtc, type EpochMs } from '../domain/time.ts';
import { exitNote } from './exit-note.ts';
import type { FilledSide, LegAccount } from './leg-account.ts';
import { monthlyPnl, pnlTotals, type Marks, type TripPnl } from './pnl-report.ts';
import type { RealPosition } from './real-position.ts';
import type { Shortfall } from './shortfall.ts';
import type { TripAccount } from './trip-account.ts';

/** A document of plain values, ready for JSON: snake_case, times ISO 8601 UTC, NaN as null once it is written. */
type Json = Readonly<Record<string, unknown>>;

const timeJson = (ts: EpochMs): string | null => (Number.isNaN(ts) ? null : isoUtc(ts));

/** One fill, voided or not. */
export const fillJson = (fill: Fill): Json => ({
  no: fill.no,
  ticket: fill.ticketId,
  leg: fill.leg,
  instrument: fill.instrument,
  action: fill.action,
  quantity: fill.quantity,
  price: fill.price,
  fee_usd: fill.feeUsd,
  at: isoUtc(fill.at),
  source: fill.source,
  venue: fill.venue,
  external_id: fill.externalId,
  replaces: fill.replaces,
  recorded_at: isoUtc(fill.recordedAt),
  voided: fill.voided === null ? null : { at: isoUtc(fill.voided.at), why: fill.voided.why },
});

const sideJson = ({ quantity, averagePrice, feesUsd }: FilledSide): Json => ({
  quantity,
  average_price: averagePrice,
  fees_usd: feesUsd,
});

const legJson = (leg: LegAccount): Json => ({
  symbol: leg.ticketLeg.symbol,
  action: leg.ticketLeg.action,
  ticket_quantity: leg.ticketLeg.quantity,
  reference_price: leg.ticketLeg.referencePrice,
  opened: sideJson(leg.opened),
  closed: sideJson(leg.closed),
  held: leg.held,
  holdings: leg.holdings.map(({ instrument, quantity }) => ({ instrument, quantity })),
  mark: leg.mark,
  realised_usd: leg.realisedUsd,
  unrealised_usd: leg.unrealisedUsd,
  fees_usd: leg.feesUsd,
});

const shortfallJson = (shortfall: Shortfall): Json => ({
  price_usd: shortfall.priceUsd,
  unfilled_usd: shortfall.unfilledUsd,
  fees_usd: shortfall.feesUsd,
  total_usd: shortfall.totalUsd,
  total_bps: shortfall.totalBps,
});

/** A real round trip. */
export const accountJson = (account: TripAccount): Json => {
  const { trip, legs } = account;
  return {
    pair: pairName(trip.entry.pair),
    entry_ticket: trip.entry.id,
    event: trip.entry.event,
    decided_at: isoUtc(trip.entry.decidedAt),
    exit_ticket: trip.exit?.id ?? null,
    exit_note: trip.exit === null ? null : exitNote(trip.exit, account),
    state: account.state,
    skipped_why: trip.entrySkip?.why ?? null,
    first_fill: timeJson(account.firstFillAt),
    last_fill: timeJson(account.lastFillAt),
    fills: trip.fills.map(({ no }) => no),
    legs: { x: legJson(legs.x), y: legJson(legs.y) },
    realised_usd: account.realisedUsd,
    unrealised_usd: account.unrealisedUsd,
    fees_usd: account.feesUsd,
    net_usd: account.netUsd,
    remainder: account.remainder,
    shortfall: shortfallJson(account.shortfall),
  };
};

/** A real round trip beside its paper one. */
const tripJson = ({ account, paper }: TripPnl): Json => ({
  ...accountJson(account),
  paper: paper === null ? null : { state: paper.state, net_usd: paper.netUsd },
});

/** What `pnl --json` prints. */
export function pnlJson(trips: readonly TripPnl[], marks: ReadonlyMap<string, Marks>): Json {
  const totals = pnlTotals(trips);
  return {
    marks: Array.from(marks, ([pair, { price, at }]) => ({ pair, at: isoUtc(at), x: price.x, y: price.y })),
    trips: trips.map(tripJson),
    months: monthlyPnl(trips).map((month) => ({
      month: month.month,
      fills: month.fills,
      closed_trips: month.closedTrips,
      realised_usd: month.realisedUsd,
      fees_usd: month.feesUsd,
      net_usd: month.netUsd,
      paper_net_usd: month.paperNetUsd,
    })),
    totals: {
      trips: totals.trips,
      realised_usd: totals.realisedUsd,
      unrealised_usd: totals.unrealisedUsd,
      fees_usd: totals.feesUsd,
      net_usd: totals.netUsd,
      paper_net_usd: totals.paperNetUsd,
      shortfall: shortfallJson(totals.shortfall),
    },
  };
}

/** What `status --json` says of a pair's real legs. */
export const realPositionJson = (position: RealPosition): Json => ({
  state: position.state,
  since: timeJson(position.since),
  holdings: position.holdings.map(({ leg, instrument, quantity, mark }) => ({ leg, instrument, quantity, mark })),
  realised_usd: position.realisedUsd,
  unrealised_usd: position.unrealisedUsd,
  fees_usd: position.feesUsd,
  net_usd: position.netUsd,
  remainder: position.remainder,
  beside_paper: position.beside,
  entry_tickets: position.open.map(({ trip }) => trip.entry.id),
});
