import { describe, expect, it } from 'vitest';
import { messageText } from '../../../src/core/tickets/message-text.ts';
import { ticketMessage } from '../../../src/core/tickets/ticket-message.ts';
import { HOSTILE } from '../../support/hostile-texts.ts';
import { sampleExitTicket, sampleTicket, sampleVerdict } from '../../support/sample-ticket.ts';

const TIMELY = { isResent: false, isLate: false };
const NOT_TRADEABLE = sampleVerdict({ level: 'NOT TRADEABLE', sentence: 'NOT TRADEABLE: lost $40,045 of $40,000' });

describe('the message of an entry', () => {
  it('carries what a hand trader needs, a fact a line, the orders ready to be copied', () => {
    expect(messageText(ticketMessage(sampleTicket(), TIMELY))).toBe(`ENTER Long Spread (ETH long / BTC short)

Buy 2.953 ETH/USDT at 3386.4 ($10,000)
Sell 0.2591 BTC/USDT at 61000.5 ($15,805)

z = -2.36 (in < -2; before -1.91)
Δz -0.45 = price -0.43, beta +0.02, mean -0.03, sigma -0.01; 4 % of z's variance over 100 bars came from beta
β = 1.58 (window 200); net -$5,805
Stop: z < -3.50, today ETH 3310.1 (ratio 0.054263)
Exit: z > -0.50, today ETH 3514.7 (ratio 0.057617)
Est. fees $25.81, slippage $12.90; round trip $51.61, $25.81

Edge if it reverts: 372 bps, cost: 77 bps, loss at the stop: 228 bps; needs a hit rate of 51 %
Record of this pair: 12 closed trades, 58 % won, net -$310.50
No backtest of this pair yet: run \`statarb backtest\` before trusting it

Health p 0.31: the residual does not look stationary over 720 bars; random walks show this in 31 %
half-life 31 bars (0.28), beta drift -12 % (0.09), correlation 0.83 (1.00), CUSUM 0.94 (0.40); in brackets, the share of random walks below

Valid until 2024-03-01T09:00Z
Notes: ADV ok

    MARKET BUY 2.953 ETH/USDT
    MARKET SELL 0.2591 BTC/USDT:USDT
    LIMIT  BUY 2.953 ETH/USDT @ 3391.47
    LIMIT  SELL 0.2591 BTC/USDT:USDT @ 60909.00

Spot BTC/USDT cannot be sold short: the lines name the perpetual BTC/USDT:USDT (its lot step may be coarser, its price and funding differ); borrowing on margin is the other way

${sampleTicket().id} | BTC/USDT~ETH/USDT 1h on binance | decided 2024-03-01T08:00Z | config 9f2c4a7d1e0b
`);
  });

  it('begins with the warning when its latest backtest says that the rule loses, in the notification too', () => {
    const message = ticketMessage(sampleTicket({ verdict: NOT_TRADEABLE }), TIMELY);
    expect(message.warning).toBe('NOT TRADEABLE: lost $40,045 of $40,000 (latest backtest)');
    expect(messageText(message)).toMatch(/^NOT TRADEABLE: lost .*\n\nENTER Long Spread/);
    expect(message.summary).toMatch(/^NOT TRADEABLE: .* \| ENTER Long Spread/);
    expect(messageText(message)).toContain('Backtest 2018-01-01 to 2024-06-30, these settings: NOT TRADEABLE: lost');
  });

  it.each(['TRADEABLE', 'NOT PROVEN'] as const)('has no warning when the verdict is %s', (level) => {
    expect(ticketMessage(sampleTicket({ verdict: sampleVerdict({ level }) }), TIMELY).warning).toBeNull();
  });

  it('turns its signs for a short spread', () => {
    const { legs } = sampleTicket();
    const ticket = sampleTicket({
      event: 'ENTER_SHORT_SPREAD',
      legs: { x: { ...legs.x, action: 'buy' }, y: { ...legs.y, action: 'sell' } },
      z: 2.4,
      stop: { z: 3.5, priceY: 1, ratio: 1 },
      exit: { z: 0.5, priceY: 1, ratio: 1 },
    });
    const text = messageText(ticketMessage(ticket, TIMELY));
    for (const words of ['ENTER Short Spread (ETH short / BTC long)', 'in > 2', 'Stop: z > 3.50', 'Exit: z < 0.50']) {
      expect(text).toContain(words);
    }
  });

  it('turns them again when a breakout is followed, which has no stop', () => {
    const ticket = sampleTicket({ direction: 'follow', z: 2.4, stop: null, exit: { z: 0.5, priceY: 1, ratio: 1 } });
    const text = messageText(ticketMessage(ticket, TIMELY));
    expect(text).toContain('ENTER Long Spread (ETH long / BTC short)');
    expect(text).toContain('in > 2');
    expect(text).toContain('Exit: z < 0.50');
    expect(text).not.toContain('Stop:');
  });

  it('has the event, both legs, z and validity in one line for the notification', () => {
    expect(ticketMessage(sampleTicket(), TIMELY).summary).toBe(
      'ENTER Long Spread (ETH long / BTC short): Buy 2.953 ETH/USDT at 3386.4 ($10,000), ' +
        'Sell 0.2591 BTC/USDT at 61000.5 ($15,805); z = -2.36 (in < -2; before -1.91); valid until 2024-03-01T09:00Z',
    );
  });

  it('writes a quantity of an unknown lot grid in eight significant digits', () => {
    const { legs } = sampleTicket();
    const y = { ...legs.y, quantity: 0.000012345678912, quantityDecimals: null };
    expect(messageText(ticketMessage(sampleTicket({ legs: { ...legs, y } }), TIMELY))).toContain(
      'Buy 0.000012345679 ETH',
    );
  });

  it('says its times in the zone of its reader too, where there is one', () => {
    const text = messageText(ticketMessage(sampleTicket({ timeZone: 'Asia/Tokyo' }), TIMELY));
    expect(text).toContain('Local (Asia/Tokyo): 2024-03-01 17:00, valid until 2024-03-01 18:00');
  });

  it('of version 0.1.0, which knew less, leaves out what is not known', () => {
    const ticket = sampleTicket({ change: null, betaShare: null, odds: null, record: null });
    expect(messageText(ticketMessage(ticket, TIMELY))).not.toMatch(/Δz|Edge|Record|undefined|null/);
  });
});

