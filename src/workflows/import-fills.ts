import type { ExchangeTrade } from '../core/domain/exchange-trade.ts';
import type { FillLedger } from '../core/domain/fill.ts';
import type { Ticket } from '../core/domain/ticket.ts';
import { priceFault, ticketWarnings } from '../core/fills/fill-faults.ts';
import { matchTrades, type MatchOptions, type TradeOutcome } from '../core/fills/match-trades.ts';
import { entryTicketId, roundTrips } from '../core/fills/round-trip.ts';
import { tripAccount } from '../core/fills/trip-account.ts';
import type { Clock } from '../ports/clock.ts';
import type { TradeFile, TradeFileContent } from '../ports/trade-file.ts';
import { ticketsOf, type RealBookPorts } from './real-book.ts';

export interface ImportFillsRequest {
  readonly paths: readonly string[];
  /** The exchange all files are of, whatever they look like; null when the files say it. */
  readonly exchange: string | null;
  readonly match: MatchOptions;
  /** Records nothing. */
  readonly isDryRun: boolean;
}

export interface ImportFillsResult {
  readonly files: readonly { readonly path: string; readonly content: TradeFileContent }[];
  /** Every row of every file, in order. */
  readonly outcomes: readonly TradeOutcome[];
  readonly warnings: readonly string[];
}

/**
 * Records the rows of trade exports that belong to tickets: of all files or, when one of them is malformed, of none. What is
 * recorded already adds nothing, so a file may be imported again and again.
 * @throws AppError `storage` or `data` from the files, the latter naming malformed rows as `file:line: message`
 */
export function importFills(
  { store, fills, file, clock }: RealBookPorts & { readonly file: TradeFile; readonly clock: Clock },
  request: ImportFillsRequest,
): ImportFillsResult {
  const files = request.paths.map((path) => ({ path, content: file.read(path) }));
  const trades = files.flatMap(({ content }) => content.trades.map((trade) => ofVenue(trade, request.exchange)));
  const tickets = ticketsOf(store);
  const decide = (ledger: FillLedger) => {
    const outcomes = matchTrades(trades, tickets, ledger, request.match);
    return { outcomes, fills: outcomes.flatMap((outcome) => (outcome.kind === 'new' ? [outcome.fill] : [])) };
  };
  if (request.isDryRun) {
    const { outcomes } = decide(fills.ledger());
    return { files, outcomes, warnings: fileWarnings(files, outcomes, tickets) };
  }
  const { change, ledger } = fills.record(clock.now(), decide);
  const touched = new Set(change.fills.map(({ ticketId }) => ticketId));
  return {
    files,
    outcomes: change.outcomes,
    warnings: [
      ...fileWarnings(files, change.outcomes, tickets),
      ...tickets.filter(({ id }) => touched.has(id)).flatMap((ticket) => warningsOf(ticket, tickets, ledger)),
    ],
  };
}

const ofVenue = (trade: ExchangeTrade, exchange: string | null): ExchangeTrade =>
  exchange === null ? trade : { ...trade, venue: exchange };

/** What is odd about the files themselves, each thing once. */
function fileWarnings(
  files: ImportFillsResult['files'],
  outcomes: readonly TradeOutcome[],
  tickets: readonly Ticket[],
): string[] {
  const byId = new Map(tickets.map((ticket) => [ticket.id, ticket]));
  return [
    ...files.flatMap(({ path, content: { hasFees, trades } }) => [
      ...(hasFees ? [] : [`${path} has no column of fees: they are recorded as 0`]),
      ...(trades.some(({ fee }) => fee.amount < 0)
        ? [`${path} has fees below 0: they count as money that came back, which some exchanges do not mean by it`]
        : []),
    ]),
    ...outcomes.flatMap((outcome) => {
      if (outcome.kind !== 'new') return [];
      const { trade, fill, warning } = outcome;
      const reference = byId.get(fill.ticketId)?.legs[fill.leg].referencePrice ?? NaN;
      const said = [warning, priceFault(fill.instrument, fill.price, reference)].filter((text) => text !== null);
      return said.map((text) => `${trade.file}:${trade.line}: ${text}`);
    }),
  ];
}

function warningsOf(ticket: Ticket, tickets: readonly Ticket[], ledger: FillLedger): string[] {
  const together = tickets.filter((one) => entryTicketId(one) === entryTicketId(ticket));
  const [trip] = roundTrips(together, ledger);
  return ticketWarnings(ticket, ledger, tripAccount(trip, { x: NaN, y: NaN })).map((text) => `${ticket.id}: ${text}`);
}
