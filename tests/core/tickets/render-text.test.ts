import { describe, expect, test } from 'vitest';
import type { Ticket } from '../../../src/core/domain/ticket.ts';
import { renderText } from '../../../src/core/tickets/render-text.ts';
import { ticketId } from '../../../src/core/tickets/ticket-id.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

const lines = (text: string): string[] => text.split('\n');

/** The sample's legs the other way round: sell ETH, buy BTC. */
const shortLegs = (): Ticket['legs'] => {
  const { x, y } = sampleTicket().legs;
  return { x: { ...x, action: 'buy' }, y: { ...y, action: 'sell' } };
};

describe('a ticket for a person', () => {
  test('an entry, in full', () => {
    expect(renderText(sampleTicket())).toMatchInlineSnapshot(`
      "# ENTER Long Spread (ETH long / BTC short)

      Timestamp (UTC): 2024-03-01T08:00Z (close of the bar 2024-03-01T07:00Z)
      Valid until: 2024-03-01T09:00Z, when the next bar closes
      Signal: ENTER Long Spread (ETH long / BTC short)
      z = -2.36 (in < -2), before -1.91
      Δz -0.45 = price -0.43, beta +0.02, mean -0.03, sigma -0.01; 4 % of z's variance over 100 bars came from beta
      β = 1.58 (window=200), z window 100, fixed-beta, revert

      1. BUY 2.953 ETH/USDT ≈ $10,000.04 at 3386.4
      2. SELL 0.2591 BTC/USDT ≈ $15,805.23 at 61000.5
      Notional: +$10,000 ETH / -$15,805 BTC
      Net: -$5,805.19 in dollars, $5.17 after the hedge (beta-neutral, not dollar-neutral)

      Stop: |z| > 3.5, here z < -3.5: ETH/BTC 0.054263 (ETH at 3310.1, BTC unchanged)
      Exit on |z| < 0.5 or past it, here z > -0.5: ETH/BTC 0.057617 (ETH at 3514.7, BTC unchanged)
      Est. fees: $25.81 | Est. slippage: $12.90
      Round trip: $51.61 fees + $25.81 slippage
      Edge if it reverts: 372 bps, cost: 77 bps, loss at the stop: 228 bps; needs a hit rate of 51 %
      Record of this pair: 12 closed trades, 58 % won, net -$310.50
      No backtest of this pair yet: run \`statarb backtest\` before trusting it
      Health p 0.31: the residual does not look stationary over 720 bars; random walks show this in 31 %
      half-life 31 bars (0.28), beta drift -12 % (0.09), correlation 0.83 (1.00), CUSUM 0.94 (0.40); in brackets, the share of random walks below
      ADV a bar: $43.0M ETH, $81.0M BTC (limit $5.0M)
      Volatility a year: 61 % ETH, 52 % BTC (limit 200 %)
      Notes: ADV ok

      Orders, to copy:
          MARKET BUY 2.953 ETH/USDT
          MARKET SELL 0.2591 BTC/USDT:USDT
          LIMIT  BUY 2.953 ETH/USDT @ 3391.47
          LIMIT  SELL 0.2591 BTC/USDT:USDT @ 60909.00
      Spot BTC/USDT cannot be sold short: the lines name the perpetual BTC/USDT:USDT (its lot step may be coarser, its price and funding differ); borrowing on margin is the other way

      Ticket: BTC-USDT_ETH-USDT_2024-03-01T0700Z_ENTER_LONG_SPREAD
      Venue: binance, 1h bars | config 9f2c4a7d1e0b
      "
    `);
  });

  test('the lines a hand trader knows are all there', () => {
    const text = renderText(
      sampleTicket({
        filters: [
          { code: 'funding', text: 'funding symmetric' },
          { code: 'adv', text: 'ADV ok' },
        ],
      }),
    );
    for (const line of [
      /^Timestamp \(UTC\): 2024-03-01T08:00Z/m,
      /^Signal: ENTER Long Spread \(ETH long \/ BTC short\)$/m,
      /^z = -2\.36 \(in < -2\)/m,
      /^β = 1\.58\d* \(window=200\)/m,
      /^Notional: \+\$10,000 ETH \/ -\$15,805 BTC$/m,
      /^Stop: \|z\| > 3\.5/m,
      /^Exit on \|z\| < 0\.5/m,
      /^Est\. fees: \$25\.81 \| Est\. slippage: \$12\.90$/m,
      /^Notes: funding symmetric; ADV ok$/m,
    ]) {
      expect(text).toMatch(line);
    }
  });

  test('an exit names the entry it closes, its age and the P&L after costs, and no levels', () => {
    const text = renderText(sampleExitTicket());
    expect(text).toContain('Signal: EXIT Long Spread (sell ETH / buy BTC)');
    expect(text).toContain('z = -0.41 (out > -0.5), before -0.77');
    expect(text).toContain(`Closes: ${sampleTicket().id}, entered at z -2.36, held 12 bars`);
    expect(text).toContain('P&L after costs: $311.75 (gross $390.40, fees $51.60, slippage $25.80, funding -$1.25)');
    expect(text).not.toMatch(/^Stop:|^Exit on|^Round trip/m);
  });

  test('a short spread stops above and exits below', () => {
    const text = renderText(
      sampleTicket({
        event: 'ENTER_SHORT_SPREAD',
        legs: shortLegs(),
        z: 2.36,
        zPrev: 1.91,
        stop: { z: 3.5, priceY: 3600, ratio: 0.059 },
        exit: { z: 0.5, priceY: 3400, ratio: 0.0557 },
      }),
    );
    expect(text).toContain('Signal: ENTER Short Spread (ETH short / BTC long)');
    expect(text).toContain('z = 2.36 (in > 2), before 1.91');
    expect(text).toContain('Stop: |z| > 3.5, here z > 3.5: ETH/BTC 0.059 (ETH at 3600, BTC unchanged)');
    expect(text).toContain('Exit on |z| < 0.5 or past it, here z < 0.5: ETH/BTC 0.0557 (ETH at 3400, BTC unchanged)');
  });

  test('following has no stop and enters on the other side', () => {
    const text = renderText(
      sampleTicket({ direction: 'follow', event: 'ENTER_SHORT_SPREAD', legs: shortLegs(), stop: null }),
    );
    expect(text).toContain('z = -2.36 (in < -2)');
    expect(text).toContain('Stop: none when following the breakout');
    expect(text).toContain('here z > -0.5');
  });

  test('a late ticket says which missed bar called for it', () => {
    const text = renderText(sampleExitTicket({ lateSince: Date.UTC(2024, 2, 1, 15) }));
    expect(lines(text)).toContain('LATE: called for on the bar 2024-03-01T15:00Z, which was missed');
    expect(renderText(sampleExitTicket())).not.toContain('LATE');
  });

  test.each([
    ['Europe/Zurich', '2024-03-01 09:00', '2024-03-01 10:00'],
    ['America/New_York', '2024-03-01 03:00', '2024-03-01 04:00'],
    ['Asia/Kolkata', '2024-03-01 13:30', '2024-03-01 14:30'],
  ])('a time zone adds a second, local rendering: %s', (timeZone, decided, validUntil) => {
    const text = renderText(sampleTicket({ timeZone }));
    expect(lines(text)).toContain(`Local (${timeZone}): ${decided}, valid until ${validUntil}`);
    expect(text).toContain('Timestamp (UTC): 2024-03-01T08:00Z');
  });

  test('small prices keep their digits, and quantities those of the lot grid', () => {
    const base = sampleTicket();
    const y = {
      ...base.legs.y,
      symbol: 'PEPE/USDT',
      quantity: 1_250_000,
      quantityDecimals: 0,
      referencePrice: 0.00000812345,
      notionalUsd: 10.15,
    };
    const text = renderText(
      sampleTicket({ legs: { x: { ...base.legs.x, quantityDecimals: null, quantity: 0.2591234567891 }, y } }),
    );
    expect(text).toContain('BUY 1250000 PEPE/USDT ≈ $10.15 at 0.00000812345');
    expect(text).toContain('SELL 0.25912346 BTC/USDT');
  });

  test('no line is too long for a phone to wrap readably, and none is empty of words', () => {
    for (const text of [renderText(sampleTicket()), renderText(sampleExitTicket())]) {
      expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
      expect(text.endsWith('\n')).toBe(true);
      for (const line of lines(text)) expect(line.length).toBeLessThanOrEqual(180);
    }
  });
});

test('a ticket id is made of pair, bar and event alone', () => {
  const bar = Date.UTC(2024, 2, 1, 7);
  const pair = { x: 'BTC/USDT', y: 'ETH/USDT' };
  expect(ticketId(pair, bar, 'ENTER_LONG_SPREAD')).toBe('BTC-USDT_ETH-USDT_2024-03-01T0700Z_ENTER_LONG_SPREAD');
  const ids = [
    ticketId(pair, bar, 'ENTER_LONG_SPREAD'),
    ticketId(pair, bar, 'EXIT'),
    ticketId(pair, bar + 60_000, 'EXIT'),
    ticketId({ x: pair.y, y: pair.x }, bar, 'EXIT'),
    ticketId({ x: 'BTC/USDT:USDT', y: 'ETH/USDT:USDT' }, bar, 'EXIT'),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});
