import { pairName } from '../domain/pair.ts';
import type { ClosedTrade } from '../domain/position.ts';
import type { Ticket } from '../domain/ticket.ts';
import { TRADE_COLUMNS, tradeRow } from '../domain/trade-row.ts';
import { isoUtc } from '../domain/time.ts';
import { csvLine } from './csv-cell.ts';

const SIGNAL_COLUMNS =
  'ticket_id,decided_at,valid_until,pair,event,bar,z,z_prev,beta,sigma,qty_x,qty_y,price_x,price_y,notional_x_usd,notional_y_usd,fees_usd,slippage_usd,net_pnl_usd';

/** The journal of events, one line a ticket. `bar` in ms, quantities signed, `net_pnl_usd` on closing tickets only. */
export function signalsCsv(tickets: readonly Ticket[]): string {
  const lines = tickets.map((ticket) => {
    const { legs, costs, position } = ticket;
    const signed = (leg: Ticket['legs']['x']): number => (leg.action === 'buy' ? leg.quantity : -leg.quantity);
    return csvLine([
      ticket.id,
      isoUtc(ticket.decidedAt),
      isoUtc(ticket.validUntil),
      pairName(ticket.pair),
      ticket.event,
      ticket.bar,
      ticket.z,
      ticket.zPrev,
      ticket.beta,
      ticket.sigma,
      signed(legs.x),
      signed(legs.y),
      legs.x.referencePrice,
      legs.y.referencePrice,
      legs.x.notionalUsd,
      legs.y.notionalUsd,
      costs.feesUsd,
      costs.slippageUsd,
      position?.pnl.net ?? '',
    ]);
  });
  return [SIGNAL_COLUMNS, ...lines, ''].join('\n');
}

/** Closed round trips with their P&L. Times in ms, quantities signed, prices are fill prices. */
export function tradesCsv(trades: readonly { readonly pair: string; readonly trade: ClosedTrade }[]): string {
  const lines = trades.map(({ pair, trade }) => {
    const row = tradeRow(pair, trade);
    return csvLine(TRADE_COLUMNS.map((name) => row[name]));
  });
  return [TRADE_COLUMNS.join(','), ...lines, ''].join('\n');
}
