import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { terminalPrompt } from '../../../src/adapters/setup/terminal-prompt.ts';

/** A terminal with a person who types these lines, each when asked. */
function terminal(typed: readonly string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true });
  let shown = '';
  const waiting = [...typed];
  const output = Object.assign(
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        shown += chunk.toString();
        if (/: $|: \u001b\[\d+G$/.test(shown) && waiting.length > 0) {
          const line = waiting.shift() ?? '';
          setImmediate(() => input.write(line));
        }
        done();
      },
    }),
    { isTTY: true },
  );
  return { prompt: terminalPrompt({ input, output }), shown: () => shown };
}

describe('asking at the terminal', () => {
  it('gives what is typed, trimmed, and the fallback on Enter', async () => {
    const { prompt, shown } = terminal([' kraken \r', '\r']);
    expect(await prompt.ask('Venue', 'binance')).toBe('kraken');
    expect(await prompt.ask('Pair', 'A~B')).toBe('A~B');
    expect(shown()).toContain('Venue [binance]: ');
    expect(shown()).toContain('kraken');
  });

  it('shows nothing of a secret while it is typed', async () => {
    const { prompt, shown } = terminal(['https://hooks.example/T0/planted-secret\r', 'next\r']);
    expect(await prompt.askSecret('Slack webhook')).toBe('https://hooks.example/T0/planted-secret');
    expect(await prompt.ask('Pair', 'A~B')).toBe('next');
    expect(shown()).toContain('Slack webhook: ');
    expect(shown()).not.toContain('planted');
    expect(shown()).not.toContain('https');
  });

  it('shows nothing of a secret that is typed ahead, or pasted with other answers', async () => {
    const { prompt, shown } = terminal(['kraken\rhttps://hooks.example/planted-secret\rA~B\r']);
    expect(await prompt.ask('Venue', 'binance')).toBe('kraken');
    expect(await prompt.askSecret('Slack webhook')).toBe('https://hooks.example/planted-secret');
    expect(await prompt.ask('Pair', 'X~Y')).toBe('A~B');
    expect(shown()).not.toContain('planted');
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('ends with one clear line on %s', async (_key, typed) => {
    const { prompt } = terminal([typed]);
    await expect(prompt.ask('Venue', 'binance')).rejects.toMatchObject({
      code: 'usage',
      message: 'stopped: nothing was written',
    });
  });

  it('is possible only where both ends are a terminal', () => {
    const stream = new PassThrough();
    expect(terminalPrompt({ input: stream, output: stream }).isInteractive).toBe(false);
    expect(terminal([]).prompt.isInteractive).toBe(true);
  });
});
