import { pairName } from '../domain/pair.ts';
import type { ClosedTrade } from '../domain/position.ts';
import type { Ticket } from '../domain/ticket.ts';
import { isoUtc } from '../domain/time.ts';

const SIGNAL_COLUMNS =
  'ticket_id,decided_at,valid_until,pair,event,bar,z,z_prev,beta,sigma,qty_x,qty_y,price_x,price_y,notional_x_usd,notional_y_usd,fees_usd,slippage_usd,net_pnl_usd';

const TRADE_COLUMNS =
  'pair,side,entry_decision_ts,entry_ts,exit_decision_ts,exit_ts,beta,z_entry,z_exit,qty_x,qty_y,entry_x,entry_y,exit_x,exit_y,gross,fees,slippage,funding,net,exit_reason,bars_held';

/** The journal of events, one line a ticket. `bar` in ms, quantities signed, `net_pnl_usd` on closing tickets only. */
export function signalsCsv(tickets: readonly Ticket[]): string {
  const lines = tickets.map((ticket) => {
    const { legs, costs, position } = ticket;
    const signed = (leg: Ticket['legs']['x']): number => (leg.action === 'buy' ? leg.quantity : -leg.quantity);
    return [
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
    ].join(',');
  });
  return [SIGNAL_COLUMNS, ...lines, ''].join('\n');
}

/** Closed round trips with their P&L. Times in ms, quantities signed, prices are fill prices. */
export function tradesCsv(trades: readonly { readonly pair: string; readonly trade: ClosedTrade }[]): string {
  const lines = trades.map(({ pair, trade }) =>
    [
      pair,
      trade.side,
      trade.entryDecisionTs,
      trade.entryTs,
      trade.exitDecisionTs,
      trade.exitTs,
      trade.beta,
      trade.zEntry,
      trade.zExit,
      trade.quantity.x,
      trade.quantity.y,
      trade.entryPrice.x,
      trade.entryPrice.y,
      trade.exitPrice.x,
      trade.exitPrice.y,
      trade.gross,
      trade.fees,
      trade.slippage,
      trade.funding,
      trade.net,
      trade.exitReason,
      trade.barsHeld,
    ].join(','),
  );
  return [TRADE_COLUMNS, ...lines, ''].join('\n');
}
