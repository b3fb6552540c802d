import {
  answer,
  startChannelServer,
  type ChannelFault,
  type ChannelServer,
  type ServiceAnswer,
} from './channel-server.ts';

export interface TelegramMessageReceived {
  readonly chat: string;
  /** As sent, with its tags. */
  readonly html: string;
  /** As its reader sees it. */
  readonly shown: string;
  readonly raw: string;
}

export interface TelegramServer extends ChannelServer<TelegramMessageReceived> {
  readonly token: string;
  readonly chat: string;
}

const refusal = (status: number, description: string, parameters?: object): ServiceAnswer => ({
  status,
  body: JSON.stringify({
    ok: false,
    error_code: status,
    description,
    ...(parameters === undefined ? {} : { parameters }),
  }),
});

/** The Bot API refuses a request. */
export const botRefusal = (status: number, description: string, parameters?: object): ChannelFault =>
  answer(status, refusal(status, description, parameters).body);

/** The Bot API asks to wait. */
export const tooManyRequests = (seconds: number): ChannelFault =>
  botRefusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });

/** A Bot API on 127.0.0.1, as strict about HTML and lengths as the real one. */
export async function startTelegramServer(): Promise<TelegramServer> {
  const token = '123456:planted-telegram-key_AAE';
  const chat = '-1001234567';
  const server = await startChannelServer<TelegramMessageReceived>({
    yes: JSON.stringify({ ok: true, result: { message_id: 7 } }),
    read: ({ path, raw }) => {
      if (path !== `/bot${token}/sendMessage`) return refusal(404, 'Not Found');
      const { chat_id, text, parse_mode } = JSON.parse(raw) as Record<string, unknown>;
      if (chat_id !== chat) return refusal(400, 'Bad Request: chat not found');
      if (typeof text !== 'string' || text === '') return refusal(400, 'Bad Request: message text is empty');
      const shown = parse_mode === 'HTML' ? shownHtml(text) : text;
      if (shown === null) return refusal(400, "Bad Request: can't parse entities: unsupported start tag");
      if (shown.length > 4096) return refusal(400, 'Bad Request: message is too long');
      return { chat: chat_id, html: text, shown, raw };
    },
  });
  return { ...server, token, chat };
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

/** The text of Telegram's HTML, or null when it is not well formed: tags that it does not know or that do not close, bare signs. */
export function shownHtml(html: string): string | null {
  const open: string[] = [];
  let shown = '';
  let rest = html;
  while (rest !== '') {
    const tag = /^<(\/?)(b|code|pre|i)>/.exec(rest);
    const entity = /^&(lt|gt|amp|quot);/.exec(rest);
    if (tag !== null) {
      if (tag[1] === '') open.push(tag[2]);
      else if (open.pop() !== tag[2]) return null;
    } else if (entity !== null) shown += ENTITIES[entity[1]];
    else if (/^[<&>]/.test(rest)) return null;
    else shown += rest[0];
    rest = rest.slice((tag ?? entity)?.[0].length ?? 1);
  }
  return open.length === 0 ? shown : null;
}
