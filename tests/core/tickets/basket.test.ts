import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { basketCsv, basketJson } from '../../../src/core/tickets/basket.ts';
import { orderLines } from '../../../src/core/tickets/order-lines.ts';
import { HOSTILE } from '../../support/hostile-texts.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

describe('the basket of a ticket', () => {
  it('has a limit order a line, y first, with the quantities and limits that the ticket shows', () => {
    const id = sampleTicket().id;
    expect(basketCsv(sampleTicket())).toBe(`action,instrument,quantity,order_type,limit_price,ticket_id
BUY,ETH/USDT,2.953,LIMIT,3391.47,${id}
SELL,BTC/USDT:USDT,0.2591,LIMIT,60909.00,${id}
`);
  });

  it('closes the other way round', () => {
    expect(basketCsv(sampleExitTicket()).split('\n').slice(1, 3)).toEqual([
      expect.stringMatching(/^SELL,ETH\/USDT,2\.953,LIMIT,/),
      expect.stringMatching(/^BUY,BTC\/USDT:USDT,0\.2591,LIMIT,/),
    ]);
  });

  it('says the same to a program, and when its prices are stale', () => {
    expect(basketJson(sampleTicket())).toEqual({
      ticket_id: sampleTicket().id,
      event: 'ENTER_LONG_SPREAD',
      valid_until: '2024-03-01T09:00:00Z',
      orders: orderLines(sampleTicket()).map((order) => ({
        leg: order.leg,
        action: order.action,
        instrument: order.instrument,
        quantity: order.quantity,
        limit_price: order.limitPrice,
        guard_bps: order.guardBps,
        order_type: 'LIMIT',
      })),
    });
  });

  it.each(HOSTILE)('has six cells a line and no formula for the symbol %j', (symbol) => {
    const { legs } = sampleTicket();
    const csv = basketCsv(sampleTicket({ legs: { ...legs, y: { ...legs.y, symbol } } }));
    const rows = parse(csv);
    expect(rows.map((row) => row.length)).toEqual([6, 6, 6]);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
  });
});
