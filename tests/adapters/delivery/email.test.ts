import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { emailSink } from '../../../src/adapters/delivery/email.ts';
import type { TicketSink } from '../../../src/ports/ticket-sink.ts';
import { freePort } from '../../support/free-port.ts';
import { HOSTILE } from '../../support/hostile-texts.ts';
import { memoryLogger } from '../../support/memory-logger.ts';
import { readMail } from '../../support/read-mail.ts';
import { sampleNotice } from '../../support/sample-notice.ts';
import { sampleTicket, sampleVerdict } from '../../support/sample-ticket.ts';
import { startSmtpServer, type SmtpFault, type SmtpServer, type SmtpServerOptions } from '../../support/smtp-server.ts';
import { deliveryFailure } from './delivery-failure.ts';

const TIMELY = { isResent: false, isLate: false };
const LOGIN = { user: 'planted@user', password: 'planted p@ss:word' };
const AUTH = `${encodeURIComponent(LOGIN.user)}:${encodeURIComponent(LOGIN.password)}@`;

async function started(options?: SmtpServerOptions, ...faults: SmtpFault[]): Promise<SmtpServer> {
  const server = await startSmtpServer(options);
  onTestFinished(() => server.close());
  server.failNext(...faults);
  return server;
}

interface Given {
  readonly smtpUrl?: string;
  readonly to?: readonly string[];
  readonly timeoutMs?: number | undefined;
  readonly log?: ReturnType<typeof memoryLogger>;
}

const sinkOf = (port: number, { smtpUrl, ...given }: Given = {}): TicketSink =>
  emailSink({
    smtpUrl: smtpUrl ?? `smtp://127.0.0.1:${port}`,
    from: 'statarb@example.org',
    to: ['me@example.org'],
    redact: (text) => text,
    log: memoryLogger(),
    timeoutMs: 5_000,
    ...given,
  });

const send = (sink: TicketSink): Promise<void> => sink.deliver(sampleTicket(), 'text', TIMELY);

const failureOf = async (fault: SmtpFault, given: Given = {}, options: SmtpServerOptions = {}) =>
  deliveryFailure(send(sinkOf((await started(options, fault)).port, given)));

describe('an e-mail', () => {
  it('brings a ticket as plain text and as HTML, once to every address', async () => {
    const server = await started();
    await send(sinkOf(server.port, { to: ['me@example.org', 'you@example.org'] }));
    expect(server.mails).toHaveLength(1);
    expect(server.mails[0]).toMatchObject({ from: 'statarb@example.org', to: ['me@example.org', 'you@example.org'] });
    const { subject, text, html, headers } = readMail(server.mails[0].raw);
    expect(subject).toBe('[statarb] ENTER Long Spread (ETH long / BTC short)');
    expect(text).toMatch(/^ENTER Long Spread \(ETH long \/ BTC short\)\r?\n\r?\nBuy 2\.953 ETH\/USDT/);
    expect(text).toContain('    MARKET BUY 2.953 ETH/USDT');
    expect(html).toContain('<h2>ENTER Long Spread (ETH long / BTC short)</h2>');
    expect(html).toContain('z = -2.36 (in &lt; -2; before -1.91)');
    expect(headers['from']).toEqual(['statarb@example.org']);
    expect(headers['to']).toEqual(['me@example.org, you@example.org']);
    expect(headers['auto-submitted']).toEqual(['auto-generated']);
  });

  it('begins with the warning when the latest backtest says that the rule loses, and says so in its subject', async () => {
    const server = await started();
    const verdict = sampleVerdict({ level: 'NOT TRADEABLE', sentence: 'NOT TRADEABLE: lost $40,045 < all' });
    await sinkOf(server.port).deliver(sampleTicket({ verdict }), 'text', TIMELY);
    const { subject, text, html } = readMail(server.mails[0].raw);
    expect(subject).toMatch(/^\[statarb\] NOT TRADEABLE: ENTER Long Spread/);
    expect(text).toMatch(/^NOT TRADEABLE: lost \$40,045 < all \(latest backtest\)/);
    expect(html).toMatch(/<body[^>]*>\s*<p[^>]*><strong>NOT TRADEABLE: lost \$40,045 &lt; all/);
  });

  it('brings a notice', async () => {
    const server = await started();
    await sinkOf(server.port).tell?.(sampleNotice(), TIMELY);
    expect(readMail(server.mails[0].raw)).toMatchObject({
      subject: '[statarb] TROUBLE: Not decided: BTC/USDT~ETH/USDT',
      text: expect.stringContaining('the venue is down') as string,
    });
  });

  it('is known again by its Message-ID, which is the same for a repetition and differs for every ticket and notice', async () => {
    const server = await started();
    const sink = sinkOf(server.port);
    await send(sink);
    await sink.deliver(sampleTicket(), 'text', { isResent: true, isLate: true });
    await sink.deliver(sampleTicket({ id: 'another_ticket' }), 'text', TIMELY);
    await sink.tell?.(sampleNotice(), TIMELY);
    await sink.tell?.(sampleNotice({ id: '20240301T080010Z-abcd recovery pairs' }), TIMELY);
    const ids = server.mails.map(({ raw }) => readMail(raw).headers['message-id']?.[0]);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^<[A-Za-z0-9%_~-]+@example\.org>$/);
  });

  it('dots its lines as SMTP wants them', async () => {
    const server = await started();
    await sinkOf(server.port).tell?.(sampleNotice({ lines: ['.', '..a', '.b'] }), TIMELY);
    expect(readMail(server.mails[0].raw).text).toMatch(/\n\.\r?\n\.\.a\r?\n\.b\r?\n/);
  });
});

