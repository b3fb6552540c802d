import { LEGS } from '../domain/pair.ts';
import { isoMinute } from '../domain/time.ts';
import { exitNote } from '../fills/exit-note.ts';
import type { LegAccount } from '../fills/leg-account.ts';
import { monthlyPnl, pnlTotals, type Marks, type TripPnl } from '../fills/pnl-report.ts';
import type { TripState } from '../fills/trip-account.ts';
import { eventSide } from '../tickets/event-words.ts';
import { price, quantity } from '../tickets/format.ts';
import { alignedLines } from './aligned-lines.ts';
import { figureText } from './figure-text.ts';

type TextStyle = (name: 'bold' | 'dim' | 'green' | 'red' | 'yellow', text: string) => string;

/** Which rows the table has. */
export type PnlBy = 'trade' | 'month' | 'leg';

const STATE_WORDS: Readonly<Record<TripState, string>> = {
  open: 'open',
  closed: 'closed',
  skipped: 'skipped',
  unfilled: 'never filled',
};

const usd = (value: number): string => figureText(value, 'usd');
const bps = (value: number): string => figureText(value, 'bps');

/**
 * Real P&L beside paper P&L for the terminal. Lines are joined by newlines, without one at the end.
 * @param trips oldest first
 * @param style colours a text, or returns it as it is
 */
export function pnlText(
  trips: readonly TripPnl[],
  marks: ReadonlyMap<string, Marks>,
  by: PnlBy,
  style: TextStyle,
): string {
  if (trips.length === 0) return 'there is no ticket yet: nothing was decided to be traded';
  const rows = { trade: tradeLines, month: monthLines, leg: legLines }[by](trips, style);
  return [...rows, '', ...totalLines(trips, style), '', ...footLines(marks, style)].join('\n');
}

/** A row a round trip, and under it what was really traded. */
function tradeLines(trips: readonly TripPnl[], style: TextStyle): string[] {
  const heads = ['decided (UTC)', 'pair', 'side', 'state', 'net', 'fees', 'paper net', 'shortfall', ''];
  const cells = trips.map(({ pair, account, paper }): string[] => [
    isoMinute(account.trip.entry.decidedAt),
    pair,
    eventSide(account.trip.entry),
    STATE_WORDS[account.state],
    account.trip.fills.length === 0 ? '–' : usd(account.netUsd),
    account.trip.fills.length === 0 ? '–' : usd(account.feesUsd),
    paper === null ? '–' : usd(paper.netUsd),
    usd(account.shortfall.totalUsd),
    bps(account.shortfall.totalBps),
  ]);
  const [head, ...lines] = alignedLines([heads, ...cells], 'llllrrrrr', (line, row) =>
    row === 0 ? style('dim', line) : line,
  );
  return [head, ...trips.flatMap((trip, row) => [lines[row], ...remarks(trip, style)])];
}

function remarks({ account }: TripPnl, style: TextStyle): string[] {
  const { trip, legs, remainder } = account;
  const note = trip.exit === null || account.state !== 'closed' ? null : exitNote(trip.exit, account);
  return [
    ...LEGS.flatMap((leg) => legWords(legs[leg])).map((words) => style('dim', `    ${words}`)),
    ...(remainder === null ? [] : [style('yellow', `    ${remainder}`)]),
    ...(trip.exit === null || note === null ? [] : [`    ${trip.exit.id}: ${note}`]),
    ...(trip.entrySkip?.why == null ? [] : [`    skipped: ${trip.entrySkip.why}`]),
  ];
}

/** `ETH/USDT  bought 16.5766 at 1258.9, sold 16.5766 at 1274.14, made $252.30`; nothing for a leg without fills. */
function legWords(leg: LegAccount): string[] {
  const { ticketLeg, opened, closed } = leg;
  const [open, close] = ticketLeg.action === 'buy' ? ['bought', 'sold'] : ['sold', 'bought'];
  const done = (verb: string, side: LegAccount['opened']): string[] =>
    side.quantity === 0
      ? []
      : [`${verb} ${quantity(side.quantity, ticketLeg.quantityDecimals)} at ${price(side.averagePrice)}`];
  const parts = [...done(open, opened), ...done(close, closed)];
  return parts.length === 0
    ? []
    : [`${ticketLeg.symbol}  ${parts.join(', ')}, made ${usd(leg.realisedUsd + leg.unrealisedUsd)}`];
}

