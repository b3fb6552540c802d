import { AppError } from '../core/domain/app-error.ts';
import { isoMinute, isoUtc } from '../core/domain/time.ts';
import { eventWords } from '../core/tickets/event-words.ts';
import { signedZ, usd } from '../core/tickets/format.ts';
import { ticketJson } from '../core/tickets/ticket-json.ts';
import type { TradeRecord } from '../ports/cycle-store.ts';
import { decisionJson } from '../workflows/scan-report.ts';
import { openSession, type CommandContext } from './command-context.ts';
import { decisionLine } from './print-decisions.ts';

/** `statarb history`: what was decided, which tickets were made, which trades were closed. */
export async function history(
  context: CommandContext,
  flags: { readonly limit: string; readonly pair?: string; readonly all: boolean },
): Promise<number> {
  const limit = Number(flags.limit);
  if (!(Number.isInteger(limit) && limit > 0)) {
    throw new AppError('usage', `--limit ${flags.limit} is not a whole number above 0`);
  }
  const { config } = await openSession(context);
  const { compose, output } = context;
  const store = await compose.existingStore(config);
  if (store === null) {
    output.json({ decisions: [], tickets: [], trades: [] });
    output.line('no cycle has run yet: start `statarb scan`');
    return 0;
  }
  try {
    const ofPair = { limit, ...(flags.pair === undefined ? {} : { pair: flags.pair }) };
    const decisions = store.decisions({ ...ofPair, eventsOnly: !flags.all });
    const tickets = store.tickets();
    const trades = store.trades().filter(({ pair }) => flags.pair === undefined || pair === flags.pair);
    output.json({
      decisions: decisions.map((decision) => ({
        pair: decision.pair,
        run_id: decision.runId,
        ...decisionJson(decision),
      })),
      tickets: tickets.map(({ ticket }) => ticketJson(ticket)),
      trades: trades.map(tradeJson),
    });
    output.line(output.style('bold', 'decisions'));
    for (const decision of decisions)
      output.line(`  ${decision.pair}  ${decisionLine(output, decisionJson(decision))}`);
    output.line(output.style('bold', `tickets (${String(tickets.length)})`));
    for (const { ticket } of tickets.slice(-limit).reverse()) {
      output.line(`  ${isoMinute(ticket.decidedAt)}  ${eventWords(ticket)}  z ${signedZ(ticket.z)}`);
    }
    output.line(output.style('bold', `closed trades (${String(trades.length)})`));
    for (const { pair, trade } of trades.slice(-limit).reverse()) {
      output.line(
        `  ${pair}  ${isoMinute(trade.entryTs)} → ${isoMinute(trade.exitTs)}  ${trade.side.replace('_', ' ')}  ${trade.exitReason}  net ${usd(trade.net)}`,
      );
    }
    return 0;
  } finally {
    store.close();
  }
}

function tradeJson({ pair, trade }: TradeRecord) {
  return {
    pair,
    side: trade.side,
    entry_decision: isoUtc(trade.entryDecisionTs),
    entry: isoUtc(trade.entryTs),
    exit_decision: isoUtc(trade.exitDecisionTs),
    exit: isoUtc(trade.exitTs),
    beta: trade.beta,
    z_entry: trade.zEntry,
    z_exit: trade.zExit,
    qty_x: trade.quantity.x,
    qty_y: trade.quantity.y,
    entry_x: trade.entryPrice.x,
    entry_y: trade.entryPrice.y,
    exit_x: trade.exitPrice.x,
    exit_y: trade.exitPrice.y,
    gross: trade.gross,
    fees: trade.fees,
    slippage: trade.slippage,
    funding: trade.funding,
    net: trade.net,
    exit_reason: trade.exitReason,
    bars_held: trade.barsHeld,
  };
}
