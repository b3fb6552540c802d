import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Heartbeat } from '../../ports/heartbeat.ts';
import type { Logger } from '../../ports/logger.ts';

const TIMEOUT_MS = 5_000;

/**
 * Pings a dead-man's switch such as healthchecks.io: the address itself after a success, the address with `/fail` after its path
 * after a failure. It is asked once, without a body; what it answers is logged when it is no 2xx.
 * @param url a secret: whoever has it can silence the alarm, so it appears in no log
 */
export function httpHeartbeat({
  url,
  redact,
  log,
  timeoutMs = TIMEOUT_MS,
}: {
  readonly url: string;
  readonly redact: (text: string) => string;
  readonly log: Logger;
  readonly timeoutMs?: number;
}): Heartbeat {
  const ping = async (address: URL): Promise<void> => {
    const fault = await get(address, timeoutMs);
    if (fault !== null) log.warn(redact(`the heartbeat was not taken: ${fault}`), { channel: 'heartbeat' });
  };
  return {
    success: () => ping(new URL(url)),
    failure: () => {
      const address = new URL(url);
      address.pathname = `${address.pathname.replace(/\/$/, '')}/fail`;
      return ping(address);
    },
  };
}

/** Null when it was taken, else what went wrong. */
function get(address: URL, timeoutMs: number): Promise<string | null> {
  const send = address.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const request = send(address, { signal: AbortSignal.timeout(timeoutMs), headers: { connection: 'close' } });
    request.on('response', (response) => {
      const { statusCode = 0 } = response;
      // What it says is not read: the status is the answer.
      response.destroy();
      resolve(statusCode >= 200 && statusCode < 300 ? null : `it answered ${statusCode}`);
    });
    request.on('error', (error) => {
      const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
      resolve(code === 'ABORT_ERR' || error.name === 'TimeoutError' ? 'no answer in time' : code);
    });
    request.end();
  });
}
