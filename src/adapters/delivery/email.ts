import { AppError } from '../../core/domain/app-error.ts';
import type { Message } from '../../core/domain/message.ts';
import { noticeMessage } from '../../core/notices/notice-message.ts';
import { ticketMessage } from '../../core/tickets/ticket-message.ts';
import type { Logger } from '../../ports/logger.ts';
import type { TicketSink } from '../../ports/ticket-sink.ts';
import { smtpFailure } from './smtp-failure.ts';
import { loginForms, smtpServer } from './smtp-server.ts';

export interface EmailOptions {
  /** `smtps://user:password@host:465`, or `smtp://…`, which uses STARTTLS where it is offered. User and password appear in no error. */
  readonly smtpUrl: string;
  readonly from: string;
  /** At least one. */
  readonly to: readonly string[];
  readonly redact: (text: string) => string;
  readonly log: Logger;
  /** For one whole session. */
  readonly timeoutMs?: number;
}

/** Sends messages by e-mail, each in a session of its own. */
export const emailSink = ({ smtpUrl, from, to, redact, log, timeoutMs = 9_000 }: EmailOptions): TicketSink => {
  const send = async (message: Message): Promise<void> => {
    const server = smtpServer(smtpUrl);
    if (server === null) {
      throw new AppError('delivery', 'the mail server is no address such as smtps://host:465: check NOTIFY_SMTP_URL', {
        facts: { channel: 'email', reason: 'invalid_url' },
      });
    }
    // Few runs send anything: what builds and sends an e-mail is loaded with the first one.
    const [{ emailBytes }, { sendBySmtp, SmtpFault }] = await Promise.all([
      import('./email-message.ts'),
      import('./smtp-session.ts'),
    ]);
    try {
      const refused = await sendBySmtp(server, { from, to, bytes: await emailBytes(message, from, to) }, timeoutMs);
      if (refused.length > 0) log.warn(redact(partlyRefused(refused, to.length)), { channel: 'email' });
    } catch (error) {
      if (!(error instanceof SmtpFault)) throw error;
      throw smtpFailure(error, loginForms(server));
    }
  };
  return {
    channel: 'email',
    deliver: (ticket, _text, marks) => send(ticketMessage(ticket, marks)),
    tell: (notice, marks) => send(noticeMessage(notice, marks)),
  };
};

/** The others have it, so it is delivered: another try would come to them again. */
function partlyRefused(replies: readonly string[], recipients: number): string {
  const codes = [...new Set(replies.map((reply) => reply.slice(0, 3)))].join(', ');
  return `the mail server refused ${replies.length} of ${recipients} addresses (${codes}): check NOTIFY_EMAIL_TO`;
}
