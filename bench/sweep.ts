import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settingsGrid } from '../src/core/backtest/settings-grid.ts';
import { sweeper, type SweepOutcome } from '../src/core/backtest/sweep.ts';
import type { AlignedCandles } from '../src/core/domain/aligned-candles.ts';
import type { StrategySettings } from '../src/core/domain/settings.ts';
import { featureFrame } from '../src/core/features/feature-frame.ts';
import { startCWalk } from './sweep/c-walk.ts';
import { BARS, hours, median, SETTINGS } from './sweep/hours.ts';
import { runPeer } from './peer.ts';

const ROUNDS = 15;
const TIMES_C = 3;
const TIMES_VECTORBT = 80;
/** Twice the settings may cost this much more than twice, and this much more memory. */
const LINEAR_SLACK = 1.15;
const MEMORY_SLACK_MB = 16;

/**
 * A sweep on one core, per setting over 73,000 hourly bars with net, daily Sharpe ratio and largest drawdown: against a plain C
 * loop and against vectorbt. The features are given, as they are shared. All sides take turns; medians count.
 * @returns whether every target that could be measured is met
 */
export async function benchSweep(): Promise<boolean> {
  const candles = hours();
  const settings = settingsGrid(SETTINGS, {
    thresholds: { zIn: { from: 1.2, to: 2.7, step: 0.1 }, zOut: [0, 0.5], zStop: [3.5, 4] },
    strategy: { direction: ['revert', 'follow'] },
  });
  const folder = mkdtempSync(join(tmpdir(), 'statarb-bench-'));
  try {
    const yardstick = startCWalk(folder, candles, featureFrame(candles, SETTINGS.windows, SETTINGS.strategy), settings);
    const ours: number[] = [];
    const theirs: number[] = [];
    let outcomes: readonly SweepOutcome[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const run = walkAll(candles, settings);
      outcomes = run.outcomes;
      ours.push(run.ms / settings.length);
      if (yardstick !== null) theirs.push((await yardstick.run()) / settings.length);
    }
    const trades = outcomes.reduce((sum, { figures }) => sum + figures.trades, 0) / settings.length;
    const perSetting = median(ours);
    console.log(
      `${BARS} bars, ${settings.length} settings, ${trades.toFixed(0)} trades each; ms per setting on one core`,
    );
    console.log(row('TypeScript', perSetting));

    let isMet = true;
    const target = (name: string, value: number, holds: boolean, asked: string): void => {
      console.log(`${name.padEnd(46)}${value.toFixed(2).padStart(9)}   ${asked}: ${holds ? 'met' : 'MISSED'}`);
      isMet &&= holds;
    };
    if (yardstick === null) console.log('plain C -O3: no compiler');
    else {
      console.log(row('plain C -O3', median(theirs)));
      const times = median(ours.map((ms, round) => ms / theirs[round]));
      target('TypeScript ÷ C', times, times <= TIMES_C, `target ≤ ${TIMES_C}`);
      const difference = largestDifference(await yardstick.finish(), outcomes);
      target('largest relative difference to C, × 10⁹', difference * 1e9, difference < 1e-9, 'must be < 1');
    }

    const peer = runPeer(folder, 'vectorbt_pair.py', candles);
    if ('sweep_ms' in peer) {
      console.log(row('pandas + numba + vectorbt', peer.sweep_ms));
      const times = peer.sweep_ms / perSetting;
      target('vectorbt ÷ TypeScript', times, times >= TIMES_VECTORBT, `target ≥ ${TIMES_VECTORBT}`);
    } else console.log('pandas + numba + vectorbt: not installed');

    const pairs = Array.from({ length: 7 }, () => {
      const half = walkAll(candles, settings.slice(0, settings.length / 2)).ms;
      return (
        walkAll(candles, [...settings.slice(0, settings.length / 2), ...settings.slice(0, settings.length / 2)]).ms /
        half
      );
    });
    const twice = median(pairs);
    target('twice the settings take', twice, twice <= 2 * LINEAR_SLACK, `target ≤ ${2 * LINEAR_SLACK} ×`);
    const grown = memoryGrowthMb(candles, settings);
    target('memory grows over 10 × the settings, MB', grown, grown <= MEMORY_SLACK_MB, `target ≤ ${MEMORY_SLACK_MB}`);
    return isMet;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All settings on features that are there; the sizes of entries are not, and are worked out as they are met. */
function walkAll(
  candles: AlignedCandles,
  settings: readonly StrategySettings[],
): { readonly ms: number; readonly outcomes: readonly SweepOutcome[] } {
  const sweep = sweeper({ candles, funding: { x: [], y: [] }, rules: { x: null, y: null }, from: 0, to: BARS });
  const never = { ...settings[0], thresholds: { zIn: 90, zOut: 0, zStop: 99 } };
  sweep({ settings: [never], wantsDaily: [false] });
  const task = { settings, wantsDaily: settings.map(() => false) };
  const start = performance.now();
  const outcomes = sweep(task);
  return { ms: performance.now() - start, outcomes };
}

/** How much more memory the process holds after ten times as many settings. */
function memoryGrowthMb(candles: AlignedCandles, settings: readonly StrategySettings[]): number {
  const sweep = sweeper({ candles, funding: { x: [], y: [] }, rules: { x: null, y: null }, from: 0, to: BARS });
  const task = { settings, wantsDaily: settings.map(() => false) };
  const results = [sweep(task)];
  const before = process.memoryUsage().rss;
  for (let k = 0; k < 9; k++) results.push(sweep(task));
  const after = process.memoryUsage().rss;
  if (results.length !== 10) throw new Error('results were lost');
  return (after - before) / 1e6;
}

function largestDifference(theirs: Float64Array, outcomes: readonly SweepOutcome[]): number {
  let largest = 0;
  outcomes.forEach(({ figures: { net, sharpe, maxDrawdown } }, k) => {
    [net, sharpe, maxDrawdown].forEach((value, column) => {
      const their = theirs[3 * k + column];
      if (Number.isNaN(value) && Number.isNaN(their)) return;
      const difference = Math.abs(value - their) / Math.max(1, Math.abs(value));
      largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
    });
  });
  return largest;
}

const row = (name: string, value: number): string => `${name.padEnd(46)}${value.toFixed(3).padStart(9)} ms`;
