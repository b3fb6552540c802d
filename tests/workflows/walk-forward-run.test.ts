import { expect, test } from 'vitest';
import { backtestMetrics } from '../../src/core/backtest/metrics/backtest-metrics.ts';
import { settingsGrid } from '../../src/core/backtest/settings-grid.ts';
import { simulate } from '../../src/core/backtest/simulate.ts';
import { walkForward } from '../../src/core/backtest/walk-forward.ts';
import type { WalkForwardSettings } from '../../src/core/backtest/walk-forward-settings.ts';
import type { Trial } from '../../src/ports/trial-ledger.ts';
import { settingKey } from '../../src/workflows/trial-names.ts';
import type { History } from '../../src/workflows/load-history.ts';
import { runWalkForward } from '../../src/workflows/walk-forward-run.ts';
import { simulatedFrame } from '../support/simulated-frame.ts';
import { strategySettings } from '../support/strategy-settings.ts';
import { decisionContext } from '../support/walk-history.ts';

const BASE = strategySettings({ windows: { olsBeta: 60, zscore: 40, realizedVol: 48 } });
const ANCHORED: WalkForwardSettings = {
  scheme: 'anchored',
  inSampleShare: 0.7,
  inSampleBars: 800,
  outOfSampleBars: 300,
  grid: { windows: { zscore: [40, 60] }, strategy: { direction: ['revert', 'follow'] } },
};

function historyOf(bars: number): History {
  const candles = simulatedFrame({ bars, seed: 3 });
  return { candles, funding: { x: [], y: [] }, rules: { x: null, y: null }, from: 50, to: bars };
}

test('a walk-forward writes every setting it chooses from to the trial ledger, as a backtest of it would', () => {
  const history = historyOf(1500);
  const trials: Trial[] = [];
  const ledger = { record: (written: readonly Trial[]) => void trials.push(...written) };
  const result = runWalkForward(ledger, 'test BTC~ETH 1h', BASE, history, ANCHORED);
  expect(result).toEqual(walkForward({ ...history, settings: BASE }, history, ANCHORED));
  expect(trials).toHaveLength(4);
  for (const settings of settingsGrid(BASE, ANCHORED.grid)) {
    const { sharpe } = backtestMetrics(
      history.candles,
      simulate(decisionContext(history.candles, settings), history.from, history.to),
      BASE.risk.accountUsd,
    );
    const trial = trials.find(({ setting }) => setting === settingKey(settings));
    expect(trial?.market).toBe('test BTC~ETH 1h');
    expect(trial?.dailySharpe).toBeCloseTo(sharpe / Math.sqrt(365), 12);
  }
});

test('a stretch too short for one fold is an error that says what to do, and no trial', () => {
  const trials: Trial[] = [];
  const ledger = { record: (written: readonly Trial[]) => void trials.push(...written) };
  const run = (settings: WalkForwardSettings) => () => runWalkForward(ledger, 'm', BASE, historyOf(300), settings);
  expect(run(ANCHORED)).toThrow(/250 bars are too few for a walk-forward: the part after walk_forward.in_sample_share/);
  expect(run({ ...ANCHORED, scheme: 'rolling' })).toThrow(/a fold takes walk_forward.in_sample_bars \(800\)/);
  expect(trials).toEqual([]);
});