/** A row a leg of every round trip that has fills. */
function legLines(trips: readonly TripPnl[], style: TextStyle): string[] {
  const heads = 'decided (UTC)|leg|opened|average|closed|average|held|fees|realised|unrealised'.split('|');
  const cells = trips.flatMap(({ account: { trip, legs } }) =>
    LEGS.map((leg) => legs[leg])
      .filter(({ opened, closed }) => opened.quantity + closed.quantity > 0)
      .map(({ ticketLeg, opened, closed, held, feesUsd, realisedUsd, unrealisedUsd }): string[] => {
        const amount = (value: number): string =>
          value === 0 ? '–' : `${value < 0 ? '−' : ''}${quantity(Math.abs(value), ticketLeg.quantityDecimals)}`;
        return [
          isoMinute(trip.entry.decidedAt),
          `${ticketLeg.action} ${ticketLeg.symbol}`,
          amount(opened.quantity),
          price(opened.averagePrice),
          amount(closed.quantity),
          price(closed.averagePrice),
          amount(held),
          usd(feesUsd),
          usd(realisedUsd),
          usd(unrealisedUsd),
        ];
      }),
  );
  return cells.length === 0 ? ['no fill is recorded yet'] : table(heads, cells, 'llrrrrrrrr', style);
}

function monthLines(trips: readonly TripPnl[], style: TextStyle): string[] {
  const heads = ['month (UTC)', 'fills', 'closed trades', 'realised', 'fees', 'net', 'paper net'];
  const cells = monthlyPnl(trips).map((month) => [
    month.month,
    String(month.fills),
    String(month.closedTrips),
    usd(month.realisedUsd),
    usd(month.feesUsd),
    usd(month.netUsd),
    usd(month.paperNetUsd),
  ]);
  return cells.length === 0 ? ['no fill is recorded yet'] : table(heads, cells, 'lrrrrrr', style);
}

const table = (heads: string[], cells: string[][], sides: string, style: TextStyle): string[] =>
  alignedLines([heads, ...cells], sides, (line, row) => (row === 0 ? style('dim', line) : line));

function totalLines(trips: readonly TripPnl[], style: TextStyle): string[] {
  const { realisedUsd, unrealisedUsd, feesUsd, netUsd, paperNetUsd, shortfall, ...totals } = pnlTotals(trips);
  const counts = Object.entries(totals.trips)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${String(count)} ${STATE_WORDS[state as TripState]}`);
  const cells = [
    ['trades', String(trips.length), counts.join(', ')],
    ['net', usd(netUsd), `realised ${usd(realisedUsd)}, unrealised ${usd(unrealisedUsd)}, fees ${usd(feesUsd)}`],
    ['paper net', usd(paperNetUsd), ''],
    [
      'shortfall',
      `${usd(shortfall.totalUsd)} (${bps(shortfall.totalBps)})`,
      `price ${usd(shortfall.priceUsd)}, not traded ${usd(shortfall.unfilledUsd)}, fees ${usd(shortfall.feesUsd)}`,
    ],
  ];
  return alignedLines(cells, 'lll', (line, row) => (row === 1 ? style('bold', line) : line));
}

function footLines(marks: ReadonlyMap<string, Marks>, style: TextStyle): string[] {
  const marked = Array.from(marks, ([pair, { at }]) => `${pair} at the close of ${isoMinute(at)}`);
  return [
    ...(marked.length === 0 ? [] : [`open positions are valued at decided closes: ${marked.join(', ')}`]),
    'paper net: the paper book, its modelled costs included',
    "shortfall: the tickets' own P&L at their reference prices, without costs, less net; a cost when positive",
  ].map((line) => style('dim', line));
}
