import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sweepPool } from '../../../src/adapters/pool/sweep-pool.ts';
import { settingsGrid } from '../../../src/core/backtest/settings-grid.ts';
import { sweeper, sweepTasks } from '../../../src/core/backtest/sweep.ts';
import { builtSweepWorker } from '../../support/built-sweep-worker.ts';
import { FIRST_BAR, HOUR, simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';

const candles = simulatedFrame({ bars: 900, outage: [200] });
const rates = Array.from({ length: 100 }, (_, k) => ({ ts: FIRST_BAR + k * 8 * HOUR, rate: 0.0001, mark: null }));
const history = { candles, funding: { x: rates, y: [] }, rules: { x: null, y: null }, from: 0, to: 900 };
const settings = settingsGrid(strategySettings(), {
  windows: { olsBeta: [40, 80], zscore: [30] },
  thresholds: { zIn: [1, 1.5] },
});

const folder = mkdtempSync(join(tmpdir(), 'statarb-pool-'));
const code = await builtSweepWorker(folder);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('worker threads', () => {
  it('give what one thread gives, to the last bit', async () => {
    const pool = sweepPool(history, 2, code);
    try {
      expect(pool.workers).toBe(2);
      const tasks = sweepTasks(settings, 1).map((indices) => ({
        settings: indices.map((index) => settings[index]),
        wantsDaily: indices.map(() => true),
      }));
      const alone = sweeper(history);
      const together = await Promise.all(tasks.map((task) => pool.run(task)));
      expect(together).toEqual(tasks.map((task) => alone(task)));
      expect(together.flat().some(({ figures }) => figures.funding !== 0)).toBe(true);
    } finally {
      await pool.close();
    }
  });

  it('hand a fault of theirs back instead of hanging', async () => {
    const pool = sweepPool(history, 1, code);
    try {
      const mixed = { settings: [settings[0], settings[2]], wantsDaily: [false, false] };
      await expect(pool.run(mixed)).rejects.toThrow('differ in windows or model');
    } finally {
      await pool.close();
    }
  });
});
