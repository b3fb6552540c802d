import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** `all`: every column in fresh memory, as the TypeScript; `bare`: beta, z and sigma alone in memory that is kept. */
export type YardstickRun = 'all' | 'bare';

export interface Yardstick {
  /** Runs once and answers with the milliseconds of the loops, files and start-up not counted. */
  run(kind: YardstickRun): Promise<number>;
  /** Ends the process; the beta, z and sigma of its last run, one after the other. */
  finish(): Promise<Float64Array>;
}

/** Compiles and starts `features.c` on two columns of closes; null where there is no C compiler. */
export function startYardstick(
  folder: string,
  closes: readonly [x: Float64Array, y: Float64Array],
  windows: { readonly olsBeta: number; readonly zscore: number },
): Yardstick | null {
  const program = join(folder, 'features');
  const source = fileURLToPath(new URL('features.c', import.meta.url));
  try {
    execFileSync('cc', ['-O3', '-o', program, source, '-lm'], { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const [input, output] = [join(folder, 'closes.bin'), join(folder, 'columns.bin')];
  writeFileSync(input, Buffer.concat(closes.map((column) => Buffer.from(column.buffer))));
  const numbers = [closes[0].length, windows.olsBeta, windows.zscore].map(String);
  const child = spawn(program, [input, output, ...numbers], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`features.c ended with ${String(code)}`))));
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(kind) {
      child.stdin.write(`${kind}\n`);
      return Number((await answers.next()).value);
    },
    async finish() {
      child.stdin.end();
      await ended;
      const bytes = readFileSync(output);
      return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    },
  };
}
