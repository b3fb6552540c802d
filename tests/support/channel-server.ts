import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What the server does to one request instead of taking the message and saying yes:
 * `hang` never answers; `reset` cuts the connection; `take-then-hang` and `take-then-reset` do so after the message was
 * taken; `200-then-die` takes it, sends the status line, and cuts the body; `drip` sends the body a byte at a time, for ever;
 * `flood` sends a body without an end as fast as it goes; `status` answers with that status and does not take the message.
 */
export type ChannelFault =
  | { readonly kind: 'hang' | 'reset' | 'take-then-hang' | 'take-then-reset' | '200-then-die' | 'drip' | 'flood' }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

export const answer = (status: number, body = '', headers: Readonly<Record<string, string>> = {}): ChannelFault => ({
  kind: 'status',
  status,
  body,
  headers,
});

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as sent. */
  readonly raw: string;
}

/** A channel that speaks HTTP, on 127.0.0.1: it records the messages it takes and fails on demand. */
export interface ChannelServer<T> {
  readonly origin: string;
  /** What it has taken: from here on its reader has seen it. */
  readonly messages: readonly T[];
  /** Requests so far, taken or not. */
  requests(): number;
  /** The next requests meet these faults, one each, in order; `null` is none. */
  failNext(...faults: readonly (ChannelFault | null)[]): void;
  /** Every request meets this fault once the queued ones are used up; `null` ends that. */
  failAlways(fault: ChannelFault | null): void;
  close(): Promise<void>;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly body: string;
}

/** How a service answers. */
export interface Service<T> {
  /** The message of a request, or the answer to one that it does not take. */
  readonly read: (request: ReceivedRequest) => T | ServiceAnswer;
  /** The body of its yes. */
  readonly yes: string;
}

export async function startChannelServer<T extends { readonly raw: string }>({
  read,
  yes,
}: Service<T>): Promise<ChannelServer<T>> {
  const messages: T[] = [];
  const queued: (ChannelFault | null)[] = [];
  const timers = new Set<NodeJS.Timeout>();
  let always: ChannelFault | null = null;
  let requests = 0;

  const take = (request: ReceivedRequest): ServiceAnswer => {
    const message = read(request);
    if ('status' in message) return message;
    messages.push(message);
    return { status: 200, body: yes };
  };
  const respond = (request: ReceivedRequest, response: ServerResponse): void => {
    requests += 1;
    const fault = queued.shift() ?? always;
    if (fault === null) {
      const { status, body } = take(request);
      response.writeHead(status).end(body);
      return;
    }
    if (fault.kind === 'status') {
      response.writeHead(fault.status, fault.headers).end(fault.body);
      return;
    }
    if (fault.kind !== 'hang' && fault.kind !== 'reset') take(request);
    if (fault.kind === 'reset' || fault.kind === 'take-then-reset') response.socket?.resetAndDestroy();
    if (fault.kind === '200-then-die') {
      response.writeHead(200, { 'content-length': '2' }).flushHeaders();
      timers.add(setTimeout(() => response.socket?.resetAndDestroy(), 50));
    }
    if (fault.kind === 'drip') {
      response.writeHead(200);
      timers.add(setInterval(() => response.write('.'), 20));
    }
    if (fault.kind === 'flood') {
      response.writeHead(200);
      const pour = (): void => {
        while (!response.destroyed && response.write('.'.repeat(65_536)));
      };
      response.on('drain', pour);
      pour();
    }
  };
  const server = createServer((request: IncomingMessage, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      respond({ path, headers, raw: Buffer.concat(chunks).toString('utf8') }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
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
