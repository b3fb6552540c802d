import type { DeliveryMarks, Message } from '../../core/domain/message.ts';
import type { Notice } from '../../core/domain/notice.ts';
import { isoUtc } from '../../core/domain/time.ts';
import { noticeMessage } from '../../core/notices/notice-message.ts';
import { messageText } from '../../core/tickets/message-text.ts';
import { ticketJson, type TicketJson } from '../../core/tickets/ticket-json.ts';
import { ticketMessage } from '../../core/tickets/ticket-message.ts';
import type { TicketSink } from '../../ports/ticket-sink.ts';
import { postJson, type JsonRecipient } from './post-json.ts';
import { reasonIn, refusedAnswer } from './refused-answer.ts';
import { withoutAddress } from './without-address.ts';

export interface WebhookOptions {
  /** It is a secret and appears in no error. */
  readonly url: string;
  readonly redact: (text: string) => string;
  readonly timeoutMs?: number;
}

/**
 * Posts every message as one JSON document to an address of the user's. The header `Idempotency-Key` is the same for every
 * repetition. Any 2xx is taken for a yes, whatever stands in its body.
 */
export const webhookSink = ({ url, redact, timeoutMs = 10_000 }: WebhookOptions): TicketSink => {
  const webhook: JsonRecipient = {
    channel: 'webhook',
    name: 'the webhook',
    setting: 'NOTIFY_WEBHOOK_URL',
    address: url,
    hide: withoutAddress(url, '[webhook]', redact),
    timeoutMs,
  };
  const send = async (message: Message, marks: DeliveryMarks, content: WebhookContent): Promise<void> => {
    const document = {
      kind: content.ticket === null ? 'notice' : 'ticket',
      resent: marks.isResent,
      late: marks.isLate,
      ...content,
      text: messageText(message),
    };
    const answer = await postJson(webhook, document, { 'idempotency-key': message.id });
    if (!answer.isOk) throw refusedAnswer(webhook, answer, reasonIn(answer.body, webhook.hide), null);
  };
  return {
    channel: webhook.channel,
    deliver: (ticket, _text, marks) =>
      send(ticketMessage(ticket, marks), marks, { ticket: ticketJson(ticket), notice: null }),
    tell: (notice, marks) => send(noticeMessage(notice, marks), marks, { ticket: null, notice: noticeJson(notice) }),
  };
};

/** One of the two is null. */
interface WebhookContent {
  readonly ticket: TicketJson | null;
  readonly notice: Readonly<Record<string, unknown>> | null;
}

const noticeJson = ({ id, kind, at, title, lines }: Notice): Readonly<Record<string, unknown>> => ({
  id,
  kind,
  at: isoUtc(at),
  title,
  lines,
});
