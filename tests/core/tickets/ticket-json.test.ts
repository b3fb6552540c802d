import { expect, it } from 'vitest';
import type { Ticket } from '../../../src/core/domain/ticket.ts';
import { ticketJson } from '../../../src/core/tickets/ticket-json.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

const keysOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [...(Array.isArray(value) ? [] : [key]), ...keysOf(inner)])
    : [];

it('A ticket as JSON has snake_case keys and times as ISO 8601 UTC', () => {
  const json = ticketJson(sampleTicket({ lateSince: Date.UTC(2024, 2, 1, 5) }));
  expect(keysOf(json).filter((key) => !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(key))).toEqual([]);
  expect(json).toMatchObject({
    pair: 'BTC/USDT~ETH/USDT',
    bar: '2024-03-01T07:00:00Z',
    decided_at: '2024-03-01T08:00:00Z',
    valid_until: '2024-03-01T09:00:00Z',
    late_since: '2024-03-01T05:00:00Z',
    z_prev: -1.91,
    windows: { ols_beta: 200, zscore: 100 },
    stop: { z: -3.5, price_y: 3310.1, ratio: 0.054263 },
    legs: { y: { action: 'buy', quantity: 2.953, quantity_decimals: 3, reference_price: 3386.4 } },
    position: null,
  });
});

it('A ticket as JSON leaves out nothing that the ticket says', () => {
  const count = (value: unknown): number => keysOf(value).length;
  const json = (ticket: Ticket): unknown => ({ ...ticketJson(ticket), orders: undefined });
  // The pair is one name instead of two legs; the orders are made from the legs.
  expect(count(json(sampleTicket()))).toBe(count(sampleTicket()) - 2 + 1);
  expect(count(json(sampleExitTicket()))).toBe(count(sampleExitTicket()) - 2 + 1);
});

it('A closing ticket as JSON names the entry and the P&L of its position', () => {
  expect(ticketJson(sampleExitTicket())).toMatchObject({
    exit: null,
    position: {
      entry_ticket_id: sampleTicket().id,
      z_entry: -2.36,
      age_bars: 12,
      pnl: { net: 311.75, funding: -1.25 },
    },
  });
});
