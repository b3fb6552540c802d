import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logColumn } from '../src/core/features/log-column.ts';
import { spreadColumns } from '../src/core/features/spread.ts';
import { simulatedPair } from '../src/core/simulation/simulated-pair.ts';
import { startYardstick, type Yardstick } from './features/c-yardstick.ts';

const BARS = 1_000_000;
const HOUR = 3_600_000;
const WINDOWS = { olsBeta: 200, zscore: 100, kalman: 500 };
const ROUNDS = 40;
const TARGET = 1.5;

interface Columns {
  readonly beta: Float64Array;
  readonly z: Float64Array;
  readonly sigma: Float64Array;
}

/**
 * Log prices, rolling beta, and the fixed-beta spread with its z and sigma over a million bars, against a plain C -O3 loop
 * that does the same by the same method. The two take turns; the best run of each counts.
 * @returns whether the target is met (also where there is no compiler to tell)
 */
export async function benchFeatures(): Promise<boolean> {
  const path = simulatedPair(BARS);
  const [x, y] = [closes(path.x, 60_000), closes(path.y, 3_000)];
  const grid = { ts: Float64Array.from({ length: BARS }, (_, i) => i * HOUR), barMs: HOUR };
  const folder = mkdtempSync(join(tmpdir(), 'statarb-bench-'));
  try {
    const yardstick = startYardstick(folder, [x, y], WINDOWS);
    const best = { ours: Infinity, all: Infinity, bare: Infinity };
    let columns: Columns | null = null;
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      columns = spreadColumns(logColumn(x), logColumn(y), grid, WINDOWS, 'fixed-beta');
      best.ours = Math.min(best.ours, performance.now() - start);
      if (yardstick === null) continue;
      best.all = Math.min(best.all, await yardstick.run('all'));
      best.bare = Math.min(best.bare, await yardstick.run('bare'));
    }
    console.log(`${row('TypeScript, all columns, fresh memory')}${ms(best.ours)}`);
    if (yardstick === null || columns === null) {
      console.log(`${row('C -O3')}no compiler`);
      return true;
    }
    const difference = await largestDifference(yardstick, columns);
    const ratio = best.ours / best.all;
    const isMet = ratio <= TARGET && difference < 1e-6;
    const verdict = `ratio ${ratio.toFixed(2)}, target ≤ ${TARGET}: ${isMet ? 'met' : 'missed'}`;
    console.log(`${row('C -O3, all columns, fresh memory')}${ms(best.all)}   ${verdict}`);
    console.log(
      `${row('C -O3, beta, z and sigma, kept memory')}${ms(best.bare)}   ratio ${(best.ours / best.bare).toFixed(2)}`,
    );
    console.log(`${row('largest difference in beta, z and sigma')}${difference.toExponential(0).padStart(9)}`);
    return isMet;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Prices that wander like the pair but stay within what prices can be. */
const closes = (logPrices: Float64Array, level: number): Float64Array =>
  logPrices.map((value) => level * Math.exp(value % 4));

async function largestDifference(yardstick: Yardstick, { beta, z, sigma }: Columns): Promise<number> {
  const theirs = await yardstick.finish();
  let largest = 0;
  [beta, z, sigma].forEach((ours, k) => {
    for (let i = 0; i < BARS; i++) {
      const their = theirs[k * BARS + i];
      if (Number.isNaN(ours[i]) && Number.isNaN(their)) continue;
      const difference = Math.abs(ours[i] - their);
      // A number that only one of the two knows is as wrong as can be.
      largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
    }
  });
  return largest;
}

const row = (name: string): string => name.padEnd(42);
const ms = (value: number): string => `${value.toFixed(1)} ms`.padStart(9);
