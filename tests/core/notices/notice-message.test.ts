import { describe, expect, it } from 'vitest';
import { noticeMessage } from '../../../src/core/notices/notice-message.ts';
import { messageText } from '../../../src/core/tickets/message-text.ts';
import { HOSTILE } from '../../support/hostile-texts.ts';
import { sampleNotice } from '../../support/sample-notice.ts';

const TIMELY = { isResent: false, isLate: false };

describe('the message of a notice', () => {
  it.each([
    ['trouble', 'TROUBLE: '],
    ['recovery', 'RECOVERED: '],
    ['digest', 'DIGEST: '],
  ] as const)('of kind %s begins with %j', (kind, beginning) => {
    const { title, summary } = noticeMessage(sampleNotice({ kind }), TIMELY);
    expect(title).toBe(`${beginning}Not decided: BTC/USDT~ETH/USDT`);
    expect(summary).toBe(`${title}: the venue is down`);
  });

  it('is its title, its lines and when it was made', () => {
    expect(messageText(noticeMessage(sampleNotice(), TIMELY))).toBe(`TROUBLE: Not decided: BTC/USDT~ETH/USDT

the venue is down
No ticket comes until this ends. Every run tries again, and catches up.

statarb, 2024-03-01T08:00Z
`);
  });

  it('says when an earlier try may have arrived', () => {
    expect(noticeMessage(sampleNotice(), { isResent: true, isLate: false }).title).toMatch(/ \(resent\)$/);
  });

  it.each(HOSTILE)('with %j in it has no line more', (text) => {
    const message = noticeMessage(sampleNotice({ title: text, lines: [text, text] }), TIMELY);
    expect(message.sections.map(({ lines }) => lines.length)).toEqual([2, 1]);
    for (const line of [message.title, message.summary, ...message.sections.flatMap(({ lines }) => lines)]) {
      expect(line).not.toMatch(/[\p{Cc}\p{Surrogate}\u2028-\u202e\u2066-\u2069]/u);
    }
  });
});
