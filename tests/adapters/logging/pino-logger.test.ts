import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PinoLoggerOptions } from '../../../src/adapters/logging/pino-logger.ts';
import { pinoLogger } from '../../../src/adapters/logging/pino-logger.ts';
import { redactor } from '../../../src/config/redactor.ts';
import type { Logger } from '../../../src/ports/logger.ts';

const projectRoot = resolve(import.meta.dirname, '../../..');

/** A logger and the lines that it has written. */
function recorded(options: Partial<PinoLoggerOptions> = {}): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  return { log: pinoLogger({ level: 'debug', isTerminal: false, redact: (text) => text, write, ...options }), lines };
}

describe('the log', () => {
  it('is one JSON line per call with level, time, bindings, facts and message', () => {
    const { log, lines } = recorded({ bindings: { run_id: 'r1' } });
    log.info('bars fetched', { symbol: 'BTC/USDT', bars: 3, late: false, venue: null, codes: ['adv', 'vol'] });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^\{[^\n]*\}\n$/);
    const { time, ...rest } = JSON.parse(lines[0]) as Record<string, unknown>;
    expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(rest).toEqual({
      level: 'info',
      run_id: 'r1',
      symbol: 'BTC/USDT',
      bars: 3,
      late: false,
      venue: null,
      codes: ['adv', 'vol'],
      msg: 'bars fetched',
    });
  });

  it.each([
    ['debug', ['debug', 'info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['silent', []],
  ])('at level %s writes %j', (level, written) => {
    const { log, lines } = recorded({ level });
    for (const method of ['debug', 'info', 'warn', 'error'] as const) log[method]('a line');
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(written);
  });

  it('keeps a message with line breaks on one line', () => {
    const { log, lines } = recorded();
    log.error('first\nsecond');
    expect(lines.join('').split('\n')).toHaveLength(2);
  });

  it('is one coloured line with the facts behind the message on a terminal', () => {
    const { log, lines } = recorded({ isTerminal: true });
    log.warn('venue is slow', { ms: 1200, host: 'api.example' });
    expect(lines).toHaveLength(1);
    const [line] = lines;
    expect(line).toContain('\u001b[33mwarn \u001b[0m');
    const plain = line.replace(/\u001b\[\d+m/g, '');
    expect(plain).toMatch(/^\d\d:\d\d:\d\d warn {2}venue is slow ms=1200 host=api\.example\n$/);
  });

  it('lets nothing that a venue sends steer the terminal', () => {
    const { log, lines } = recorded({ isTerminal: true });
    log.warn('answer: \u001b[2J\u0007<html>\r\nmore', { body: '\u001b]0;title\u0007' });
    const plain = lines[0].replace(/\u001b\[\d+m/g, '');
    expect(plain).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(plain).toContain('<html> more');
  });
});

describe('secrets in the log', () => {
  const secret = 'planted "key"/0001';
  const redact = redactor([secret, '12345678']);

  it.each([false, true])('are taken out of messages, facts, bindings and names (terminal: %s)', (isTerminal) => {
    const { log, lines } = recorded({ isTerminal, redact, bindings: { from: secret } });
    log.error(`refused ${secret}`, { url: `http://x/?k=${encodeURIComponent(secret)}`, list: [secret], [secret]: 1 });
    const text = lines.join('');
    expect(text).not.toContain('planted');
    expect(text.split('***').length - 1).toBe(5);
  });

  it('are taken out even when they are numbers, and the line stays JSON', () => {
    const { log, lines } = recorded({ redact });
    log.info('account', { uid: 12345678 });
    const record = JSON.parse(lines[0]) as Record<string, unknown>;
    expect(record.level).toBe('info');
    expect(lines[0]).not.toContain('12345678');
  });
});

describe('the log of a process', () => {
  it('goes to stderr, complete even when the process ends at once', () => {
    const script = `
      import { pinoLogger } from './src/adapters/logging/pino-logger.ts';
      const log = pinoLogger({ level: 'info', isTerminal: false, redact: (text) => text });
      for (let i = 0; i < 2000; i++) log.info('line', { i, padding: 'x'.repeat(100) });
      process.exit(3);`;
    const child = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: projectRoot,
      encoding: 'utf8',
      maxBuffer: 1e7,
    });
    expect(child.status).toBe(3);
    expect(child.stdout).toBe('');
    const lines = child.stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(2000);
    expect(JSON.parse(lines[1999])).toMatchObject({ level: 'info', msg: 'line', i: 1999 });
  });
});
