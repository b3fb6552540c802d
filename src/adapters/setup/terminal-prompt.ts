import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AppError } from '../../core/domain/app-error.ts';
import type { Prompt } from '../../ports/prompt.ts';

interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/** Asks over the given streams, by default those of the process. */
export function terminalPrompt({ input, output }: Terminal = { input: process.stdin, output: process.stdout }): Prompt {
  const question = async (text: string, isHidden: boolean): Promise<string> => {
    let isMuted = false;
    // readline echoes what is typed to its output: a muted one swallows the echo.
    const echo = new Writable({
      write: (chunk: Buffer | string, _encoding, done) => {
        if (!isMuted) output.write(chunk);
        done();
      },
    });
    const readline = createInterface({ input, output: echo, terminal: true, historySize: 0 });
    const givenUp = new Promise<never>((_resolve, reject) => {
      const giveUp = (): void => {
        reject(new AppError('usage', 'stopped: nothing was written'));
      };
      readline.once('SIGINT', giveUp).once('close', giveUp);
    });
    try {
      const answer = readline.question(text);
      isMuted = isHidden;
      return (await Promise.race([answer, givenUp])).trim();
    } finally {
      // Closing is no giving up any more: the race is over.
      givenUp.catch(() => undefined);
      readline.close();
      if (isHidden) output.write('\n');
    }
  };
  return {
    isInteractive: input.isTTY === true && output.isTTY === true,
    ask: async (text, fallback) => (await question(`${text} [${fallback}]: `, false)) || fallback,
    askSecret: (text) => question(`${text}: `, true),
  };
}
