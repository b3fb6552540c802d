import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fetchWhole } from '../../../src/adapters/market/fetch-whole.ts';

interface Listening {
  readonly url: string;
  readonly connections: Set<Socket>;
  readonly close: () => Promise<void>;
}

async function listen(answer: RequestListener): Promise<Listening> {
  const server = createServer(answer);
  const connections = new Set<Socket>();
  server.on('connection', (socket) => connections.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, connections, close };
}

const request = (signal = new AbortController().signal) => ({ method: 'GET', headers: { 'X-Key': 'k' }, signal });

async function errorOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('an error was due');
}

describe('a request to a venue', () => {
  test('carries its method, headers and body, and brings back status, headers and text', async () => {
    let received: { method?: string; key?: string | string[]; body: string } | null = null;
    const { url } = await listen((incoming: IncomingMessage, response) => {
      let body = '';
      incoming.on('data', (chunk: Buffer) => (body += chunk.toString()));
      incoming.on('end', () => {
        received = { method: incoming.method, key: incoming.headers['x-key'], body };
        response.writeHead(429, 'Slow down', { 'Retry-After': '7' }).end('später');
      });
    });
    const answer = await fetchWhole(url, { ...request(), method: 'POST', body: 'a=1' });
    expect(received).toEqual({ method: 'POST', key: 'k', body: 'a=1' });
    expect(answer).toMatchObject({ status: 429, statusText: 'Slow down' });
    expect(answer.headers).toMatchObject({ 'retry-after': '7' });
    expect(await answer.text()).toBe('später');
    expect(Buffer.from(await answer.arrayBuffer()).toString()).toBe('später');
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('takes an answer packed with %s, and says that it does', async (encoding, pack) => {
    const text = '[1,2,3]'.repeat(1_000);
    const { url } = await listen(({ headers }, response) => {
      expect(headers['accept-encoding']).toContain(encoding);
      response.writeHead(200, { 'Content-Encoding': encoding }).end(pack(text));
    });
    expect(await (await fetchWhole(url, request())).text()).toBe(text);
  });

  test('uses one connection for several in a row', async () => {
    const { url, connections } = await listen((_, response) => response.end('{}'));
    for (let i = 0; i < 3; i++) await fetchWhole(url, request());
    expect(connections.size).toBe(1);
  });
});

describe('a request to a venue fails', () => {
  test('with the reason of its signal when the answer has not begun, or not ended, by then', async () => {
    for (const start of ['', 'half an answer']) {
      const { url } = await listen((_, response) => {
        if (start !== '') response.write(start);
        setTimeout(() => {
          deadline.abort();
        }, 20);
      });
      const deadline = new AbortController();
      expect(await errorOf(fetchWhole(url, request(deadline.signal)))).toMatchObject({ name: 'AbortError' });
    }
  });

  test.each<[string, RequestListener, RegExp]>([
    ['a redirect', (_, response) => response.writeHead(302, { Location: '/elsewhere' }).end(), /redirect \(HTTP 302\)/],
    [
      'a connection that is cut',
      (_, response) => response.writeHead(200).write('{', () => response.destroy()),
      /abort/,
    ],
    [
      'an answer that cannot be unpacked',
      (_, response) => response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('no gzip'),
      /header check/,
    ],
  ])('on %s, as fetch would', async (_, answer, says) => {
    const { url } = await listen(answer);
    const error = await errorOf(fetchWhole(url, request()));
    expect(error).toBeInstanceOf(TypeError);
    expect((error.cause as Error).message).toMatch(says);
  });

  test('where nobody listens, with the code of the system', async () => {
    const { url, close } = await listen(() => undefined);
    await close();
    const error = await errorOf(fetchWhole(url.replace('127.0.0.1', 'localhost'), request()));
    expect((error.cause as Error).message).toMatch(/ECONNREFUSED/);
  });
});
