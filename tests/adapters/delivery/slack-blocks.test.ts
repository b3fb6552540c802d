import { describe, expect, it } from 'vitest';
import { slackMessage, type SlackMessage } from '../../../src/adapters/delivery/slack-blocks.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

const TIMELY = { isResent: false, isLate: false };

/** All that a reader sees, a line each, with Slack's entities turned back. */
function shown({ blocks }: SlackMessage): string {
  const parts = blocks.flatMap<{ readonly text: string }>((block) =>
    block.type === 'context' ? block.elements : [block.text],
  );
  return parts
    .map(({ text }) => text)
    .join('\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

describe('the Slack message of an entry', () => {
  it('carries what a hand trader needs, a fact a line', () => {
    expect(shown(slackMessage(sampleTicket(), TIMELY)).split('\n')).toEqual([
      'ENTER Long Spread (ETH long / BTC short)',
      '*Buy 2.953 ETH/USDT* at 3386.4 ($10,000)',
      '*Sell 0.2591 BTC/USDT* at 61000.5 ($15,805)',
      'z = -2.36 (in < -2; before -1.91)',
      'β = 1.58 (window 200); net -$5,805',
      'Stop: z < -3.50, today ETH 3310.1 (ratio 0.054263)',
      'Exit: z > -0.50, today ETH 3514.7 (ratio 0.057617)',
      'Est. fees $25.81, slippage $12.90; round trip $51.61, $25.81',
      'Valid until 2024-03-01T09:00Z',
      'Notes: ADV ok',
      `${sampleTicket().id} | BTC/USDT~ETH/USDT 1h on binance | decided 2024-03-01T08:00Z | config 9f2c4a7d1e0b`,
    ]);
  });

  it('fits a phone: few lines and under 900 characters', () => {
    const text = shown(slackMessage(sampleTicket(), { isResent: true, isLate: true }));
    expect(text.length).toBeLessThan(900);
    expect(text.split('\n').length).toBeLessThan(16);
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
    const text = shown(slackMessage(ticket, TIMELY));
    for (const words of ['ENTER Short Spread (ETH short / BTC long)', 'in > 2', 'Stop: z > 3.50', 'Exit: z < 0.50']) {
      expect(text).toContain(words);
    }
  });

  it('turns them again when a breakout is followed, which has no stop', () => {
    const ticket = sampleTicket({ direction: 'follow', z: 2.4, stop: null, exit: { z: 0.5, priceY: 1, ratio: 1 } });
    const text = shown(slackMessage(ticket, TIMELY));
    expect(text).toContain('ENTER Long Spread (ETH long / BTC short)');
    expect(text).toContain('in > 2');
    expect(text).toContain('Exit: z < 0.50');
    expect(text).not.toContain('Stop:');
  });

  it('has the event, both legs, z and validity in the notification as well', () => {
    expect(slackMessage(sampleTicket(), TIMELY).text).toBe(
      'ENTER Long Spread (ETH long / BTC short): Buy 2.953 ETH/USDT at 3386.4 ($10,000), ' +
        'Sell 0.2591 BTC/USDT at 61000.5 ($15,805); z = -2.36 (in &lt; -2; before -1.91); valid until 2024-03-01T09:00Z',
    );
  });

  it('writes a quantity of an unknown lot grid in eight significant digits', () => {
    const { legs } = sampleTicket();
    const y = { ...legs.y, quantity: 0.000012345678912, quantityDecimals: null };
    expect(shown(slackMessage(sampleTicket({ legs: { ...legs, y } }), TIMELY))).toContain('Buy 0.000012345679 ETH');
  });
});

describe('the Slack message of a close', () => {
  it('says what to do, names the entry and its P&L after costs', () => {
    const text = shown(slackMessage(sampleExitTicket(), TIMELY));
    expect(text.split('\n')[0]).toBe('EXIT Long Spread (sell ETH / buy BTC)');
    expect(text).toContain('*P&L +$311.75* after costs (gross +$390.40, fees $51.60, slippage $25.80, funding -$1.25)');
    expect(text).toContain(`Closes ${sampleTicket().id}: 12 bars old, entered at z = -2.36`);
    expect(text).not.toContain('Exit: z');
    expect(text).not.toContain('; in ');
  });

  it('says when it should have come', () => {
    const text = shown(slackMessage(sampleExitTicket({ event: 'STOP', lateSince: Date.UTC(2024, 2, 1, 15) }), TIMELY));
    expect(text).toContain('STOP Long Spread');
    expect(text).toContain('Was due on bar 2024-03-01T15:00Z');
  });
});

describe('the marks of a Slack message', () => {
  it.each([
    [{ isResent: true, isLate: false }, ' (resent)'],
    [{ isResent: false, isLate: true }, ' (late)'],
    [{ isResent: true, isLate: true }, ' (late) (resent)'],
  ])('%j stand in the title and in the notification', (marks, ending) => {
    const { text, blocks } = slackMessage(sampleTicket(), marks);
    expect(blocks[0]).toEqual({
      type: 'header',
      text: { type: 'plain_text', text: `ENTER Long Spread (ETH long / BTC short)${ending}` },
    });
    expect(text).toContain(`BTC short)${ending}:`);
  });
});

describe('text from outside in a Slack message', () => {
  const hostile = '<!channel> & <https://evil.example|click>';

  it('cannot mention, link or break out', () => {
    const { legs } = sampleTicket();
    const ticket = sampleTicket({
      venue: hostile,
      legs: { x: { ...legs.x, symbol: `${hostile}/USDT` }, y: legs.y },
      filters: [{ code: 'x', text: hostile }],
    });
    const message = slackMessage(ticket, TIMELY);
    const raw = JSON.stringify(message);
    expect(raw).toContain('&lt;!channel&gt; &amp; &lt;https:');
    expect(raw).not.toMatch(/[<>]/);
    expect(raw).not.toMatch(/&(?!amp;|lt;|gt;)/);
  });

  it('is cut to what Slack takes', () => {
    const { legs } = sampleTicket();
    const long = '<'.repeat(4_000);
    const { blocks } = slackMessage(
      sampleTicket({ legs: { ...legs, y: { ...legs.y, symbol: long } }, filters: [{ code: 'x', text: long }] }),
      TIMELY,
    );
    for (const block of blocks) {
      const texts = block.type === 'context' ? block.elements : [block.text];
      for (const { text } of texts) {
        expect(text.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3_000);
        expect(text).not.toMatch(/&(?!amp;|lt;|gt;)/);
      }
    }
  });
});
