import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface CProgram {
  /** Does its work once; milliseconds of it. */
  run(): Promise<number>;
  /** Ends the process; what it wrote. */
  finish(): Promise<Float64Array>;
}

/**
 * Compiles and starts a C yardstick that takes `<input> <output> …` and works once for each line on its standard input; null
 * where there is no C compiler.
 */
export function startCProgram(
  folder: string,
  source: string,
  columns: readonly Float64Array[],
  args: readonly number[],
): CProgram | null {
  const [program, input, output] = ['c-program', 'c-in.bin', 'c-out.bin'].map((name) => join(folder, name));
  try {
    execFileSync('cc', ['-O3', '-o', program, source, '-lm'], { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  writeFileSync(input, bytesOf(columns));
  const child = spawn(program, [input, output, ...args.map(String)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${source} ended with ${String(code)}`));
    });
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run() {
      child.stdin.write('run\n');
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

/** Columns one after the other. */
export const bytesOf = (columns: readonly Float64Array[]): Buffer =>
  Buffer.concat(columns.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)));
