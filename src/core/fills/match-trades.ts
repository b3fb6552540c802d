import type { ExchangeTrade } from '../domain/exchange-trade.ts';
import type { Fill, FillEntry, FillLedger } from '../domain/fill.ts';
import { liveFills, skipOf } from '../domain/fill.ts';
import { baseOf, LEGS, quoteOf, type LegName } from '../domain/pair.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isoMinute, timeframeMs } from '../domain/time.ts';
import { isSameMoney } from './instrument.ts';
import { currencyName, instrumentOfRow } from './market-symbol.ts';

/** What becomes of one row of an export. */
export type TradeOutcome =
  | { readonly kind: 'new'; readonly trade: ExchangeTrade; readonly fill: FillEntry; readonly warning: string | null }
  /** It is recorded already: imported before, or typed in by hand. */
  | { readonly kind: 'known'; readonly trade: ExchangeTrade; readonly no: number | null }
  /** It belongs to no ticket. */
  | { readonly kind: 'unmatched'; readonly trade: ExchangeTrade; readonly reason: string };

export interface MatchOptions {
  /** Where rows that do not say it come from. */
  readonly venue: string;
  /** How long after its decision a ticket takes rows; null for its validity and one bar more. */
  readonly withinMs: number | null;
}

/** A leg of a ticket that a row may belong to. */
interface Candidate {
  readonly ticket: Ticket;
  readonly leg: LegName;
  readonly instrument: string;
}

/**
 * Which ticket each row of an export belongs to: same base and money, same side, inside the ticket's time; of several the
 * newest, of equally new ones the one that lacks most. A row that the ledger has already, by its id or as a fill typed in by
 * hand with the same numbers, adds nothing; nor does one that comes twice.
 *
 * @param tickets all of them
 * @param ledger what is recorded before the import
 */
export function matchTrades(
  trades: readonly ExchangeTrade[],
  tickets: readonly Ticket[],
  ledger: FillLedger,
  options: MatchOptions,
): TradeOutcome[] {
  const seen = new Map<string, number | null>(
    ledger.fills.flatMap((fill) =>
      fill.externalId === null ? [] : [[idKey(fill.instrument, fill.externalId), fill.no]],
    ),
  );
  const typed = new Set(liveFills(ledger).filter(({ source }) => source === 'hand'));
  const candidates = candidatesBySymbol(tickets);
  const filled = new Map<string, number>();
  for (const fill of liveFills(ledger)) count(filled, fill);
  return trades.map((trade): TradeOutcome => {
    const named = candidates(trade);
    if (named.length === 0) return { kind: 'unmatched', trade, reason: `no ticket trades ${trade.symbol}` };
    const key = idKey(named[0].instrument, trade.externalId);
    const known = seen.get(key);
    if (known !== undefined) return { kind: 'known', trade, no: known };
    const fitting = fit(named, trade, ledger, options.withinMs);
    if (typeof fitting === 'string') return { kind: 'unmatched', trade, reason: fitting };
    const twin = [...typed].find((fill) => fitting.some((candidate) => isTwin(fill, trade, candidate)));
    if (twin !== undefined) {
      typed.delete(twin);
      seen.set(key, twin.no);
      return { kind: 'known', trade, no: twin.no };
    }
    const { ticket, leg, instrument } = fitting.reduce((best, next) => (isBetter(next, best, filled) ? next : best));
    const { feeUsd, warning } = feeOf(trade, instrument);
    const { at, action, quantity, price, externalId } = trade;
    const fill: FillEntry = {
      ...{ ticketId: ticket.id, leg, instrument, action, quantity, price, feeUsd, at },
      ...{ source: 'import', venue: trade.venue ?? options.venue, externalId },
    };
    seen.set(key, null);
    count(filled, fill);
    return { kind: 'new', trade, fill, warning };
  });
}

/** Ids are unique to a venue and a symbol; spot and perpetual of one base never share a row. */
const idKey = (instrument: string, id: string): string => `${baseOf(instrument)} ${id}`;

