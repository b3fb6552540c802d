import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { backtestMetrics } from '../src/core/backtest/metrics/backtest-metrics.ts';
import { simulate } from '../src/core/backtest/simulate.ts';
import { featureFrame } from '../src/core/features/feature-frame.ts';
import { wallMs } from './scan/measured-process.ts';
import { makeWorkspace } from './scan/workspace.ts';
import { world } from './scan/world.ts';
import { BARS, hours, median, SETTINGS } from './sweep/hours.ts';
import { runPeer } from './peer.ts';

const ROUNDS = 15;
const PROCESS_ROUNDS = 7;
const TIMES_FASTER = 6;
const TIMES_EMPTY = 20;

/** Beside the installed packages, which the bundle finds from there; `dist` is left as it is. */
const BUNDLE = fileURLToPath(new URL('../node_modules/.cache/statarb-bench/', import.meta.url));

/**
 * One backtest over 73,000 hourly bars: from the aligned frame to its metrics, warm, against pandas, numba and vectorbt; and the
 * whole process of the command, from the Parquet cache to the written report, against an empty Node process.
 * @returns whether every target that could be measured is met
 */
export async function benchBacktest(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'statarb-bench-'));
  try {
    const isFrameMet = benchFrame(folder);
    return (await benchProcess(folder)) && isFrameMet;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function benchFrame(folder: string): boolean {
  const candles = hours();
  const facts = { funding: { x: [], y: [] }, rules: { x: null, y: null } };
  const run = (): number => {
    const start = performance.now();
    const features = featureFrame(candles, SETTINGS.windows, SETTINGS.strategy);
    const simulation = simulate({ candles, features, ...facts, settings: SETTINGS }, 0, BARS);
    backtestMetrics(candles, simulation, SETTINGS.risk.accountUsd);
    return performance.now() - start;
  };
  run();
  const before = Array.from({ length: ROUNDS }, run);
  const vectorbt = runPeer(folder, 'vectorbt_pair.py', candles);
  const backtesting = runPeer(folder, 'backtesting_spread.py', candles);
  // Once before and once after the peers, so that what else the machine does hits all alike.
  const ours = median([...before, ...Array.from({ length: ROUNDS }, run)]);

  console.log(`${BARS} bars, from the aligned frame to the metrics, warm`);
  console.log(row('TypeScript', ours));
  let isMet = true;
  if ('backtest_ms' in vectorbt) {
    const times = vectorbt.backtest_ms / ours;
    isMet = times >= TIMES_FASTER;
    console.log(
      `${row('pandas + numba + vectorbt', vectorbt.backtest_ms)}   ${times.toFixed(1)} ×, ${asked(`≥ ${TIMES_FASTER} ×`, isMet)}`,
    );
  } else console.log('pandas + numba + vectorbt: not installed');
  if ('features_ms' in vectorbt) {
    const part = vectorbt.features_ms + vectorbt.signals_ms;
    console.log(`${row('  of that features and orders alone', part)}   ${(part / ours).toFixed(1)} × all of ours`);
  }
  if ('backtest_ms' in backtesting) {
    const times = backtesting.backtest_ms / ours;
    console.log(`${row('backtesting.py, one leg only', backtesting.backtest_ms)}   ${times.toFixed(1)} ×`);
  } else console.log('backtesting.py: not installed');
  return isMet;
}

async function benchProcess(folder: string): Promise<boolean> {
  execFileSync(process.execPath, [
    fileURLToPath(new URL('../scripts/build.mjs', import.meta.url)),
    fileURLToPath(new URL('../src/main.ts', import.meta.url)),
    BUNDLE,
  ]);
  // Offline: nothing is asked of this address.
  const config = await makeWorkspace(join(folder, 'workspace'), 'http://127.0.0.1:9', world(), BARS);
  const backtest = [join(BUNDLE, 'main.js'), 'backtest', '--offline', '--config', config, '--log-level', 'error'];
  wallMs(backtest);
  const rounds = Array.from({ length: PROCESS_ROUNDS }, () => ({ empty: wallMs(['-e', '0']), all: wallMs(backtest) }));
  const times = median(rounds.map(({ empty, all }) => all / empty));
  const isMet = times <= TIMES_EMPTY;
  console.log('\nthe whole process of `statarb backtest`, cached Parquet to written report');
  console.log(row('empty `node -e 0`', median(rounds.map(({ empty }) => empty))));
  const all = row('statarb backtest', median(rounds.map((round) => round.all)));
  console.log(`${all}   ${times.toFixed(1)} × empty, ${asked(`≤ ${TIMES_EMPTY} ×`, isMet)}`);
  return isMet;
}

const row = (name: string, value: number): string => `${name.padEnd(46)}${value.toFixed(1).padStart(9)} ms`;
const asked = (bound: string, isMet: boolean): string => `target ${bound}: ${isMet ? 'met' : 'MISSED'}`;
