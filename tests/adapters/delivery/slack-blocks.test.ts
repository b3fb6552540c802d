import { describe, expect, it } from 'vitest';
import { slackBlocks, type SlackMessage } from '../../../src/adapters/delivery/slack-blocks.ts';
import { noticeMessage } from '../../../src/core/notices/notice-message.ts';
import { ticketMessage } from '../../../src/core/tickets/ticket-message.ts';
import { HOSTILE } from '../../support/hostile-texts.ts';
import { sampleNotice } from '../../support/sample-notice.ts';
import { sampleExitTicket, sampleTicket, sampleVerdict } from '../../support/sample-ticket.ts';

const TIMELY = { isResent: false, isLate: false };

const textsOf = ({ blocks }: SlackMessage) =>
  blocks.flatMap<{ readonly type: string; readonly text: string }>((block) =>
    block.type === 'context' ? block.elements : [block.text],
  );

/** All that a reader sees, a line each, with Slack's entities turned back. */
const shown = (message: SlackMessage): string =>
  textsOf(message)
    .map(({ text }) => text)
    .join('\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const entry = (overrides = {}, marks = TIMELY) => slackBlocks(ticketMessage(sampleTicket(overrides), marks));

describe('the Slack message of a ticket', () => {
  it('has the title as its header, the legs in bold, and the orders in a block to copy from', () => {
    const { blocks } = entry();
    expect(blocks[0]).toEqual({
      type: 'header',
      text: { type: 'plain_text', text: 'ENTER Long Spread (ETH long / BTC short)', emoji: false },
    });
    expect(blocks[1]).toEqual({
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: '*Buy 2.953 ETH/USDT at 3386.4 ($10,000)*\n*Sell 0.2591 BTC/USDT at 61000.5 ($15,805)*',
        verbatim: true,
      },
    });
    expect(textsOf({ text: '', blocks }).find(({ text }) => text.startsWith('```'))?.text).toBe(
      '```\nMARKET BUY 2.953 ETH/USDT\nMARKET SELL 0.2591 BTC/USDT:USDT\n' +
        'LIMIT  BUY 2.953 ETH/USDT @ 3391.47\nLIMIT  SELL 0.2591 BTC/USDT:USDT @ 60909.00\n```',
    );
  });

  it('tells why z moved, the odds, the record and the verdict', () => {
    const text = shown(entry());
    for (const words of ['Δz -0.45 = price', 'Edge if it reverts: 372 bps', 'Record of this pair: 12', 'No backtest']) {
      expect(text).toContain(words);
    }
  });

  it('begins with the warning when the latest backtest says that the rule loses', () => {
    const message = entry({ verdict: sampleVerdict({ level: 'NOT TRADEABLE', sentence: 'NOT TRADEABLE: it lost' }) });
    expect(message.blocks[0]).toEqual({
      type: 'section',
      text: { type: 'mrkdwn', text: '*NOT TRADEABLE: it lost (latest backtest)*', verbatim: true },
    });
    expect(message.text).toMatch(/^NOT TRADEABLE: it lost/);
    expect(message.blocks[1]).toMatchObject({ type: 'header' });
  });

  it('fits a phone', () => {
    const text = shown(entry({}, { isResent: true, isLate: true }));
    expect(text.length).toBeLessThan(2000);
    expect(text.split('\n').length).toBeLessThan(30);
  });

  it('of a close begins with its event and tells the P&L in bold', () => {
    const text = shown(slackBlocks(ticketMessage(sampleExitTicket(), TIMELY)));
    expect(text).toMatch(/^EXIT Long Spread/);
    expect(text).toContain('*P&L +$311.75 after costs');
  });
});

describe('the Slack message of a notice', () => {
  it('says what kind it is, its lines and when it is from', () => {
    expect(shown(slackBlocks(noticeMessage(sampleNotice(), TIMELY))).split('\n')).toEqual([
      'TROUBLE: Not decided: BTC/USDT~ETH/USDT',
      'the venue is down',
      'No ticket comes until this ends. Every run tries again, and catches up.',
      'statarb, 2024-03-01T08:00Z',
    ]);
  });
});

describe('text from outside in a Slack message', () => {
  /** Every message that can hold it. */
  function messagesWith(text: string): SlackMessage[] {
    const { legs } = sampleTicket();
    const x = { ...legs.x, symbol: `${text}/USDT`, shortVia: `${text}/USDT:USDT` };
    return [
      entry({ venue: text, legs: { ...legs, x }, filters: [{ code: 'x', text }] }),
      slackBlocks(noticeMessage(sampleNotice({ title: text, lines: [text, text] }), TIMELY)),
    ];
  }

  it.each(HOSTILE)('%j cannot mention, link, format or break out', (text) => {
    for (const message of messagesWith(text)) {
      expect(JSON.stringify(message)).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      for (const { type, text: said } of textsOf(message)) {
        expect(said).not.toMatch(/[\p{Surrogate}\u0000-\u0009\u000b-\u001f]/u);
        if (type === 'plain_text') continue;
        // What is left of the signs of formatting is ours: around a line, or around the block of orders.
        const ours = said.startsWith('```') ? said.slice(4, -4) : said.replace(/^\*|\*$/gm, '');
        expect(ours).not.toMatch(/[*_~`]/);
      }
    }
  });

  it('is cut to what Slack takes', () => {
    for (const sign of ['<', '&', '🚀', 'x']) {
      for (const message of messagesWith(sign.repeat(5_000))) {
        expect(message.blocks.length).toBeLessThanOrEqual(50);
        for (const block of message.blocks) {
          for (const { text } of block.type === 'context' ? block.elements : [block.text]) {
            expect(text.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3_000);
            expect(text).not.toMatch(/&(?!amp;|lt;|gt;)|\p{Surrogate}/u);
          }
        }
        expect(message.text.length).toBeLessThanOrEqual(3_000);
      }
    }
  });
});
