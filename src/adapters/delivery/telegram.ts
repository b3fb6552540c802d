import type { Message } from '../../core/domain/message.ts';
import { noticeMessage } from '../../core/notices/notice-message.ts';
import { ticketMessage } from '../../core/tickets/ticket-message.ts';
import type { TicketSink } from '../../ports/ticket-sink.ts';
import { postJson, type JsonAnswer, type JsonRecipient } from './post-json.ts';
import { reasonIn, refusedAnswer, requireNoWebPage } from './refused-answer.ts';
import { telegramHtml } from './telegram-html.ts';
import { telegramRemedy } from './telegram-remedy.ts';

export interface TelegramOptions {
  /** A secret: it is part of the address, and appears in no error. */
  readonly botToken: string;
  /** Number of the chat, or `@channel`. */
  readonly chatId: string;
  /** Of the Bot API, without a slash at its end. */
  readonly apiUrl: string;
  readonly redact: (text: string) => string;
  readonly timeoutMs?: number;
}

/** Telegram takes one message a second in a chat. */
const MIN_INTERVAL_MS = 1000;

/** Sends messages to a Telegram chat through the Bot API. */
export const telegramSink = ({ botToken, chatId, apiUrl, redact, timeoutMs = 10_000 }: TelegramOptions): TicketSink => {
  // The part after the colon is the key: either posts in the bot's name.
  const secrets = [botToken, encodeURIComponent(botToken), botToken.split(':').at(-1) ?? botToken];
  const telegram: JsonRecipient = {
    channel: 'telegram',
    name: 'Telegram',
    setting: 'notifications.telegram.api_url',
    address: `${apiUrl}/bot${botToken}/sendMessage`,
    hide: (text) => redact(secrets.reduce((told, secret) => told.replaceAll(secret, '[telegram token]'), text)),
    timeoutMs,
  };
  return {
    channel: telegram.channel,
    minIntervalMs: MIN_INTERVAL_MS,
    deliver: (ticket, _text, marks) => send(telegram, chatId, ticketMessage(ticket, marks)),
    tell: (notice, marks) => send(telegram, chatId, noticeMessage(notice, marks)),
  };
};

async function send(telegram: JsonRecipient, chatId: string, message: Message): Promise<void> {
  const answer = await postJson(telegram, {
    chat_id: chatId,
    text: telegramHtml(message),
    parse_mode: 'HTML',
    link_preview_options: { is_disabled: true },
  });
  const refusal = refusalIn(answer);
  if (refusal !== null) {
    const reason = reasonIn(refusal.description, telegram.hide);
    throw refusedAnswer(telegram, refusal, reason, telegramRemedy(refusal.status, reason));
  }
  requireNoWebPage(telegram, answer);
}

interface Refusal extends Pick<JsonAnswer, 'status' | 'retryAfterMs'> {
  readonly description: string;
}

/** What the answer refuses, in the words of the Bot API where it speaks them; null when it refuses nothing. */
function refusalIn({ status, isOk, body, retryAfterMs }: JsonAnswer): Refusal | null {
  const said = parsed(body);
  if (isOk && said?.ok !== false) return null;
  const seconds = said?.parameters?.retry_after;
  return {
    status: !isOk ? status : typeof said?.error_code === 'number' ? said.error_code : 400,
    description: typeof said?.description === 'string' ? said.description : body,
    retryAfterMs: typeof seconds === 'number' && seconds >= 0 ? Math.ceil(seconds * 1000) : retryAfterMs,
  };
}

interface BotAnswer {
  readonly ok?: unknown;
  readonly error_code?: unknown;
  readonly description?: unknown;
  readonly parameters?: { readonly retry_after?: unknown } | null;
}

function parsed(body: string): BotAnswer | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