describe('the message of a close', () => {
  it('says what to do, names the entry and its P&L after costs', () => {
    const text = messageText(ticketMessage(sampleExitTicket(), TIMELY));
    expect(text.split('\n')[0]).toBe('EXIT Long Spread (sell ETH / buy BTC)');
    expect(text).toContain('P&L +$311.75 after costs (gross +$390.40, fees $51.60, slippage $25.80, funding -$1.25)');
    expect(text).toContain(`Closes ${sampleTicket().id}: 12 bars old, entered at z = -2.36`);
    expect(text).not.toMatch(/Exit: z|round trip|Edge|Backtest/);
    expect(text).toContain('    MARKET SELL 2.953 ETH/USDT');
  });

  it('says when it should have come', () => {
    const ticket = sampleExitTicket({ event: 'STOP', lateSince: Date.UTC(2024, 2, 1, 15) });
    const text = messageText(ticketMessage(ticket, TIMELY));
    expect(text).toMatch(/^STOP Long Spread/);
    expect(text).toContain('Was due on bar 2024-03-01T15:00Z');
  });
});

describe('the marks of a message', () => {
  it.each([
    [{ isResent: true, isLate: false }, ' (resent)'],
    [{ isResent: false, isLate: true }, ' (late)'],
    [{ isResent: true, isLate: true }, ' (late) (resent)'],
  ])('%j stand in the title and in the notification, and are told before what to trade', (marks, ending) => {
    const { title, summary, sections } = ticketMessage(sampleTicket(), marks);
    expect(title).toBe(`ENTER Long Spread (ETH long / BTC short)${ending}`);
    expect(summary).toContain(`BTC short)${ending}:`);
    expect(sections[0].lines[0]).toMatch(marks.isLate ? /^Late: / : /^Resent: /);
  });
});

describe('text from outside in a message', () => {
  it.each(HOSTILE)('%j begins no line of its own', (text) => {
    const { legs } = sampleTicket();
    const x = { ...legs.x, symbol: `${text}/USDT`, shortVia: `${text}/USDT:USDT` };
    const ticket = sampleTicket({ venue: text, legs: { ...legs, x }, filters: [{ code: 'x', text }] });
    const plain = ticketMessage(sampleTicket(), TIMELY);
    const message = ticketMessage(ticket, TIMELY);
    const counts = ({ sections }: typeof message) => sections.map(({ lines }) => lines.length);
    expect(counts(message)).toEqual(counts(plain));
    for (const line of [message.title, message.summary, ...message.sections.flatMap(({ lines }) => lines)]) {
      expect(line).not.toMatch(/[\p{Cc}\p{Surrogate}\u2028-\u202e\u2066-\u2069]/u);
    }
  });
});
