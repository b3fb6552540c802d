import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { AlignedCandles } from '../../src/core/domain/aligned-candles.ts';
import type { FeatureColumns } from '../../src/core/domain/feature-columns.ts';
import type { StrategySettings } from '../../src/core/domain/settings.ts';

export interface CWalk {
  /** Walks all settings once; milliseconds for all of them. */
  run(): Promise<number>;
  /** Ends the process; net, Sharpe ratio and drawdown of each setting. */
  finish(): Promise<Float64Array>;
}

/** Compiles and starts `sweep.c`; null where there is no C compiler. */
export function startCWalk(
  folder: string,
  candles: AlignedCandles,
  features: FeatureColumns,
  settings: readonly StrategySettings[],
): CWalk | null {
  const program = join(folder, 'sweep');
  const source = fileURLToPath(new URL('sweep.c', import.meta.url));
  try {
    execFileSync('cc', ['-O3', '-o', program, source, '-lm'], { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const { x, y, ts, filled } = candles;
  const { z, beta, sigma, advUsd, realizedVol } = features;
  const market = [ts, x.open, y.open, x.close, y.close, Float64Array.from(filled)];
  const known = [z, beta, sigma, advUsd.x, advUsd.y, realizedVol.x, realizedVol.y];
  const asked = settings.flatMap(({ thresholds, strategy, windows }) => [
    thresholds.zIn,
    thresholds.zOut,
    thresholds.zStop,
    strategy.direction === 'revert' ? 1 : -1,
    windows.zscore,
  ]);
  const columns = [...market, ...known, Float64Array.from(asked)];
  const [input, output] = [join(folder, 'sweep-in.bin'), join(folder, 'sweep-out.bin')];
  writeFileSync(
    input,
    Buffer.concat(columns.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength))),
  );
  const child = spawn(program, [input, output, String(ts.length), String(settings.length)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`sweep.c ended with ${String(code)}`));
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
