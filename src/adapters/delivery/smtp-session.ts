import { Readable } from 'node:stream';
import type { NodemailerError } from 'nodemailer/lib/errors';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { isLoopback, type SmtpServer } from './smtp-server.ts';

/** How far a session came. Once the message itself began to leave, the server may have taken it. */
export type SmtpStage = 'connecting' | 'login' | 'envelope' | 'message';

/** A session that ended without a yes. */
export class SmtpFault extends Error {
  readonly stage: SmtpStage;
  readonly fault: NodemailerError | 'timeout' | 'unencrypted login';

  constructor(stage: SmtpStage, fault: SmtpFault['fault']) {
    super('the mail server did not take the message');
    this.stage = stage;
    this.fault = fault;
  }
}

export interface SmtpMessage {
  readonly from: string;
  readonly to: readonly string[];
  /** The whole message with its headers. */
  readonly bytes: Buffer;
}

/** For the other side to close its end once we have closed ours. */
const CLOSE_MS = 500;

/**
 * Hands one message to a mail server, in one session: connect, TLS, login, envelope, message.
 * @param timeoutMs for all of it, however slowly the server goes on
 * @returns replies to the recipients that it refused while it took the message for others
 * @throws SmtpFault
 */
export async function sendBySmtp(
  server: SmtpServer,
  message: SmtpMessage,
  timeoutMs: number,
): Promise<readonly string[]> {
  const connection = new SMTPConnection({
    host: server.host,
    port: server.port,
    secure: server.isSecure,
    // The timer below ends all of them first.
    connectionTimeout: 2 * timeoutMs,
    greetingTimeout: 2 * timeoutMs,
    dnsTimeout: 2 * timeoutMs,
    socketTimeout: 2 * timeoutMs,
    socketCloseTimeout: CLOSE_MS,
    maxResponseSize: 64 * 1024,
    allowInternalNetworkInterfaces: isLoopback(server),
  });
  let stage: SmtpStage = 'connecting';
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const fail = (fault: SmtpFault['fault']): void => {
        reject(new SmtpFault(stage, fault));
      };
      timer = setTimeout(() => {
        fail('timeout');
      }, timeoutMs);
      const send = (): void => {
        stage = 'envelope';
        // Read only once the server has said that it waits for the message.
        const bytes = Readable.from(leaving(message.bytes, () => (stage = 'message')));
        connection.send({ from: message.from, to: [...message.to] }, bytes, (error, info) => {
          if (error === null) resolve((info.rejectedErrors ?? []).map(({ response }) => response ?? ''));
          else fail(error);
        });
      };
      connection.on('error', fail);
      connection.connect((error) => {
        const { login } = server;
        if (error !== undefined) fail(error);
        else if (login === null || !connection.allowsAuth) send();
        else if (!connection.secure && !isLoopback(server)) fail('unencrypted login');
        else {
          stage = 'login';
          connection.login({ credentials: { user: login.user, pass: login.password } }, (refused) => {
            if (refused === null) send();
            else fail(refused);
          });
        }
      });
    });
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}

function* leaving(bytes: Buffer, onLeaving: () => void): Generator<Buffer> {
  onLeaving();
  yield bytes;
}
