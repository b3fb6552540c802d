import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { engleGranger } from '../src/core/stats/engle-granger.ts';
import { unitRootTester } from '../src/core/stats/unit-root-regression.ts';
import { startCProgram } from './c-program.ts';
import { walk } from './discover/universe.ts';
import { askPeer } from './peer.ts';
import { median } from './sweep/hours.ts';

const BARS = 2160;
const TESTS = 200;
const ROUNDS = 15;
/** Pairs that statsmodels is asked for: each takes it some 40 ms. */
const PEER_TESTS = 40;
const TIMES_STATSMODELS = 100;
const SYMBOLS = 300;
const PEAK_MB = 400;
/** Nine times the pairs may cost this much more than nine times. */
const LINEAR_SLACK = 1.15;

interface AllPairs {
  readonly ms: number;
  readonly peakMb: number;
  readonly pairs: number;
  readonly workers: number;
}

/**
 * Discovery: one Engle–Granger test with AIC lag selection against statsmodels and against the same algorithm in C; then all pairs of
 * 300 symbols, every figure of them, on all cores.
 * @returns whether every target that could be measured is met
 */
export async function benchDiscover(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'statarb-bench-'));
  let isMet = true;
  const target = (name: string, value: number, digits: number, holds: boolean, asked: string): void => {
    console.log(`${name.padEnd(46)}${value.toFixed(digits).padStart(9)}   ${asked}: ${holds ? 'met' : 'MISSED'}`);
    isMet &&= holds;
  };
  try {
    const pairs = Array.from({ length: TESTS }, (_, k) => ({ y: walk(BARS, 2 * k + 1), x: walk(BARS, 2 * k + 2) }));
    const columns = pairs.flatMap(({ y, x }) => [y, x]);
    const regress = unitRootTester();
    const ours: number[] = [];
    const theirs: number[] = [];
    const source = fileURLToPath(new URL('discover/engle-granger.c', import.meta.url));
    const yardstick = startCProgram(folder, source, columns, [BARS, TESTS]);
    let found = pairs.map(({ y, x }) => engleGranger(y, x, {}, regress));
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      found = pairs.map(({ y, x }) => engleGranger(y, x, {}, regress));
      ours.push((performance.now() - start) / TESTS);
      if (yardstick !== null) theirs.push((await yardstick.run()) / TESTS);
    }
    const perTest = median(ours);
    console.log(`Engle–Granger, AIC over up to 26 lags, ${BARS} bars; ms per test on one core`);
    console.log(row('TypeScript', perTest));
    if (yardstick === null) console.log('plain C -O3: no compiler');
    else {
      console.log(row('plain C -O3, the same algorithm', median(theirs)));
      console.log(
        `${'TypeScript ÷ C'.padEnd(46)}${median(ours.map((ms, k) => ms / theirs[k]))
          .toFixed(2)
          .padStart(9)}`,
      );
      const known = await yardstick.finish();
      const difference = Math.max(...found.map(({ statistic }, k) => apart(statistic, known[2 * k])));
      target('largest relative difference to C, × 10⁹', difference * 1e9, 4, difference < 1e-9, 'must be < 1');
    }
    const peer = askPeer(folder, 'statsmodels_coint.py', columns.slice(0, 2 * PEER_TESTS), BARS);
    if (isTimes(peer)) {
      console.log(row('statsmodels coint(autolag="aic")', peer.test_ms));
      const times = peer.test_ms / perTest;
      target('statsmodels ÷ TypeScript', times, 0, times >= TIMES_STATSMODELS, `target ≥ ${TIMES_STATSMODELS}`);
      const difference = Math.max(...peer.statistics.map((statistic, k) => apart(found[k].statistic, statistic)));
      target('largest relative difference to it, × 10⁸', difference * 1e8, 4, difference < 1e-8, 'must be < 1');
    } else console.log('statsmodels: not installed');

    const code = await builtWorker(folder);
    const [third, whole] = [SYMBOLS / 3, SYMBOLS].map((symbols) => allPairs(symbols, code));
    console.log(
      `every figure of all ${whole.pairs} pairs of ${SYMBOLS} symbols, both orders, ${whole.workers} threads`,
    );
    console.log(row('in all', whole.ms));
    console.log(row('per pair', whole.ms / whole.pairs));
    const growth = whole.ms / whole.pairs / (third.ms / third.pairs);
    target(
      'per pair ÷ per pair of a third of the symbols',
      growth,
      2,
      growth <= LINEAR_SLACK,
      `target ≤ ${LINEAR_SLACK}`,
    );
    target('most memory, MB', whole.peakMb, 0, whole.peakMb <= PEAK_MB, `target ≤ ${PEAK_MB}`);
    console.log(`${'most memory of a third of the symbols, MB'.padEnd(46)}${third.peakMb.toFixed(0).padStart(9)}`);
    return isMet;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function allPairs(symbols: number, code: string): AllPairs {
  const script = fileURLToPath(new URL('discover/all-pairs.ts', import.meta.url));
  const args = ['--import', 'tsx', script, String(symbols), String(BARS), code];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as AllPairs;
}

/** The code of the worker threads as the build makes it: Node 20 runs no TypeScript. */
async function builtWorker(folder: string): Promise<string> {
  const outfile = join(folder, 'discovery-worker.mjs');
  const entry = fileURLToPath(new URL('../src/adapters/pool/discovery-worker.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'warning' });
  return outfile;
}

const isTimes = (peer: unknown): peer is { readonly test_ms: number; readonly statistics: readonly number[] } =>
  typeof peer === 'object' && peer !== null && 'test_ms' in peer;

const apart = (value: number, reference: number): number => Math.abs(value / reference - 1);

const row = (name: string, value: number): string => `${name.padEnd(46)}${value.toFixed(3).padStart(9)} ms`;
