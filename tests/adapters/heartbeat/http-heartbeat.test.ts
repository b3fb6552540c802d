import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { httpHeartbeat } from '../../../src/adapters/heartbeat/http-heartbeat.ts';
import { redactor } from '../../../src/config/redactor.ts';
import { memoryLogger } from '../../support/memory-logger.ts';

type Reaction = 'ok' | 'hang' | 'reset' | 500;

async function watcher(reaction: Reaction) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    if (reaction === 'reset') response.socket?.resetAndDestroy();
    else if (reaction !== 'hang') response.writeHead(reaction === 'ok' ? 200 : reaction).end('OK');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/planted-secret-key?rid=1`;
  const log = memoryLogger();
  const heartbeat = httpHeartbeat({ url, redact: redactor([url, '/ping/planted-secret-key']), log, timeoutMs: 300 });
  return { heartbeat, asked, log, url };
}

describe('the heartbeat', () => {
  it('asks the address after a success, and its /fail after a failure', async () => {
    const { heartbeat, asked, log } = await watcher('ok');
    await heartbeat.success();
    await heartbeat.failure();
    expect(asked).toEqual(['GET /ping/planted-secret-key?rid=1', 'GET /ping/planted-secret-key/fail?rid=1']);
    expect(log.lines).toEqual([]);
  });

  it.each([
    ['hang', 'no answer in time'],
    ['reset', 'ECONNRESET'],
    [500, 'it answered 500'],
  ] as const)('that meets %s is logged once, without its address, and fails nothing', async (reaction, words) => {
    const { heartbeat, asked, log } = await watcher(reaction);
    await heartbeat.success();
    expect(asked).toHaveLength(1);
    expect(log.lines.map(({ message }) => message)).toEqual([`the heartbeat was not taken: ${words}`]);
    expect(JSON.stringify(log.lines)).not.toContain('planted');
  });

  it('that nobody listens to is logged, and fails nothing', async () => {
    const log = memoryLogger();
    await httpHeartbeat({ url: 'http://127.0.0.1:9/x', redact: (text) => text, log }).failure();
    expect(log.lines).toHaveLength(1);
  });
});
