import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Runs Node to its end. What it logs is not read; what it does wrong is thrown. */
function runNode(args: readonly string[], env: NodeJS.ProcessEnv): void {
  const { status, stderr, error } = spawnSync(process.execPath, args, {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${String(status)}:\n${stderr}`);
}

/**
 * A bare environment, as cron gives: the hardest one for the ratio, because variables such as `NODE_EXTRA_CA_CERTS` make every
 * Node process slower, the empty one too.
 */
function bareEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR };
}

/** Wall time of a Node process from start to end, ms. */
export function wallMs(args: readonly string[]): number {
  const start = process.hrtime.bigint();
  runNode(args, bareEnvironment());
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** The most memory that a Node process uses, bytes. */
export function peakBytes(args: readonly string[], scratchFolder: string): number {
  const file = join(scratchFolder, 'peak-memory');
  const preload = new URL('./peak-memory.mjs', import.meta.url).href;
  runNode(['--import', preload, ...args], { ...bareEnvironment(), PEAK_MEMORY_FILE: file });
  return Number(readFileSync(file, 'utf8'));
}
