import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { HttpAnswer, HttpRequest } from './ccxt-venue.ts';

const DECODERS: Readonly<Partial<Record<string, (bytes: Buffer) => Buffer>>> = {
  gzip: gunzipSync,
  br: brotliDecompressSync,
};

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * One HTTP request to its end: the whole body is read before it returns, so that the request's one deadline (ccxt aborts
 * `signal` after `timeout`) covers slow bodies too. Redirects fail: a trading API has none, and they would carry keys away.
 *
 * Through `node:http`, because Node's `fetch` costs a process 100 ms before its first request. Connections are kept.
 * @throws what `fetch` would: the reason of `signal`, else a TypeError with its cause
 */
export async function fetchWhole(url: string, { method, headers, body, signal }: HttpRequest): Promise<HttpAnswer> {
  try {
    const response = await send(new URL(url), { method, headers: withEncodings(headers), signal }, body);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const status = response.statusCode ?? 0;
    if (REDIRECTS.has(status)) throw new Error(`a redirect (HTTP ${status}), which is not followed`);
    const bytes = decoded(Buffer.concat(chunks), response.headers['content-encoding']);
    return {
      status,
      statusText: response.statusMessage ?? '',
      headers: response.headers,
      text: () => Promise.resolve(new TextDecoder().decode(bytes)),
      arrayBuffer: () => Promise.resolve(new Uint8Array(bytes).buffer),
    };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new TypeError('fetch failed', { cause: withMessage(error) });
  }
}

/** Loads no TLS where none is spoken. */
async function send(url: URL, options: RequestOptions, body: string | undefined): Promise<IncomingMessage> {
  const { request } = url.protocol === 'http:' ? await import('node:http') : await import('node:https');
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = request(url, options, resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}

function withEncodings(headers: Readonly<Record<string, string>>): Record<string, string> {
  const isChosen = Object.keys(headers).some((name) => name.toLowerCase() === 'accept-encoding');
  return isChosen ? headers : { ...headers, 'accept-encoding': Object.keys(DECODERS).join(', ') };
}

function decoded(bytes: Buffer, encoding = 'identity'): Buffer {
  const decode = DECODERS[encoding.trim().toLowerCase()];
  return decode === undefined || bytes.length === 0 ? bytes : decode(bytes);
}

/** A connection that failed on every address of a host has a code and no message. */
function withMessage(error: unknown): unknown {
  if (!(error instanceof Error) || error.message !== '') return error;
  return new Error('code' in error ? String(error.code) : error.name, { cause: error });
}
