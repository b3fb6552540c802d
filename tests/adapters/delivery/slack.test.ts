import { describe, expect, it, onTestFinished } from 'vitest';
import { slackSink } from '../../../src/adapters/delivery/slack.ts';
import { freePort } from '../../support/free-port.ts';
import { sampleNotice } from '../../support/sample-notice.ts';
import { sampleTicket } from '../../support/sample-ticket.ts';
import { answer, type ChannelFault } from '../../support/channel-server.ts';
import { startSlackServer, type SlackServer } from '../../support/slack-server.ts';
import { deliveryFailure } from './delivery-failure.ts';

const TIMELY = { isResent: false, isLate: false };

async function started(...faults: ChannelFault[]): Promise<SlackServer> {
  const server = await startSlackServer();
  onTestFinished(() => server.close());
  server.failNext(...faults);
  return server;
}

const send = (webhook: string, timeoutMs = 10_000): Promise<void> =>
  slackSink({ webhook, redact: (text) => text.replaceAll('planted', '***'), timeoutMs }).deliver(
    sampleTicket(),
    'text',
    TIMELY,
  );

const failureOf = (webhook: string, timeoutMs?: number) => deliveryFailure(send(webhook, timeoutMs));

describe('a Slack webhook', () => {
  it('gets a notice as one message, and no two messages within a second', async () => {
    const server = await started();
    const sink = slackSink({ webhook: server.webhook, redact: (text) => text });
    await sink.tell?.(sampleNotice({ title: 'Not decided: BTC/USDT~ETH/USDT' }), { isResent: true, isLate: false });
    expect(server.messages).toHaveLength(1);
    expect(server.messages[0]?.text).toBe('TROUBLE: Not decided: BTC/USDT~ETH/USDT (resent): the venue is down');
    expect(sink.minIntervalMs).toBe(1000);
  });

  it('gets one message with blocks and a text', async () => {
    const server = await started();
    await send(server.webhook);
    expect(server.requests()).toBe(1);
    expect(server.messages).toHaveLength(1);
    expect(server.messages[0]?.text).toContain('ENTER Long Spread');
    expect(server.messages[0]?.blocks[0]).toMatchObject({ type: 'header' });
  });

  it.each([
    ['seconds', { 'retry-after': '30' }, 30_000],
    [
      'a date, read by the clock of the sender',
      { 'retry-after': 'Fri, 01 Mar 2024 08:01:00 GMT', date: 'Fri, 01 Mar 2024 08:00:00 GMT' },
      60_000,
    ],
    [
      'a date that has passed',
      { 'retry-after': 'Fri, 01 Mar 2024 07:00:00 GMT', date: 'Fri, 01 Mar 2024 08:00:00 GMT' },
      0,
    ],
    ['rubbish', { 'retry-after': 'soon' }, null],
  ])('that asks for less is retried after Retry-After: %s', async (_form, headers, retryAfterMs) => {
    const server = await started(answer(429, 'rate_limited', headers));
    const failure = await failureOf(server.webhook);
    expect(failure).toMatchObject({ retryable: true, retryAfterMs });
    expect(failure.facts).toEqual({ channel: 'slack', status: 429, reason: 'rate_limited' });
  });

  it.each([500, 502, 503])('that fails with %i is tried again, and has not taken the message', async (status) => {
    const failure = await failureOf((await started(answer(status, '<html>Bad</html>'))).webhook);
    expect(failure).toMatchObject({ retryable: true });
    expect(failure.facts).toEqual({ channel: 'slack', status, reason: '' });
  });

  it('behind a gateway that gave up waiting may have taken the message', async () => {
    const failure = await failureOf((await started(answer(504))).webhook);
    expect(failure).toMatchObject({ retryable: true, facts: { outcome: 'unknown' } });
  });

  it.each([
    [400, 'invalid_payload', /answered 400 invalid_payload: .*report this/],
    [404, 'no_service', /answered 404 no_service: .*make a new incoming webhook/],
    [410, 'channel_is_archived', /410 channel_is_archived: unarchive/],
    [403, 'action_prohibited', /administrator/],
    [418, 'something new', /418 something new: check NOTIFY_SLACK_WEBHOOK/],
    [302, '', /302: the address redirects; check NOTIFY_SLACK_WEBHOOK/],
  ])('that answers %i %s is not retried, and the error says what to do', async (status, body, words) => {
    const server = await started(answer(status, body, status === 302 ? { location: '/elsewhere' } : {}));
    const failure = await failureOf(server.webhook);
    expect(failure.retryable).toBe(false);
    expect(failure.message).toMatch(words);
    expect(failure.facts['outcome']).toBeUndefined();
    expect(server.requests()).toBe(1);
  });

  it.each([
    ['address', (webhook: string) => webhook],
    ['path', (webhook: string) => new URL(webhook).pathname],
    ['key, where a cut would halve it', () => `${'.'.repeat(70)}planted-webhook-key`],
  ])('that repeats its own %s in an answer does not get it into an error', async (_what, repeated) => {
    const server = await started();
    server.failNext(answer(400, `no ${repeated(server.webhook)}`));
    const failure = await failureOf(server.webhook);
    expect(failure.message).toContain('[slack');
    expect(failure.message).not.toContain('planted');
  });

  it.each(['hang', 'take-then-hang'] as const)('that does not answer (%s) has an unknown outcome', async (kind) => {
    const failure = await failureOf((await started({ kind })).webhook, 300);
    expect(failure).toMatchObject({ retryable: true, facts: { reason: 'timeout', outcome: 'unknown' } });
  });

  it.each(['reset', 'take-then-reset'] as const)(
    'that cuts the connection (%s) has an unknown outcome',
    async (kind) => {
      const failure = await failureOf((await started({ kind })).webhook);
      expect(failure).toMatchObject({ retryable: true, facts: { outcome: 'unknown' } });
    },
  );

  it('has taken the message when its 200 arrived, even if the rest of the answer did not', async () => {
    const server = await started({ kind: '200-then-die' });
    await send(server.webhook);
    expect(server.messages).toHaveLength(1);
  });

  it('cannot fill the memory with an answer that never ends', async () => {
    const server = await started({ kind: 'flood' });
    await send(server.webhook);
    expect(server.messages).toHaveLength(1);
  });

  it('cannot hold the run up by answering a byte at a time', async () => {
    const server = await started({ kind: 'drip' });
    await send(server.webhook, 300);
    expect(server.messages).toHaveLength(1);
  });

  it('has not surely taken the message when a web page answers in its place', async () => {
    const failure = await failureOf((await started(answer(200, '<html>Please log in</html>'))).webhook);
    expect(failure).toMatchObject({ retryable: true, facts: { outcome: 'unknown', reason: 'web_page' } });
  });

  it('that nobody listens on has surely not taken the message', async () => {
    const port = await freePort();
    const failure = await failureOf(`http://127.0.0.1:${port}/services/planted-webhook-key`);
    expect(failure).toMatchObject({ retryable: true, facts: { channel: 'slack', reason: 'ECONNREFUSED' } });
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it('whose name does not exist has surely not taken the message', async () => {
    const failure = await failureOf('http://slack.invalid/services/planted-webhook-key');
    expect(failure.retryable).toBe(true);
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it('that is no address is a setting to mend, and is not shown', async () => {
    const failure = await failureOf('planted-webhook-key');
    expect(failure.retryable).toBe(false);
    expect(failure.message).toContain('NOTIFY_SLACK_WEBHOOK');
  });
});