describe('text from outside in an e-mail', () => {
  it.each(HOSTILE)('%j makes no header and no tag', async (text) => {
    const server = await started();
    const sink = sinkOf(server.port);
    const { legs } = sampleTicket();
    await send(sink);
    const plain = Object.keys(readMail(server.mails[0].raw).headers).sort();
    const y = { ...legs.y, symbol: `${text}/USDT` };
    await sink.deliver(sampleTicket({ venue: text, legs: { ...legs, y } }), 'text', TIMELY);
    await sink.tell?.(sampleNotice({ title: text, lines: [text] }), TIMELY);
    for (const { raw, to } of server.mails.slice(1)) {
      const mail = readMail(raw);
      expect(to).toEqual(['me@example.org']);
      expect(Object.keys(mail.headers).sort()).toEqual(plain);
      for (const values of Object.values(mail.headers)) expect(values).toHaveLength(1);
      expect(mail.html.match(/<[^>]*>/g)?.filter((tag) => !OUR_TAGS.test(tag))).toEqual([]);
      expect(mail.html).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/);
      for (const line of raw.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
    }
  });

  const OUR_TAGS =
    /^<(!doctype html|meta charset="utf-8"|body style="[\w:;.-]+"|br|pre style="[\w:;#-]+"|p style="[\w:#]+"|\/?(html|head|body|p|h2|strong|small|pre))>$/;
});

