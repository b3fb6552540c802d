import { holdingWords, realPositions } from '../core/fills/real-position.ts';
import type { RealHoldings } from '../core/report/dashboard/dashboard-model.ts';
import type { CycleStore } from '../ports/cycle-store.ts';
import { marksOf, ticketsOf } from './real-book.ts';

/** What people really hold of each pair, for the dashboard; empty, and nothing is read, where nobody recorded anything. */
export function realHoldings(
  store: Pick<CycleStore, 'tickets' | 'decisions' | 'fillLedger'>,
): ReadonlyMap<string, RealHoldings> {
  const ledger = store.fillLedger();
  if (ledger.fills.length + ledger.skips.length === 0) return new Map();
  const tickets = ticketsOf(store);
  const prices = new Map(Array.from(marksOf(store, tickets), ([pair, { price }]) => [pair, price]));
  return new Map(
    realPositions(tickets, ledger, prices)
      .filter(({ state, beside }) => state !== 'none' || beside !== null)
      .map((position) => [
        position.pair,
        {
          held: holdingWords(position.holdings),
          since: Number.isNaN(position.since) ? null : position.since,
          netUsd: position.netUsd,
          openUsd: position.unrealisedUsd,
          notes: [position.remainder, position.beside].filter((note) => note !== null),
        },
      ]),
  );
}
