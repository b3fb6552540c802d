import { describe, expect, it, onTestFinished } from 'vitest';
import { webhookSink } from '../../../src/adapters/delivery/webhook.ts';
import { ticketJson } from '../../../src/core/tickets/ticket-json.ts';
import { answer, type ChannelFault } from '../../support/channel-server.ts';
import { freePort } from '../../support/free-port.ts';
import { HOSTILE } from '../../support/hostile-texts.ts';
import { sampleNotice } from '../../support/sample-notice.ts';
import { sampleTicket, sampleVerdict } from '../../support/sample-ticket.ts';
import { startWebhookServer, type WebhookServer } from '../../support/webhook-server.ts';
import { deliveryFailure } from './delivery-failure.ts';

const TIMELY = { isResent: false, isLate: false };

async function started(...faults: ChannelFault[]): Promise<WebhookServer> {
  const server = await startWebhookServer();
  onTestFinished(() => server.close());
  server.failNext(...faults);
  return server;
}

const send = (url: string, timeoutMs = 10_000): Promise<void> =>
  webhookSink({ url, redact: (text) => text, timeoutMs }).deliver(sampleTicket(), 'text', TIMELY);

const failureOf = async (fault: ChannelFault, timeoutMs?: number) =>
  deliveryFailure(send((await started(fault)).url, timeoutMs));

describe('a webhook', () => {
  it('gets a ticket as one JSON document, with a key by which it knows a repetition', async () => {
    const server = await started();
    const sink = webhookSink({ url: server.url, redact: (text) => text });
    const ticket = sampleTicket({
      verdict: sampleVerdict({ level: 'NOT TRADEABLE', sentence: 'NOT TRADEABLE: lost' }),
    });
    await sink.deliver(ticket, 'text', TIMELY);
    await sink.deliver(ticket, 'text', { isResent: true, isLate: true });
    const [first, second] = server.messages;
    expect(Object.keys(first.document)).toEqual(['kind', 'resent', 'late', 'ticket', 'notice', 'text']);
    expect(first.document).toMatchObject({
      kind: 'ticket',
      resent: false,
      late: false,
      ticket: JSON.parse(JSON.stringify(ticketJson(ticket))) as object,
      notice: null,
      text: expect.stringMatching(/^NOT TRADEABLE: lost \(latest backtest\)\n\nENTER Long Spread/) as string,
    });
    expect(second.document).toMatchObject({ resent: true, late: true });
    expect([first.idempotencyKey, second.idempotencyKey]).toEqual([ticket.id, ticket.id]);
    expect(first.path).toBe('/hooks/planted-path-5521?key=planted-query-7781');
  });

  it('gets a notice in the same form', async () => {
    const server = await started();
    await webhookSink({ url: server.url, redact: (text) => text }).tell?.(sampleNotice(), TIMELY);
    const { id, title, lines } = sampleNotice();
    expect(server.messages[0]).toMatchObject({
      idempotencyKey: id,
      document: {
        kind: 'notice',
        ticket: null,
        notice: { id, kind: 'trouble', at: '2024-03-01T08:00:10Z', title, lines },
        text: expect.stringMatching(/^TROUBLE: Not decided/) as string,
      },
    });
  });

  it.each(HOSTILE)('gets %j inside JSON, where it is a text', async (text) => {
    const server = await started();
    const sink = webhookSink({ url: server.url, redact: (one) => one });
    await sink.tell?.(sampleNotice({ title: text, lines: [text] }), TIMELY);
    await sink.deliver(sampleTicket({ venue: text }), 'text', TIMELY);
    const [notice, ticket] = server.messages.map(({ document }) => document);
    // Half a surrogate pair cannot be sent as UTF-8.
    const sent = JSON.parse(JSON.stringify(text)) as string;
    expect(notice['notice']).toMatchObject({ title: sent, lines: [sent] });
    expect(ticket['ticket']).toMatchObject({ venue: sent });
  });

  it('is sent the user and password of its address in a header', async () => {
    const server = await started();
    await send(server.url.replace('//', '//me:planted%20pass@'));
    expect(server.messages[0]?.authorization).toBe(`Basic ${Buffer.from('me:planted pass').toString('base64')}`);
  });

  it.each([201, 202, 204])('takes a message with any 2xx: %i', async (status) => {
    await send((await started(answer(status, ''))).url);
  });

  it('has taken a message when it answers with a page of its own', async () => {
    const server = await started();
    await send(server.url);
    expect(server.messages).toHaveLength(1);
  });

  it.each([400, 401, 403, 404, 410, 422])('that answers %i is not tried again', async (status) => {
    const failure = await failureOf(answer(status, 'no such hook\nmore'));
    expect(failure).toMatchObject({ retryable: false, facts: { channel: 'webhook', status, reason: 'no such hook' } });
    expect(failure.message).toBe(`the webhook answered ${status} no such hook: check NOTIFY_WEBHOOK_URL`);
  });

  it('that redirects is not followed', async () => {
    const server = await started(answer(307, '', { location: '/elsewhere' }));
    expect((await deliveryFailure(send(server.url))).message).toMatch(/307: the address redirects; check/);
    expect(server.requests()).toBe(1);
  });

  it.each([500, 503])('that fails with %i is tried again, after Retry-After', async (status) => {
    const failure = await failureOf(answer(status, '', { 'retry-after': '5' }));
    expect(failure).toMatchObject({ retryable: true, retryAfterMs: 5_000 });
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it.each([
    { kind: 'hang' },
    { kind: 'take-then-hang' },
    { kind: 'reset' },
    { kind: 'take-then-reset' },
    answer(504),
  ] as const)('that breaks off (%j) has an unknown outcome', async (fault) => {
    expect(await failureOf(fault, 300)).toMatchObject({ retryable: true, facts: { outcome: 'unknown' } });
  });

  it('that cannot be reached has surely not taken the message', async () => {
    const failure = await deliveryFailure(send(`http://127.0.0.1:${await freePort()}/planted-path-5521`));
    expect(failure).toMatchObject({ retryable: true, facts: { reason: 'ECONNREFUSED' } });
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it.each([
    ['address', ({ url }: WebhookServer) => url],
    ['path', ({ url }: WebhookServer) => new URL(url).pathname],
    ['key', () => 'planted-query-7781'],
  ])('that repeats its own %s does not get it into an error', async (_what, repeated) => {
    const server = await started();
    server.failNext(answer(400, `no ${repeated(server)}`));
    expect((await deliveryFailure(send(server.url))).message).toContain('[webhook]');
  });

  it('that is no address is a setting to mend, and is not shown', async () => {
    const failure = await deliveryFailure(send('planted-path-5521'));
    expect(failure).toMatchObject({ retryable: false });
    expect(failure.message).toContain('NOTIFY_WEBHOOK_URL');
  });
});