describe('a mail server that wants a login', () => {
  it.each([
    ['PLAIN', 'AUTH PLAIN LOGIN'],
    ['LOGIN', 'AUTH LOGIN'],
  ])('gets it by %s', async (_method, offer) => {
    const server = await started({ login: LOGIN, extensions: offer === 'AUTH LOGIN' ? [] : [offer] });
    await send(sinkOf(server.port, { smtpUrl: `smtp://${AUTH}127.0.0.1:${server.port}` }));
    expect(server.mails).toHaveLength(1);
  });

  it('that refuses it says what to do, and its words, which repeat it, are not shown', async () => {
    const server = await started({ login: { ...LOGIN, password: 'another' } });
    const failure = await deliveryFailure(
      send(sinkOf(server.port, { smtpUrl: `smtp://${AUTH}127.0.0.1:${server.port}` })),
    );
    expect(failure).toMatchObject({ retryable: false, facts: { channel: 'email', status: 535, reason: '' } });
    expect(failure.message).toBe(
      'the mail server answered 535: check user and password in NOTIFY_SMTP_URL; many services want an app password',
    );
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it.each([
    ['as it is', LOGIN.password],
    ['in base64', Buffer.from(LOGIN.password).toString('base64')],
    ['as it was sent', Buffer.from(`\0${LOGIN.user}\0${LOGIN.password}`).toString('base64')],
    ['by its user', LOGIN.user],
  ])('and later repeats it %s gets it into no error', async (_how, repeated) => {
    const fault: SmtpFault = { at: 'mail', does: { reply: `550 5.7.1 not you, ${repeated}` } };
    const server = await started({ login: LOGIN }, fault);
    const failure = await deliveryFailure(
      send(sinkOf(server.port, { smtpUrl: `smtp://${AUTH}127.0.0.1:${server.port}` })),
    );
    expect(failure.message).toBe('the mail server answered 550: it refuses the sender; check NOTIFY_EMAIL_FROM');
  });

  it('that has a passing fault while it checks it is tried again', async () => {
    const server = await started({ login: LOGIN }, { at: 'auth', does: { reply: '454 4.7.0 temporary failure' } });
    const smtpUrl = `smtp://${AUTH}127.0.0.1:${server.port}`;
    expect(await deliveryFailure(send(sinkOf(server.port, { smtpUrl })))).toMatchObject({
      retryable: true,
      facts: { status: 454 },
    });
  });
});

describe('a mail server elsewhere that offers no encryption', () => {
  // On Linux this address reaches the machine itself, but does not say so.
  const elsewhere = (server: SmtpServer, auth: string) => `smtp://${auth}0.0.0.0:${server.port}`;

  it('gets no password', async () => {
    const server = await started({ login: LOGIN });
    const failure = await deliveryFailure(send(sinkOf(server.port, { smtpUrl: elsewhere(server, AUTH) })));
    expect(failure).toMatchObject({ retryable: false, facts: { reason: 'unencrypted' } });
    expect(failure.message).toMatch(/use smtps:\/\/ in NOTIFY_SMTP_URL, or a server with STARTTLS/);
    expect(server.lines.join('\n')).not.toMatch(/AUTH|MAIL/);
  });

  it('gets a message that needs no login', async () => {
    const server = await started();
    await send(sinkOf(server.port, { smtpUrl: elsewhere(server, '') }));
    expect(server.mails).toHaveLength(1);
  });
});

describe('a mail server without a trusted certificate', () => {
  it.each([
    ['smtps', 'implicit'],
    ['smtp', 'starttls'],
  ] as const)('is told by %s:// with what to do, and gets neither login nor message', async (scheme, tls) => {
    const server = await started({ tls, login: LOGIN });
    const smtpUrl = `${scheme}://${AUTH}127.0.0.1:${server.port}`;
    const failure = await deliveryFailure(send(sinkOf(server.port, { smtpUrl })));
    expect(failure).toMatchObject({ retryable: false, facts: { reason: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    expect(failure.message).toMatch(/certificate of the mail server is not trusted .*NODE_EXTRA_CA_CERTS/);
    expect(failure.facts['outcome']).toBeUndefined();
    expect(server.lines.join('\n')).not.toMatch(/AUTH|MAIL/);
  });

  it('that speaks no TLS where the address says so is told with what to do', async () => {
    const server = await started();
    const failure = await deliveryFailure(send(sinkOf(server.port, { smtpUrl: `smtps://127.0.0.1:${server.port}` })));
    expect(failure.message).toMatch(/does not speak TLS on this port: use smtps:\/\/ with port 465/);
    expect(failure.retryable).toBe(false);
  });
});

const MOMENTS = ['greeting', 'ehlo', 'mail', 'rcpt', 'data', 'message'] as const;

describe('a mail server that fails', () => {
  // A server that refuses EHLO is asked with HELO.
  it.each(MOMENTS.filter((at) => at !== 'ehlo'))('for a while at "%s" is tried again', async (at) => {
    const failure = await failureOf({ at, does: { reply: '451 4.3.0 try later' } });
    expect(failure).toMatchObject({ retryable: true, facts: { channel: 'email', status: 451 } });
    expect(failure.message).toBe('the mail server answered 451 4.3.0 try later: it is tried again later');
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it.each([
    ['mail', /check NOTIFY_EMAIL_FROM/],
    ['rcpt', /check NOTIFY_EMAIL_TO/],
    ['data', /check NOTIFY_EMAIL_FROM, NOTIFY_EMAIL_TO and NOTIFY_SMTP_URL/],
    ['message', /check NOTIFY_EMAIL_FROM, NOTIFY_EMAIL_TO and NOTIFY_SMTP_URL/],
  ] as const)('for good at "%s" is not tried again', async (at, words) => {
    const failure = await failureOf({ at, does: { reply: '554 5.7.1 no,\u001b[2J never' } });
    expect(failure).toMatchObject({ retryable: false, facts: { status: 554, reason: '5.7.1 no, [2J never' } });
    expect(failure.message).toMatch(words);
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it('that closes down at the end is tried again, and has not taken the message', async () => {
    const failure = await failureOf({ at: 'message', does: { reply: '421 4.3.2 closing' } });
    expect(failure).toMatchObject({ retryable: true, facts: { status: 421 } });
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it.each([530, 534])('for want of a login (%i) says so', async (status) => {
    const failure = await failureOf({ at: 'mail', does: { reply: `${status} 5.7.0 authentication required` } });
    expect(failure.message).toMatch(/check user and password in NOTIFY_SMTP_URL/);
  });

  it.each(MOMENTS.flatMap((at) => (['hang', 'drip'] as const).map((does) => [does, at] as const)))(
    'by a %s at "%s" costs no more than its time, and has an unknown outcome only after the message',
    async (does, at) => {
      const failure = await failureOf({ at, does }, { timeoutMs: 400 });
      expect(failure).toMatchObject({ retryable: true, facts: { reason: 'timeout' } });
      expect(failure.facts['outcome']).toBe(at === 'message' ? 'unknown' : undefined);
    },
  );

  it.each(MOMENTS.flatMap((at) => (['reset', 'close'] as const).map((does) => [does, at] as const)))(
    'by a %s at "%s" is tried again, and has an unknown outcome only after the message',
    async (does, at) => {
      const failure = await failureOf({ at, does });
      expect(failure.retryable).toBe(true);
      expect(failure.facts['outcome']).toBe(at === 'message' ? 'unknown' : undefined);
      if (at === 'message') expect(failure.message).toMatch(/marked as resent/);
    },
  );

  it.each([
    { does: 'reset', isTaken: true },
    { does: 'hang', isTaken: true },
  ] as const)('after it took the message (%j) may have taken it', async (fault) => {
    const server = await started({}, { at: 'message', ...fault });
    const failure = await deliveryFailure(send(sinkOf(server.port, { timeoutMs: 400 })));
    expect(failure).toMatchObject({ retryable: true, facts: { outcome: 'unknown' } });
    expect(server.mails).toHaveLength(1);
  });

  it('takes no more than ten seconds of a run', async () => {
    const server = await started({}, { at: 'ehlo', does: 'hang' });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const failure = deliveryFailure(send(sinkOf(server.port, { timeoutMs: undefined })));
    while (server.lines.length === 0) await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(10_000);
    expect(await failure).toMatchObject({ facts: { reason: 'timeout' } });
  });

  it('that cannot be reached has surely not taken the message', async () => {
    const failure = await deliveryFailure(send(sinkOf(await freePort())));
    expect(failure).toMatchObject({ retryable: true, facts: { reason: 'ECONNREFUSED' } });
    expect(failure.message).toMatch(/cannot be reached .*NOTIFY_SMTP_URL/);
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it('whose name does not exist has surely not taken the message', async () => {
    const failure = await deliveryFailure(send(sinkOf(0, { smtpUrl: `smtp://${AUTH}mail.invalid:587` })));
    expect(failure.retryable).toBe(true);
    expect(failure.facts['outcome']).toBeUndefined();
  });

  it('whose address is none is a setting to mend, and is not shown', async () => {
    const failure = await deliveryFailure(send(sinkOf(0, { smtpUrl: 'planted.example.org' })));
    expect(failure).toMatchObject({ retryable: false });
    expect(failure.message).toContain('NOTIFY_SMTP_URL');
  });
});

describe('several addresses of which a server refuses', () => {
  const to = ['good@example.org', 'gone@example.org'];

  it('some: the others get the message, and the log tells', async () => {
    const server = await started();
    server.refuse('gone@example.org', '550 5.1.1 no such user');
    const log = memoryLogger();
    await send(sinkOf(server.port, { to, log }));
    expect(server.mails.map((mail) => mail.to)).toEqual([['good@example.org']]);
    expect(log.lines).toMatchObject([
      { level: 'warn', message: 'the mail server refused 1 of 2 addresses (550): check NOTIFY_EMAIL_TO' },
    ]);
  });

  it('all: it is not delivered', async () => {
    const server = await started();
    for (const one of to) server.refuse(one, '550 5.1.1 no such user');
    const failure = await deliveryFailure(send(sinkOf(server.port, { to })));
    expect(failure).toMatchObject({ retryable: false, facts: { status: 550 } });
    expect(failure.message).toMatch(/it refuses the recipients; check NOTIFY_EMAIL_TO/);
    expect(server.mails).toEqual([]);
  });

  it('all for now: it is tried again', async () => {
    const server = await started();
    server.refuse(to[0], '450 4.2.0 greylisted');
    server.refuse(to[1], '550 5.1.1 no such user');
    expect(await deliveryFailure(send(sinkOf(server.port, { to })))).toMatchObject({ retryable: true });
  });
});
