import type { Message } from '../../core/domain/message.ts';
import { noticeMessage } from '../../core/notices/notice-message.ts';
import { ticketMessage } from '../../core/tickets/ticket-message.ts';
import type { TicketSink } from '../../ports/ticket-sink.ts';
import { postJson, type JsonRecipient } from './post-json.ts';
import { reasonIn, refusedAnswer, requireNoWebPage } from './refused-answer.ts';
import { slackBlocks } from './slack-blocks.ts';
import { slackRemedy } from './slack-remedy.ts';
import { withoutAddress } from './without-address.ts';

export interface SlackOptions {
  /** Incoming-webhook address. It is a secret and appears in no error. */
  readonly webhook: string;
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string;
  /** For one whole try, from connecting to the end of the answer. */
  readonly timeoutMs?: number;
}

/** Slack takes about one message a second from a webhook. */
const MIN_INTERVAL_MS = 1000;

/** Sends messages with blocks to a Slack incoming webhook, or to any service that speaks its protocol. */
export const slackSink = ({ webhook, redact, timeoutMs = 10_000 }: SlackOptions): TicketSink => {
  const slack: JsonRecipient = {
    channel: 'slack',
    name: 'Slack',
    setting: 'NOTIFY_SLACK_WEBHOOK',
    address: webhook,
    hide: withoutAddress(webhook, '[slack webhook]', redact),
    timeoutMs,
  };
  return {
    channel: slack.channel,
    minIntervalMs: MIN_INTERVAL_MS,
    deliver: (ticket, _text, marks) => send(slack, ticketMessage(ticket, marks)),
    tell: (notice, marks) => send(slack, noticeMessage(notice, marks)),
  };
};

async function send(slack: JsonRecipient, message: Message): Promise<void> {
  const answer = await postJson(slack, { ...slackBlocks(message), unfurl_links: false, unfurl_media: false });
  if (!answer.isOk) {
    const reason = reasonIn(answer.body, slack.hide);
    throw refusedAnswer(slack, answer, reason, slackRemedy(reason));
  }
  requireNoWebPage(slack, answer);
}
