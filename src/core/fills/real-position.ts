import type { FillLedger } from '../domain/fill.ts';
import { LEGS, pairName, type LegName, type Legs } from '../domain/pair.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isoMinute, type EpochMs } from '../domain/time.ts';
import { quantity as quantityText } from '../tickets/format.ts';
import { roundTrips } from './round-trip.ts';
import { tripAccount, type TripAccount } from './trip-account.ts';

/** What is held of one instrument over all open round trips of a pair. */
export interface RealHolding {
  readonly leg: LegName;
  readonly instrument: string;
  /** Signed, base units. */
  readonly quantity: number;
  /** Decimals of the ticket's lot grid, or null. */
  readonly decimals: number | null;
  readonly mark: number;
}

/** What people really hold of one pair, beside the paper book. */
export interface RealPosition {
  readonly pair: string;
  /** `none`: no fill was ever recorded for the pair. */
  readonly state: 'open' | 'flat' | 'none';
  /** Round trips that are open, oldest first: usually one. */
  readonly open: readonly TripAccount[];
  readonly holdings: readonly RealHolding[];
  /** First fill of the oldest open round trip; NaN when flat. */
  readonly since: EpochMs;
  /** P&L of the open round trips together. */
  readonly realisedUsd: number;
  readonly unrealisedUsd: number;
  readonly feesUsd: number;
  readonly netUsd: number;
  /** `ETH leg 0.8 short of hedge`, of each open round trip that is not hedged; null when all are. */
  readonly remainder: string | null;
  /**
   * Where the real legs and the paper book part: the paper position whose real legs are closed already, an exit nobody
   * placed, an open paper position that was skipped or never filled. Null when they agree.
   */
  readonly beside: string | null;
}

/**
 * The real position of each pair the tickets name, in the order of its first ticket.
 * @param tickets all of them, oldest first
 * @param marks by pair name, the newest decided close of each leg; a pair without one is valued at NaN
 */
export function realPositions(
  tickets: readonly Ticket[],
  ledger: FillLedger,
  marks: ReadonlyMap<string, Legs<number>>,
): RealPosition[] {
  const pairs = [...new Set(tickets.map((ticket) => pairName(ticket.pair)))];
  return pairs.map((pair) => {
    const own = tickets.filter((ticket) => pairName(ticket.pair) === pair);
    const mark = marks.get(pair) ?? { x: NaN, y: NaN };
    return realPosition(
      pair,
      roundTrips(own, ledger).map((trip) => tripAccount(trip, mark)),
    );
  });
}

/** @param accounts every round trip of the pair, oldest first */
function realPosition(pair: string, accounts: readonly TripAccount[]): RealPosition {
  const open = accounts.filter(({ state }) => state === 'open');
  const sum = (of: (account: TripAccount) => number): number => open.reduce((total, one) => total + of(one), 0);
  const gaps = open.flatMap(({ remainder }) => remainder ?? []);
  return {
    pair,
    state: open.length > 0 ? 'open' : accounts.some(({ trip }) => trip.fills.length > 0) ? 'flat' : 'none',
    open,
    holdings: LEGS.flatMap((leg) => holdingsOf(leg, open)),
    since: open.length === 0 ? NaN : Math.min(...open.map(({ firstFillAt }) => firstFillAt)),
    realisedUsd: sum((account) => account.realisedUsd),
    unrealisedUsd: sum((account) => account.unrealisedUsd),
    feesUsd: sum((account) => account.feesUsd),
    netUsd: sum((account) => account.netUsd),
    remainder: gaps.length === 0 ? null : gaps.join('; '),
    beside: besidePaper(accounts),
  };
}

/** The open round trips' holdings of one leg, netted by instrument; what they hold against each other is left out. */
function holdingsOf(leg: LegName, open: readonly TripAccount[]): RealHolding[] {
  const net = new Map<string, RealHolding>();
  for (const { legs } of open) {
    const { holdings, ticketLeg, mark } = legs[leg];
    for (const { instrument, quantity } of holdings) {
      const before = net.get(instrument)?.quantity ?? 0;
      net.set(instrument, {
        leg,
        instrument,
        quantity: before + quantity,
        decimals: ticketLeg.quantityDecimals,
        mark,
      });
    }
  }
  const gross = Math.max(...open.map(({ legs }) => legs[leg].opened.quantity));
  return [...net.values()].filter(({ quantity }) => Math.abs(quantity) > 1e-9 * gross);
}

function besidePaper(accounts: readonly TripAccount[]): string | null {
  const overdue = accounts.flatMap(({ state, trip: { exit, exitSkip } }) => {
    if (state !== 'open' || exit === null) return [];
    return exitSkip === null
      ? [`the paper book is closed: place ${exit.id}`]
      : [`the paper book is closed and ${exit.id} is skipped`];
  });
  const words = [...overdue, ...accounts.slice(-1).flatMap((last) => besideOpenPaper(last) ?? [])];
  return words.length === 0 ? null : words.join('; ');
}

function besideOpenPaper({ state, trip, lastFillAt }: TripAccount): string | null {
  if (trip.exit !== null) return null;
  switch (state) {
    case 'closed':
      return `closed ${isoMinute(lastFillAt)}, before the paper book: its exit ticket will find nothing to close`;
    case 'skipped':
      return 'the paper position was not placed';
    case 'unfilled':
      return 'no fill is recorded for the paper position';
    case 'open':
      return null;
  }
}

/** `+2.953 ETH/USDT, -0.2591 BTC/USDT`; `flat` when nothing is held. */
export function holdingWords(holdings: readonly RealHolding[]): string {
  if (holdings.length === 0) return 'flat';
  return holdings
    .map(({ instrument, quantity, decimals }) => {
      const sign = quantity < 0 ? '-' : '+';
      return `${sign}${quantityText(Math.abs(quantity), decimals)} ${instrument}`;
    })
    .join(', ');
}
