import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fill, FillEntry } from '../../../src/core/domain/fill.ts';
import { pairName } from '../../../src/core/domain/pair.ts';
import type { Ticket } from '../../../src/core/domain/ticket.ts';
import { closedNetUsd, closingCosts, closingFills, closingOrders } from '../../../src/core/fills/closing.ts';
import { realPositions, type RealPosition } from '../../../src/core/fills/real-position.ts';
import { ledgerOf, marks, sampleFill, sampleHedge, someFills } from '../../support/sample-fills.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

const PAIR = pairName(sampleTicket().pair);
const MARKS = { x: 62_000, y: 3_500 };
const AT = Date.UTC(2024, 2, 2);

const position = (tickets: readonly Ticket[], fills: readonly Fill[], prices = MARKS): RealPosition =>
  realPositions(tickets, ledgerOf(fills), new Map([[PAIR, prices]]))[0];

const recorded = (before: readonly Fill[], entries: readonly FillEntry[]): Fill[] => [
  ...before,
  ...entries.map((entry, i) => ({
    ...entry,
    ...{ no: before.length + i + 1, recordedAt: AT, replaces: null, voided: null },
  })),
];

/** The opposite trip, a day later: short ETH, long BTC. */
const other = sampleTicket({
  id: 'BTC-USDT_ETH-USDT_2024-03-02T0700Z_ENTER_SHORT_SPREAD',
  event: 'ENTER_SHORT_SPREAD',
  bar: sampleTicket().bar + 86_400_000,
  legs: {
    x: { ...sampleTicket().legs.x, action: 'buy' },
    y: { ...sampleTicket().legs.y, action: 'sell' },
  },
});

describe('closing what is held', () => {
  it('takes one order an instrument, against what is held, and says what it costs by the settings', () => {
    const orders = closingOrders(
      position([sampleTicket()], [sampleFill({ quantity: 1.5 }), sampleHedge({ instrument: 'BTC/USDT:USDT' })]),
    );
    expect(orders.map(({ action, quantity, holding }) => [action, quantity, holding.instrument])).toEqual([
      ['sell', 1.5, 'ETH/USDT'],
      ['buy', 0.2591, 'BTC/USDT:USDT'],
    ]);
    const usd = 1.5 * 3_500 + 0.2591 * 62_000;
    const costs = closingCosts(orders, { feeBps: 10, slippageBps: 5 });
    expect(costs.feesUsd).toBeCloseTo(usd * 0.001, 9);
    expect(costs.slippageUsd).toBeCloseTo(usd * 0.0005, 9);
  });

  it('finds nothing to do where nothing was filled, or all is closed', () => {
    expect(position([sampleTicket()], [])).toMatchObject({ state: 'none', holdings: [] });
    const closed = [sampleFill(), sampleFill({ no: 2, action: 'sell' })];
    const flat = position([sampleTicket()], closed);
    expect([flat.state, closingOrders(flat)]).toEqual(['flat', []]);
  });

  it('leaves nothing, whatever was held, and makes what it says', () => {
    fc.assert(
      fc.property(someFills, marks, fc.double({ min: -9, max: 9, noNaN: true }), (fills, prices, feeUsd) => {
        const tickets = [sampleTicket(), sampleExitTicket()];
        const before = position(tickets, fills, prices);
        fc.pre(before.state === 'open');
        const paid = new Map(
          closingOrders(before).map(({ holding }) => [holding.instrument, { price: holding.mark * 1.01, feeUsd }]),
        );
        const entries = closingFills(before, paid, AT);
        const after = position(tickets, recorded(fills, entries), prices);
        expect([after.state, after.holdings]).toEqual(['flat', []]);
        const made = closedNetUsd(before, entries);
        const all = recorded(fills, entries).reduce(
          (sum, { action, quantity, price, feeUsd: fee }) =>
            sum + (action === 'sell' ? 1 : -1) * quantity * price - fee,
          0,
        );
        expect(made).toBeCloseTo(all, 5);
        const fees = entries.reduce((sum, fill) => sum + fill.feeUsd, 0);
        expect(fees).toBeCloseTo(feeUsd * paid.size, 9);
      }),
    );
  });

  it('trades only what two round trips do not hold against each other, and closes both', () => {
    const fills = [
      ...[sampleFill(), sampleHedge()],
      sampleFill({ no: 3, ticketId: other.id, action: 'sell', quantity: 2 }),
      sampleHedge({ no: 4, ticketId: other.id, action: 'buy' }),
    ];
    const before = position([sampleTicket(), other], fills);
    const orders = closingOrders(before);
    expect(orders.map(({ action, holding }) => [action, holding.instrument])).toEqual([['sell', 'ETH/USDT']]);
    expect(orders[0].quantity).toBeCloseTo(0.953, 9);
    const entries = closingFills(before, new Map([['ETH/USDT', { price: 3_501, feeUsd: 4.953 }]]), AT);
    expect(entries.map(({ ticketId, action, instrument, price }) => [ticketId, action, instrument, price])).toEqual([
      [sampleTicket().id, 'sell', 'ETH/USDT', 3_501],
      [sampleTicket().id, 'buy', 'BTC/USDT', 62_000],
      [other.id, 'buy', 'ETH/USDT', 3_501],
      [other.id, 'sell', 'BTC/USDT', 62_000],
    ]);
    expect(entries.map(({ feeUsd }) => Number(feeUsd.toFixed(9)))).toEqual([2.953, 0, 2, 0]);
    expect(position([sampleTicket(), other], recorded(fills, entries)).state).toBe('flat');
  });

  it('belongs to the exit ticket once there is one that is not skipped, and to the entry before', () => {
    const fills = [sampleFill()];
    const prices = new Map([['ETH/USDT', { price: 3_500, feeUsd: 0 }]]);
    const ticketOf = (real: RealPosition): string => closingFills(real, prices, AT)[0].ticketId;
    expect(ticketOf(position([sampleTicket()], fills))).toBe(sampleTicket().id);
    const both = [sampleTicket(), sampleExitTicket()];
    expect(ticketOf(position(both, fills))).toBe(sampleExitTicket().id);
    const skips = [{ ticketId: sampleExitTicket().id, isSkipped: true, why: null, at: AT }];
    const skipped = realPositions(both, ledgerOf(fills, skips), new Map([[PAIR, MARKS]]))[0];
    expect(ticketOf(skipped)).toBe(sampleTicket().id);
  });

  it('is a fault of ours without a price for what is held', () => {
    const held = position([sampleTicket()], [sampleFill()]);
    expect(() => closingFills(held, new Map(), AT)).toThrow(RangeError);
  });
});
