import fc from 'fast-check';
import { expect, it } from 'vitest';
import { stepDecimals } from '../../../src/core/domain/lot.ts';
import type { Ticket } from '../../../src/core/domain/ticket.ts';
import { orderLines, orderTexts, shortNote } from '../../../src/core/tickets/order-lines.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

it('A ticket gives one market and one limit order a leg, on the grid, in what can be sold short', () => {
  expect(orderTexts(sampleTicket())).toEqual([
    'MARKET BUY 2.953 ETH/USDT',
    'MARKET SELL 0.2591 BTC/USDT:USDT',
    'LIMIT  BUY 2.953 ETH/USDT @ 3391.47',
    'LIMIT  SELL 0.2591 BTC/USDT:USDT @ 60909.00',
  ]);
  expect(shortNote(sampleTicket())).toContain('Spot BTC/USDT cannot be sold short');
  expect(shortNote(sampleExitTicket())).toContain('BTC/USDT was sold short: buy back where you sold it');
});

it('Perpetuals are named as they are, without a word on shorting', () => {
  const { x, y } = sampleTicket().legs;
  const legs = { x: { ...x, symbol: 'BTC/USDT:USDT', shortVia: null }, y: { ...y, symbol: 'ETH/USDT:USDT' } };
  expect(orderTexts(sampleTicket({ legs }))[1]).toBe('MARKET SELL 0.2591 BTC/USDT:USDT');
  expect(shortNote(sampleTicket({ legs }))).toBeNull();
});

it('A limit lies on the price grid, never beyond the guard, and less than a tick within it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('buy' as const, 'sell' as const),
      fc.constantFrom(0.01, 0.1, 0.5, 1, 0.00001),
      fc.double({ min: 1, max: 90_000, noNaN: true }),
      fc.integer({ min: 0, max: 60 }),
      (action, tickSize, referencePrice, slippageBps) => {
        const leg: Ticket['legs']['y'] = {
          ...sampleTicket().legs.y,
          action,
          tickSize,
          referencePrice,
          notionalUsd: 1000,
        };
        const legs = { x: { ...leg, action: 'buy' as const }, y: leg };
        const costs = { ...sampleTicket().costs, slippageUsd: (2000 * slippageBps) / 10_000 };
        const [order] = orderLines({ legs, costs });
        const limit = Number(order.limitPrice);
        expect(order.guardBps).toBeCloseTo(Math.max(10, 3 * slippageBps), 9);
        const away = action === 'buy' ? limit / referencePrice - 1 : 1 - limit / referencePrice;
        expect(away).toBeLessThanOrEqual(order.guardBps / 10_000 + 1e-9);
        expect(order.guardBps / 10_000 - away).toBeLessThan(tickSize / referencePrice + 1e-9);
        // To the letter: the number of ticks nearest to it, written with the grid's decimals, is it.
        const steps = Math.round(limit / tickSize);
        expect(order.limitPrice).toBe((steps * tickSize).toFixed(stepDecimals(tickSize)));
      },
    ),
  );
});
