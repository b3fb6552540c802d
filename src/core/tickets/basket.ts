import type { Ticket } from '../domain/ticket.ts';
import { isoUtc } from '../domain/time.ts';
import { csvLine } from './csv-cell.ts';
import { orderLines } from './order-lines.ts';
import { orderJson, type TicketJson } from './ticket-json.ts';

const COLUMNS = ['action', 'instrument', 'quantity', 'order_type', 'limit_price', 'ticket_id'] as const;

/** The orders of a ticket as a table that order programs import: a limit order a line, y first. */
export function basketCsv(ticket: Ticket): string {
  const lines = orderLines(ticket).map((order) =>
    csvLine([order.action.toUpperCase(), order.instrument, order.quantity, 'LIMIT', order.limitPrice, ticket.id]),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\n');
}

/** The same for a program, with the time from which the prices are stale. */
export const basketJson = (ticket: Ticket): TicketJson => ({
  ticket_id: ticket.id,
  event: ticket.event,
  valid_until: isoUtc(ticket.validUntil),
  orders: orderLines(ticket).map((order) => ({ ...orderJson(order), order_type: 'LIMIT' })),
});
