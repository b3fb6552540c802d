import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { telegramHtml } from '../../../src/adapters/delivery/telegram-html.ts';
import { noticeMessage } from '../../../src/core/notices/notice-message.ts';
import { ticketMessage } from '../../../src/core/tickets/ticket-message.ts';
import { HOSTILE } from '../../support/hostile-texts.ts';
import { sampleNotice } from '../../support/sample-notice.ts';
import { sampleTicket, sampleVerdict } from '../../support/sample-ticket.ts';
import { shownHtml } from '../../support/telegram-server.ts';

const TIMELY = { isResent: false, isLate: false };

const ticketHtml = (overrides = {}) => telegramHtml(ticketMessage(sampleTicket(overrides), TIMELY));
const noticeHtml = (lines: readonly string[], title = 'title') =>
  telegramHtml(noticeMessage(sampleNotice({ title, lines }), TIMELY));

/** What stands outside `<code>`, where Telegram makes links, mentions and commands. */
const outsideCode = (html: string): string => html.replace(/<code>[^<]*<\/code>/g, '').replace(/<\/?b>/g, '');

describe('the Telegram message of a ticket', () => {
  it('has its kind in bold, and each order in a code of its own, to be copied by a tap', () => {
    const html = ticketHtml();
    expect(html).toMatch(/^<b>ENTER<\/b> <code>Long Spread \(ETH long \/ BTC short\)<\/code>\n\n<code>Buy 2\.953/);
    expect(html).toContain('<code>MARKET BUY 2.953 ETH/USDT</code>\n<code>MARKET SELL 0.2591 BTC/USDT:USDT</code>');
    expect(shownHtml(html)).toContain('z = -2.36 (in < -2; before -1.91)\nΔz -0.45 = price -0.43');
  });

  it('begins with the warning when the latest backtest says that the rule loses', () => {
    const verdict = sampleVerdict({ level: 'NOT TRADEABLE', sentence: 'NOT TRADEABLE: lost $40,045 & ruined' });
    expect(ticketHtml({ verdict })).toMatch(
      /^<b>NOT TRADEABLE: lost \$40,045 &amp; ruined \(latest backtest\)<\/b>\n<b>ENTER<\/b>/,
    );
  });
});

describe('the Telegram message of a notice', () => {
  it('says what kind it is, its lines and when it is from', () => {
    expect(telegramHtml(noticeMessage(sampleNotice({ lines: ['a < b'] }), TIMELY))).toBe(
      '<b>TROUBLE:</b> <code>Not decided: BTC/USDT~ETH/USDT</code>\n\n<code>a &lt; b</code>\n\n' +
        '<code>statarb, 2024-03-01T08:00Z</code>',
    );
  });
});

describe('text from outside in a Telegram message', () => {
  it.each(HOSTILE)('%j stands in code, where it is no tag, link, mention or command', (text) => {
    const { legs } = sampleTicket();
    const y = { ...legs.y, symbol: `${text}/USDT` };
    for (const html of [
      ticketHtml({ venue: text, legs: { ...legs, y }, filters: [{ code: 'x', text }] }),
      noticeHtml([text, text], text),
    ]) {
      expect(shownHtml(html)).not.toBeNull();
      expect(outsideCode(html)).toMatch(/^(ENTER|TROUBLE:)\s*$/);
    }
  });

  it('is always well formed and never longer than Telegram takes, and says so when something is left out', () => {
    const line = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.tuple(fc.constantFrom('<', '&', 'x', '🚀'), fc.integer({ min: 1, max: 5_000 })).map(([s, n]) => s.repeat(n)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), line, (lines, title) => {
        const shown = shownHtml(noticeHtml(lines, title));
        expect(shown).not.toBeNull();
        expect(shown?.length).toBeLessThanOrEqual(4096);
        expect(shown).not.toMatch(/\p{Surrogate}/u);
        if (!shown?.includes('statarb, 2024')) expect(shown).toMatch(/…$/);
      }),
    );
  });

  it('is not cut when it just fits', () => {
    const shown = shownHtml(noticeHtml(['x'.repeat(4_000)]));
    expect(shown).toContain('x'.repeat(4_000));
    expect(shown).toContain('statarb, 2024-03-01T08:00Z');
  });
});
