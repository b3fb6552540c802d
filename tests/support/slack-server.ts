import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message that the server has taken: from here on its reader has seen it. */
export interface SlackMessageReceived {
  readonly text: string;
  readonly blocks: readonly unknown[];
  /** The request's body as sent. */
  readonly raw: string;
}

/**
 * What the server does to one request instead of taking the message and answering `200 ok`:
 * `hang` never answers; `reset` cuts the connection; `take-then-hang` and `take-then-reset` do so after the message was
 * taken; `200-then-die` takes it, sends the status line, and cuts the body; `drip` sends the body a byte at a time, for ever;
 * `status` answers with that status and does not take the message.
 */
export type SlackFault =
  | { readonly kind: 'hang' | 'reset' | 'take-then-hang' | 'take-then-reset' | '200-then-die' | 'drip' }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

export const answer = (status: number, body = '', headers: Readonly<Record<string, string>> = {}): SlackFault => ({
  kind: 'status',
  status,
  body,
  headers,
});

export interface SlackServer {
  /** A webhook address; its path is the secret. */
  readonly webhook: string;
  readonly messages: readonly SlackMessageReceived[];
  /** Requests so far, taken or not. */
  requests(): number;
  /** The next requests meet these faults, one each, in order; `null` is none. */
  failNext(...faults: readonly (SlackFault | null)[]): void;
  /** Every request meets this fault once the queued ones are used up; `null` ends that. */
  failAlways(fault: SlackFault | null): void;
  close(): Promise<void>;
}

/** A Slack-like webhook on 127.0.0.1 that records the messages it takes and fails on demand. */
export async function startSlackServer(): Promise<SlackServer> {
  const messages: SlackMessageReceived[] = [];
  const queued: (SlackFault | null)[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let always: SlackFault | null = null;
  let requests = 0;

  const take = (raw: string): boolean => {
    const parsed = JSON.parse(raw) as { text?: unknown; blocks?: unknown };
    if (typeof parsed.text !== 'string' || !Array.isArray(parsed.blocks)) return false;
    messages.push({ text: parsed.text, blocks: parsed.blocks as unknown[], raw });
    return true;
  };
  const respond = (raw: string, response: ServerResponse): void => {
    requests += 1;
    const fault = queued.shift() ?? always;
    if (fault === null) {
      const isTaken = take(raw);
      response.writeHead(isTaken ? 200 : 400).end(isTaken ? 'ok' : 'invalid_payload');
      return;
    }
    if (fault.kind === 'status') {
      response.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    }
    if (fault.kind !== 'hang' && fault.kind !== 'reset') take(raw);
    if (fault.kind === 'reset' || fault.kind === 'take-then-reset') response.socket?.resetAndDestroy();
    if (fault.kind === '200-then-die') {
      response.writeHead(200, { 'content-length': '2' }).flushHeaders();
      timers.add(setTimeout(() => response.socket?.resetAndDestroy(), 50));
    }
    if (fault.kind === 'drip') {
      response.writeHead(200);
      timers.add(setInterval(() => response.write('.'), 20));
    }
  };
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      respond(Buffer.concat(chunks).toString('utf8'), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    webhook: `http://127.0.0.1:${port}/services/T0SECRET/B0SECRET/planted-webhook-key`,
    messages,
    requests: () => requests,
    failNext: (...faults) => {
      queued.push(...faults);
    },
    failAlways: (fault) => {
      always = fault;
    },
    close: () => {
      for (const timer of timers) clearInterval(timer);
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