/** Every leg that trades a row's symbol, whenever. An export has few symbols and many rows. */
function candidatesBySymbol(tickets: readonly Ticket[]): (trade: ExchangeTrade) => readonly Candidate[] {
  const known = new Map<string, readonly Candidate[]>();
  return (trade) => {
    const key = `${trade.market ?? ''} ${trade.symbol}`;
    const candidates =
      known.get(key) ??
      tickets.flatMap((ticket) =>
        LEGS.flatMap((leg) => {
          const instrument = instrumentOfRow(trade, ticket.pair[leg]);
          return instrument === null ? [] : [{ ticket, leg, instrument }];
        }),
      );
    known.set(key, candidates);
    return candidates;
  };
}

/** The candidates that take the row, or why none does. */
function fit(
  named: readonly Candidate[],
  { at, action }: ExchangeTrade,
  ledger: FillLedger,
  withinMs: number | null,
): readonly Candidate[] | string {
  const { instrument } = named[0];
  const inTime = named.filter(({ ticket }) => {
    const until = withinMs === null ? ticket.validUntil + timeframeMs(ticket.timeframe) : ticket.decidedAt + withinMs;
    return at >= ticket.decidedAt && at <= until;
  });
  if (inTime.length === 0) return `no ticket of ${instrument} was open at ${isoMinute(at)}`;
  const sameSide = inTime.filter(({ ticket, leg }) => ticket.legs[leg].action === action);
  if (sameSide.length === 0) {
    const other = action === 'buy' ? 'sells' : 'buys';
    return `${inTime[inTime.length - 1].ticket.id} ${other} ${instrument}, the row ${action}s it`;
  }
  const placed = sameSide.filter(({ ticket }) => skipOf(ledger, ticket.id) === null);
  if (placed.length > 0) return placed;
  const { id } = sameSide[sameSide.length - 1].ticket;
  return `${id} is marked as skipped: take that back first (statarb skip ${id} --undo)`;
}

/** Whether a fill typed in by hand is the row: people copy the numbers, but rarely the second or the kind of market. */
function isTwin(fill: Fill, trade: ExchangeTrade, { ticket, leg }: Candidate): boolean {
  const isEqual = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-9 * b;
  return (
    fill.ticketId === ticket.id &&
    fill.leg === leg &&
    fill.action === trade.action &&
    isEqual(fill.quantity, trade.quantity) &&
    isEqual(fill.price, trade.price)
  );
}

function isBetter(a: Candidate, b: Candidate, filled: ReadonlyMap<string, number>): boolean {
  if (a.ticket.bar !== b.ticket.bar) return a.ticket.bar > b.ticket.bar;
  const lacking = ({ ticket, leg }: Candidate): number =>
    1 - (filled.get(legKey(ticket.id, leg)) ?? 0) / ticket.legs[leg].quantity;
  return lacking(a) > lacking(b);
}

const legKey = (ticketId: string, leg: LegName): string => `${ticketId} ${leg}`;

function count(filled: Map<string, number>, fill: FillEntry): void {
  const key = legKey(fill.ticketId, fill.leg);
  filled.set(key, (filled.get(key) ?? 0) + fill.quantity);
}

/** A fee in dollars. One in the base currency is valued at the row's price; one in anything else is not known and counts as 0. */
function feeOf(
  { fee, price }: ExchangeTrade,
  instrument: string,
): { readonly feeUsd: number; readonly warning: string | null } {
  const currency = fee.currency === null ? quoteOf(instrument) : currencyName(fee.currency);
  if (isSameMoney(currency, quoteOf(instrument))) return { feeUsd: fee.amount, warning: null };
  if (currency === baseOf(instrument)) return { feeUsd: fee.amount * price, warning: null };
  if (fee.amount === 0) return { feeUsd: 0, warning: null };
  return { feeUsd: 0, warning: `fee of ${String(fee.amount)} ${currency} has no price here: recorded as 0` };
}
