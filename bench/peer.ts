import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AlignedCandles } from '../src/core/domain/aligned-candles.ts';
import { bytesOf } from './c-program.ts';

/** What a script of bench/peers measured, ms by name; or the packages it lacks. */
export type PeerTimes = Readonly<Record<string, number>> | { readonly missing: string };

/** Runs a script of bench/peers on the same candles. */
export function runPeer(folder: string, script: string, { ts, x, y }: AlignedCandles): PeerTimes {
  const columns = [ts, x.open, x.close, x.volume, y.open, y.close, y.volume];
  return askPeer(folder, script, columns, ts.length) as PeerTimes;
}

/**
 * Runs a script of bench/peers with the Python that STATARB_BENCH_PYTHON names, or `python3`. Scripts measure themselves warm,
 * imports and files not counted, and print one JSON object; without their packages `{missing}`.
 */
export function askPeer(folder: string, script: string, columns: readonly Float64Array[], bars: number): unknown {
  const file = join(folder, 'candles.bin');
  writeFileSync(file, bytesOf(columns));
  const path = fileURLToPath(new URL(`peers/${script}`, import.meta.url));
  const python = process.env['STATARB_BENCH_PYTHON'] ?? 'python3';
  const { status, stdout, stderr, error } = spawnSync(python, [path, file, String(bars)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (error !== undefined) return { missing: 'python3' };
  if (status !== 0) throw new Error(`${script} ended with ${String(status)}:\n${stderr}`);
  return JSON.parse(stdout);
}
