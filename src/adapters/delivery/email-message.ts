import MailComposer from 'nodemailer/lib/mail-composer';
import type { Message, MessageSection } from '../../core/domain/message.ts';
import { safeName } from '../../core/domain/pair.ts';
import { escapeHtml } from '../../core/report/escape-html.ts';
import { messageText } from '../../core/tickets/message-text.ts';
import { cutText } from './cut-text.ts';

/** Longer ones are cut by most readers anyway. */
const SUBJECT_LIMIT = 180;

/**
 * A message as an e-mail: plain text, and the same as HTML with every text escaped. Headers are made by nodemailer, which
 * encodes and folds them; the texts that go in are single lines.
 */
export function emailBytes(message: Message, from: string, to: readonly string[]): Promise<Buffer> {
  const mail = new MailComposer({
    from,
    to: [...to],
    subject: cutText(`[statarb] ${message.warning === null ? '' : 'NOT TRADEABLE: '}${message.title}`, SUBJECT_LIMIT),
    messageId: messageId(message.id, from),
    // Keeps notes of absence from coming back.
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: messageText(message),
    html: messageHtml(message),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return mail.compile().build();
}

/** A function of the id alone for one sender: a mailbox knows a repetition by it. */
function messageId(id: string, from: string): string {
  const local = safeName(id).replaceAll('.', '%2e');
  return `<${local}@${from.split('@').at(-1) ?? 'statarb'}>`;
}

function messageHtml({ warning, title, sections }: Message): string {
  return [
    '<!doctype html><html><head><meta charset="utf-8"></head>',
    '<body style="font-family:sans-serif;line-height:1.4">',
    ...(warning === null ? [] : [`<p style="color:#b00020"><strong>${escapeHtml(warning)}</strong></p>`]),
    `<h2>${escapeHtml(title)}</h2>`,
    ...sections.map(sectionHtml),
    '</body></html>\n',
  ].join('\n');
}

function sectionHtml({ style, lines }: MessageSection): string {
  const escaped = lines.map(escapeHtml);
  switch (style) {
    case 'strong':
      return `<p><strong>${escaped.join('<br>\n')}</strong></p>`;
    case 'code':
      return `<pre style="background:#f4f4f4;padding:8px">${escaped.join('\n')}</pre>`;
    case 'plain':
      return `<p>${escaped.join('<br>\n')}</p>`;
    case 'small':
      return `<p><small>${escaped.join('<br>\n')}</small></p>`;
  }
}
