import type { FillLedger } from '../core/domain/fill.ts';
import { pairName, type Legs } from '../core/domain/pair.ts';
import type { ClosedTrade } from '../core/domain/position.ts';
import type { Ticket } from '../core/domain/ticket.ts';
import { timeframeMs } from '../core/domain/time.ts';
import { paperResult } from '../core/fills/paper-result.ts';
import type { Marks, TripPnl } from '../core/fills/pnl-report.ts';
import { realPositions, type RealPosition } from '../core/fills/real-position.ts';
import { roundTrips } from '../core/fills/round-trip.ts';
import { tripAccount } from '../core/fills/trip-account.ts';
import type { CycleStore } from '../ports/cycle-store.ts';
import type { FillBook } from '../ports/fill-book.ts';

/** The paper book, which is only read here, and the ledger of real fills beside it. */
export interface RealBookPorts {
  readonly store: CycleStore;
  readonly fills: FillBook;
}

/** Tickets, oldest first. */
export const ticketsOf = (store: Pick<CycleStore, 'tickets'>): readonly Ticket[] =>
  store.tickets().map(({ ticket }) => ticket);

/** By pair name, the close of each leg on the newest decided bar: what holdings are valued at. */
export function marksOf(store: Pick<CycleStore, 'decisions'>, tickets: readonly Ticket[]): ReadonlyMap<string, Marks> {
  const timeframes = new Map(tickets.map((ticket) => [pairName(ticket.pair), ticket.timeframe]));
  return new Map(
    Array.from(timeframes).flatMap(([pair, timeframe]) => {
      const last = store.decisions({ pair, limit: 1 }).at(0);
      return last === undefined ? [] : [[pair, { price: last.close, at: last.bar + timeframeMs(timeframe) }]];
    }),
  );
}

/** Every round trip the tickets speak of, real beside paper, oldest first. */
export function realTrips(
  store: CycleStore,
  tickets: readonly Ticket[],
  ledger: FillLedger,
  marks: ReadonlyMap<string, Marks>,
): TripPnl[] {
  const trades = new Map<string, ClosedTrade[]>();
  for (const { pair, trade } of store.trades()) trades.set(pair, [...(trades.get(pair) ?? []), trade]);
  return roundTrips(tickets, ledger).map((trip) => {
    const pair = pairName(trip.entry.pair);
    const price = priceOf(marks, pair);
    const book = store.pairState(pair)?.book ?? null;
    return {
      pair,
      account: tripAccount(trip, price),
      paper: paperResult(trip.entry, trades.get(pair) ?? [], book, price),
    };
  });
}

/** What is really held of each pair that has a ticket, by pair name. */
export function realPositionsOf({ store, fills }: RealBookPorts): ReadonlyMap<string, RealPosition> {
  const tickets = ticketsOf(store);
  const prices = new Map(Array.from(marksOf(store, tickets), ([pair, { price }]) => [pair, price]));
  return new Map(realPositions(tickets, fills.ledger(), prices).map((position) => [position.pair, position]));
}

export const priceOf = (marks: ReadonlyMap<string, Marks>, pair: string): Legs<number> =>
  marks.get(pair)?.price ?? { x: NaN, y: NaN };
