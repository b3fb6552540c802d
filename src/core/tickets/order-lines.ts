import { bpsToFraction } from '../domain/bps.ts';
import { stepDecimals } from '../domain/lot.ts';
import { isEntry } from '../domain/order.ts';
import type { Ticket, TicketLeg } from '../domain/ticket.ts';
import { price, quantity } from './format.ts';

/** How far a limit may lie from the reference price, in times the slippage that the costs count with. */
const GUARD_SLIPPAGES = 3;
const LEAST_GUARD_BPS = 10;

/** One order, ready to be placed. Texts are as order forms take them. */
export interface OrderLine {
  readonly leg: 'x' | 'y';
  readonly action: TicketLeg['action'];
  /** What to trade: the symbol, or for a spot leg that is short the perpetual. */
  readonly instrument: string;
  readonly quantity: string;
  /** Worst price to accept, on the venue's price grid. */
  readonly limitPrice: string;
  readonly guardBps: number;
}

/** The orders of a ticket, y first. @param slippageBps as configured, per leg and side */
export function orderLines(ticket: Pick<Ticket, 'legs' | 'costs'>): readonly OrderLine[] {
  return (['y', 'x'] as const).map((role) => {
    const leg = ticket.legs[role];
    const guardBps = Math.max(LEAST_GUARD_BPS, GUARD_SLIPPAGES * slippageBpsOf(ticket));
    return {
      leg: role,
      action: leg.action,
      instrument: leg.shortVia ?? leg.symbol,
      quantity: quantity(leg.quantity, leg.quantityDecimals),
      limitPrice: limitPrice(leg, guardBps),
      guardBps,
    };
  });
}

/** The reference price moved against us by the guard, then to the grid, towards the reference. */
function limitPrice({ action, referencePrice, tickSize }: TicketLeg, guardBps: number): string {
  const sign = action === 'buy' ? 1 : -1;
  const limit = referencePrice * (1 + sign * bpsToFraction(guardBps));
  if (tickSize === null) return price(limit);
  // A hair of slack, so that a limit that lies on the grid is not moved by a rounding error.
  const steps = limit / tickSize;
  const whole = sign > 0 ? Math.floor(steps + 1e-9) : Math.ceil(steps - 1e-9);
  return (whole * tickSize).toFixed(stepDecimals(tickSize));
}

/** As the ticket's own estimate says: slippage in USD over both notionals. */
function slippageBpsOf({ legs, costs }: Pick<Ticket, 'legs' | 'costs'>): number {
  const notional = legs.x.notionalUsd + legs.y.notionalUsd;
  return notional > 0 ? Math.round((costs.slippageUsd / notional) * 1e6) / 100 : 0;
}

/** `MARKET BUY 16.5766 ETH/USDT` and `LIMIT  BUY 16.5766 ETH/USDT @ 1260.67`, y first. */
export function orderTexts(ticket: Pick<Ticket, 'legs' | 'costs'>): readonly string[] {
  const lines = orderLines(ticket);
  const text = (order: OrderLine): string => `${order.action.toUpperCase()} ${order.quantity} ${order.instrument}`;
  return [
    ...lines.map((order) => `MARKET ${text(order)}`),
    ...lines.map((order) => `LIMIT  ${text(order)} @ ${order.limitPrice}`),
  ];
}

/** What to know of legs that are short in spot, or null when there is none. */
export function shortNote(ticket: Pick<Ticket, 'event' | 'legs'>): string | null {
  const short = [ticket.legs.y, ticket.legs.x].find(({ shortVia }) => shortVia !== null);
  if (short?.shortVia == null) return null;
  return isEntry(ticket.event)
    ? `Spot ${short.symbol} cannot be sold short: the lines name the perpetual ${short.shortVia} (its lot step may be coarser, its price and funding differ); borrowing on margin is the other way`
    : `${short.symbol} was sold short: buy back where you sold it, such as the perpetual ${short.shortVia}`;
}
