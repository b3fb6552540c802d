import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { counterfactualCode, counterfactualThread } from '../../../src/adapters/pool/counterfactual-thread.ts';
import { counterfactuals } from '../../../src/core/backtest/counterfactuals.ts';
import type { WalkForwardSettings } from '../../../src/core/backtest/walk-forward-settings.ts';
import { FIRST_BAR, HOUR, simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext } from '../../support/walk-history.ts';

const folder = mkdtempSync(join(tmpdir(), 'statarb-thread-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The thread's code as the build makes it: Node 20 runs no TypeScript. */
async function builtCode(): Promise<URL> {
  const outfile = join(folder, 'counterfactual-worker.mjs');
  const entry = fileURLToPath(new URL('../../../src/adapters/pool/counterfactual-worker.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'warning' });
  return pathToFileURL(outfile);
}

function brokenCode(name: string, source: string): URL {
  const file = join(folder, name);
  writeFileSync(file, source);
  return pathToFileURL(file);
}

const code = await builtCode();
const rates = Array.from({ length: 100 }, (_, k) => ({ ts: FIRST_BAR + k * 8 * HOUR, rate: 0.0001, mark: null }));
const context = decisionContext(
  simulatedFrame({ bars: 900, outage: [200, 201] }),
  strategySettings({ windows: { olsBeta: 60, zscore: 40 } }),
  { funding: { x: rates, y: [] }, rules: { x: null, y: null } },
);
const walkForward: WalkForwardSettings = {
  scheme: 'rolling',
  inSampleShare: 0.7,
  inSampleBars: 400,
  outOfSampleBars: 200,
  grid: { thresholds: { zIn: [1.5, 2] }, strategy: { direction: ['revert', 'follow'] } },
};
const task = { ...context, from: 0, to: 900, seed: 3, walkForward };

describe('a thread beside the backtest', () => {
  it('works out the counterfactuals that the backtest itself would, to the last bit', async () => {
    const thread = counterfactualThread(code);
    try {
      const beside = await thread.run(task);
      expect(beside).toEqual(counterfactuals(task));
      expect(beside.nulls.walks.tradesPerWeek).toBeGreaterThan(0);
      expect(beside.nulls.walks.walkForwardNet).not.toBeNull();
    } finally {
      await thread.close();
    }
  });

  it.each([
    [
      'throws',
      brokenCode(
        'throws.mjs',
        "import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => { throw new Error('no use'); });",
      ),
    ],
    [
      'ends without an answer',
      brokenCode(
        'ends.mjs',
        "import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => process.exit(0));",
      ),
    ],
    ['cannot even start', brokenCode('starts.mjs', 'not a program')],
  ])('that %s is told of instead of waited for', async (_, broken) => {
    const thread = counterfactualThread(broken);
    await expect(thread.run(task)).rejects.toThrow();
    await thread.close();
  });

  it('that is closed first is not waited for', async () => {
    const thread = counterfactualThread(
      brokenCode('idle.mjs', "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => null);"),
    );
    const answer = expect(thread.run(task)).rejects.toThrow('the thread has ended');
    await thread.close();
    await answer;
  });

  it('is none where there is no built code', () => {
    expect(counterfactualCode()).toBeNull();
  });
});
