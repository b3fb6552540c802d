import { describe, expect, it, onTestFinished } from 'vitest';
import { telegramSink } from '../../../src/adapters/delivery/telegram.ts';
import type { TicketSink } from '../../../src/ports/ticket-sink.ts';
import { answer, type ChannelFault } from '../../support/channel-server.ts';
import { freePort } from '../../support/free-port.ts';
import { sampleNotice } from '../../support/sample-notice.ts';
import { sampleTicket } from '../../support/sample-ticket.ts';
import {
  botRefusal,
  startTelegramServer,
  tooManyRequests,
  type TelegramServer,
} from '../../support/telegram-server.ts';
import { deliveryFailure } from './delivery-failure.ts';

const TIMELY = { isResent: false, isLate: false };

async function started(...faults: ChannelFault[]): Promise<TelegramServer> {
  const server = await startTelegramServer();
  onTestFinished(() => server.close());
  server.failNext(...faults);
  return server;
}

const sinkOf = (server: TelegramServer, options: { apiUrl?: string; chatId?: string; timeoutMs?: number } = {}) =>
  telegramSink({
    botToken: server.token,
    chatId: server.chat,
    apiUrl: server.origin,
    redact: (text) => text,
    ...options,
  });

const send = (sink: TicketSink): Promise<void> => sink.deliver(sampleTicket(), 'text', TIMELY);

const failureOf = async (...faults: ChannelFault[]) => deliveryFailure(send(sinkOf(await started(...faults))));

describe('a Telegram chat', () => {
  it('gets a ticket and a notice, one message each, without previews of links', async () => {
    const server = await started();
    const sink = sinkOf(server);
    await send(sink);
    await sink.tell?.(sampleNotice(), TIMELY);
    expect(server.messages.map(({ chat, shown }) => [chat, shown.split('\n')[0]])).toEqual([
      [server.chat, 'ENTER Long Spread (ETH long / BTC short)'],
      [server.chat, 'TROUBLE: Not decided: BTC/USDT~ETH/USDT'],
    ]);
    expect(JSON.parse(server.messages[0]?.raw ?? '')).toMatchObject({
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
    });
    expect(sink.minIntervalMs).toBe(1000);
  });

  it('that gets too many messages is tried again when it says so', async () => {
    const failure = await failureOf(tooManyRequests(17));
    expect(failure).toMatchObject({ retryable: true, retryAfterMs: 17_000 });
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it('says so in a header when a gateway answers in its place', async () => {
    expect(await failureOf(answer(429, 'slow down', { 'retry-after': '3' }))).toMatchObject({ retryAfterMs: 3_000 });
  });

  it.each([
    [401, 'Unauthorized', /@BotFather/],
    [404, 'Not Found', /check NOTIFY_TELEGRAM_TOKEN, and notifications\.telegram\.api_url/],
    [400, 'Bad Request: chat not found', /write \/start to the bot once, and check NOTIFY_TELEGRAM_CHAT/],
    [403, 'Forbidden: bot was blocked by the user', /unblock the bot/],
    [403, "Forbidden: bot can't initiate conversation with a user", /write \/start/],
    [403, 'Forbidden: bot was kicked from the supergroup chat', /add the bot to the chat/],
    [400, 'Bad Request: need administrator rights in the channel chat', /let the bot post/],
    [400, 'Bad Request: group chat was upgraded to a supergroup chat', /new number, beginning with -100/],
    [400, "Bad Request: can't parse entities", /report this as a fault of statarb/],
    [403, 'Forbidden: something new', /check NOTIFY_TELEGRAM_CHAT/],
    [418, 'I am a teapot', /check notifications\.telegram\.api_url/],
  ])('that answers %i %s is not tried again, and the error says what to do', async (status, description, words) => {
    const failure = await failureOf(botRefusal(status, description));
    expect(failure).toMatchObject({ retryable: false, retryAfterMs: null, facts: { channel: 'telegram', status } });
    expect(failure.message).toContain(`Telegram answered ${status} ${description}`);
    expect(failure.message).toMatch(words);
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it('that says no in a 200 has not taken the message', async () => {
    const body = JSON.stringify({ ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' });
    expect(await failureOf(answer(200, body))).toMatchObject({ retryable: false, facts: { status: 403 } });
  });

  it.each([500, 502, 503])('that fails with %i is tried again, and has not taken the message', async (status) => {
    const failure = await failureOf(answer(status, '<html>Bad</html>'));
    expect(failure).toMatchObject({ retryable: true, facts: { status, reason: '' } });
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it.each(['hang', 'take-then-hang'] as const)('that does not answer (%s) has an unknown outcome', async (kind) => {
    const failure = await deliveryFailure(send(sinkOf(await started({ kind }), { timeoutMs: 300 })));
    expect(failure).toMatchObject({ retryable: true, facts: { reason: 'timeout', outcome: 'unknown' } });
  });

  it.each([{ kind: 'reset' }, { kind: 'take-then-reset' }, answer(504)] as const)(
    'that breaks off (%j) has an unknown outcome',
    async (fault) => {
      expect(await failureOf(fault)).toMatchObject({ retryable: true, facts: { outcome: 'unknown' } });
    },
  );

  it('has taken the message when its 200 arrived, even if the rest of the answer did not', async () => {
    const server = await started({ kind: '200-then-die' });
    await send(sinkOf(server));
    expect(server.messages).toHaveLength(1);
  });

  it('has not surely taken the message when a web page answers in its place', async () => {
    expect(await failureOf(answer(200, '<!doctype html>log in'))).toMatchObject({
      retryable: true,
      facts: { outcome: 'unknown', reason: 'web_page' },
    });
  });

  it('that cannot be reached has surely not taken the message', async () => {
    const server = await started();
    const apiUrl = `http://127.0.0.1:${await freePort()}`;
    const failure = await deliveryFailure(send(sinkOf(server, { apiUrl })));
    expect(failure).toMatchObject({ retryable: true, facts: { channel: 'telegram', reason: 'ECONNREFUSED' } });
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it.each([
    ['the token', (token: string) => token],
    ['the token as part of an address', (token: string) => encodeURIComponent(token)],
    ['the key alone, where a cut would halve it', (token: string) => `${'.'.repeat(70)}${token.split(':')[1] ?? ''}`],
  ])('that repeats %s does not get it into an error', async (_what, repeated) => {
    const server = await started();
    server.failNext(botRefusal(400, `no ${repeated(server.token)}`));
    expect((await deliveryFailure(send(sinkOf(server)))).message).toContain('[tel');
  });
});
