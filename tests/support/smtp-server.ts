import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { smtpDialogue, type MailReceived, type SmtpMoment } from './smtp-dialogue.ts';

/**
 * What a session meets at a moment: it `hang`s, is `reset` or `close`d, is answered with lines that never end (`drip`), or by
 * a reply of its own. A message that fails at `message` is not taken, unless `isTaken` says so.
 */
export interface SmtpFault {
  readonly at: SmtpMoment;
  readonly does: 'hang' | 'reset' | 'close' | 'drip' | { readonly reply: string };
  readonly isTaken?: boolean;
}

export interface SmtpServerOptions {
  /** `starttls` offers it, `implicit` begins with it; the certificate is self-signed, for 127.0.0.1 and localhost. */
  readonly tls?: 'none' | 'starttls' | 'implicit';
  /** Who may log in; without it nobody can. */
  readonly login?: { readonly user: string; readonly password: string };
  readonly extensions?: readonly string[];
}

export interface SmtpServer {
  readonly port: number;
  readonly mails: readonly MailReceived[];
  /** Every line of every client, as the server read it. */
  readonly lines: readonly string[];
  /** Sessions so far. */
  readonly sessions: () => number;
  /** Whether the last login came under TLS; null before the first. */
  readonly wasAuthEncrypted: () => boolean | null;
  /** The next sessions meet these, one each; null is none. */
  readonly failNext: (...faults: readonly (SmtpFault | null)[]) => void;
  /** Every session meets this once the queued ones are used up; null ends that. */
  readonly failAlways: (fault: SmtpFault | null) => void;
  /** Answers a recipient with this reply. */
  readonly refuse: (recipient: string, reply: string) => void;
  readonly close: () => Promise<void>;
}

/** The certificate of the server, for clients that are to trust it. */
export const SMTP_CERTIFICATE = new URL('../fixtures/tls/localhost.pem', import.meta.url);
const KEY = new URL('../fixtures/tls/localhost-key.pem', import.meta.url);

/** A mail server on 127.0.0.1 that keeps what it takes and fails on demand. */
export async function startSmtpServer(options: SmtpServerOptions = {}): Promise<SmtpServer> {
  const { tls = 'none', login = null, extensions = ['8BITMIME', 'PIPELINING'] } = options;
  const secureContext = createSecureContext({ key: readFileSync(KEY), cert: readFileSync(SMTP_CERTIFICATE) });
  const mails: MailReceived[] = [];
  const lines: string[] = [];
  const queued: (SmtpFault | null)[] = [];
  const refused = new Map<string, string>();
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let always: SmtpFault | null = null;
  let sessions = 0;
  let wasAuthEncrypted: boolean | null = null;

  const serve = (plain: Socket): void => {
    sessions += 1;
    sockets.add(plain);
    const fault = queued.shift() ?? always;
    let socket = plain;
    let isSecure = false;
    let isDead = false;

    const say = (reply: string): void => {
      if (!isDead && socket.writable) socket.write(`${reply}\r\n`);
    };
    const answer = (at: SmtpMoment, reply: string): void => {
      if (fault?.at !== at) say(reply);
      else if (typeof fault.does === 'object') say(fault.does.reply);
      else {
        isDead = true;
        if (fault.does === 'reset') plain.resetAndDestroy();
        if (fault.does === 'close') plain.destroy();
        if (fault.does === 'drip') timers.add(setInterval(() => socket.writable && socket.write('250-more\r\n'), 20));
      }
    };
    const listen = (on: Socket): void => {
      socket = on;
      let pending = '';
      on.on('error', () => undefined);
      on.on('data', (chunk: Buffer) => {
        pending += chunk.toString('utf8');
        const whole = pending.split('\r\n');
        pending = whole.pop() ?? '';
        for (const line of whole) if (!isDead) hear(line);
      });
    };
    const secure = (): void => {
      isSecure = true;
      plain.removeAllListeners('data');
      listen(new TLSSocket(plain, { isServer: true, secureContext }));
    };
    const take = smtpDialogue({
      offers: () => [
        ...extensions,
        ...(tls === 'starttls' && !isSecure ? ['STARTTLS'] : []),
        ...(login === null ? [] : ['AUTH PLAIN LOGIN']),
      ],
      login,
      refused,
      say,
      answer,
      onTls: secure,
      onAuth: () => {
        wasAuthEncrypted = isSecure;
      },
      onMail: (mail) => {
        if (fault?.at !== 'message' || fault.isTaken === true) mails.push(mail);
      },
      onEnd: () => plain.end(),
    });
    const hear = (line: string): void => {
      lines.push(line);
      take(line);
    };

    if (tls === 'implicit') secure();
    else listen(plain);
    answer('greeting', '220 statarb test');
  };

  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    lines,
    sessions: () => sessions,
    wasAuthEncrypted: () => wasAuthEncrypted,
    failNext: (...faults) => {
      queued.push(...faults);
    },
    failAlways: (fault) => {
      always = fault;
    },
    refuse: (recipient, reply) => {
      refused.set(recipient, reply);
    },
    close: () => {
      for (const timer of timers) clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
