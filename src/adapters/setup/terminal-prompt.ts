import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { AppError } from '../../core/domain/app-error.ts';
import type { Prompt } from '../../ports/prompt.ts';

interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/**
 * Asks over the given streams, by default those of the process. What is typed is echoed only while a question that is no
 * secret waits for its answer: typed ahead, or pasted as several lines, a secret is not shown either.
 */
export function terminalPrompt({ input, output }: Terminal = { input: process.stdin, output: process.stdout }): Prompt {
  let isEchoed = false;
  let hasEnded = false;
  const lines: string[] = [];
  let wake: () => void = () => undefined;
  let readline: Interface | null = null;

  const open = (): Interface => {
    // readline writes what is typed to its output.
    const echo = new Writable({
      write: (chunk: Buffer | string, _encoding, done) => {
        if (isEchoed) output.write(chunk);
        done();
      },
    });
    const opened = createInterface({ input, output: echo, terminal: true, historySize: 0 });
    const end = (): void => {
      hasEnded = true;
      wake();
    };
    opened.on('SIGINT', end).on('close', end);
    opened.on('line', (line) => {
      isEchoed = false;
      lines.push(line);
      wake();
    });
    return opened;
  };

  const answerTo = async (question: string, isSecret: boolean): Promise<string> => {
    readline ??= open();
    isEchoed = !isSecret;
    if (isSecret) output.write(question);
    readline.setPrompt(isSecret ? '' : question);
    readline.prompt(true);
    while (lines.length === 0) {
      if (hasEnded) throw new AppError('usage', 'stopped: nothing was written');
      await new Promise<void>((resolve) => (wake = resolve));
    }
    if (isSecret) output.write('\n');
    return (lines.shift() ?? '').trim();
  };

  return {
    isInteractive: input.isTTY === true && output.isTTY === true,
    ask: async (question, fallback) => (await answerTo(`${question} [${fallback}]: `, false)) || fallback,
    askSecret: (question) => answerTo(`${question}: `, true),
    close: () => {
      isEchoed = false;
      readline?.close();
      readline = null;
    },
  };
}
