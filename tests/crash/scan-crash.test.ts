import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomSource } from '../../src/core/stats/random.ts';
import { buildStatarb, ended, startStatarb, type BuiltStatarb } from '../support/statarb-process.ts';
import { crashTrial, twoAtATime } from './crash-trial.ts';
import { preload, scanOnce, scanScenarios, type ScanScenario } from './scan-scenarios.ts';

const RANDOM_TRIALS = Number(process.env['STATARB_CRASH_TRIALS'] ?? 40);

let root: string;
let built: BuiltStatarb;
let scenarios: readonly ScanScenario[];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'statarb-scenarios-'));
  built = buildStatarb();
  scenarios = await scanScenarios(built, root);
}, 120_000);

afterAll(() => {
  built.remove();
  rmSync(root, { recursive: true, force: true });
});

describe('A scan killed with kill -9 and simply run again', () => {
  it.each([
    ['the first scan of all', 0],
    ['a scan after a day of downtime that exits', 1],
    ['a scan that closes a trade and enters the next', 2],
  ])(
    'leaves one ticket, one message and the books of an unkilled run, at every write point of %s',
    async (_which, index) => {
      const scenario = scenarios[index];
      const results = await twoAtATime(scenario.points.length, (point) =>
        crashTrial(built, scenario, (folder, webhook) =>
          scanOnce(built, folder, scenario.now, webhook, {
            preload: preload('kill-at-write.mjs'),
            env: { CRASH_AT: String(point + 1) },
          }),
        ),
      );
      const faults = results.flatMap((result, point) =>
        result.faults.map((fault) => `${scenario.title}, ${point + 1}, ${scenario.points[point]}: ${fault}`),
      );
      expect(faults).toEqual([]);
      // The points reach into every stage, and the window in which a message comes twice is among them.
      expect(new Set(results.map(({ stage }) => stage))).toEqual(
        new Set(['undecided', 'waiting', 'begun', 'delivered']),
      );
      const twice = scenario.points.filter((_, point) => results[point].messages === 2);
      expect(twice.at(0)).toBe('answered: send a request');
      expect(twice.at(-1)).toBe('before: sql COMMIT');
    },
    600_000,
  );

  it(
    `does so whenever the kill comes, ${RANDOM_TRIALS} times at random`,
    async () => {
      const random = randomSource(20_240_301);
      const moments = Array.from({ length: RANDOM_TRIALS }, () => [random(), random()] as const);
      const results = await twoAtATime(RANDOM_TRIALS, async (trial) => {
        const [which, when] = moments[trial];
        const scenario = scenarios[Math.floor(which * scenarios.length)];
        // The first third is Node starting.
        const delayMs = scenario.durationMs * (0.3 + 0.8 * when);
        const { faults } = await crashTrial(built, scenario, async (folder, webhook) => {
          const args = ['scan', '-c', join(folder, 'config.yaml'), '--now', scenario.now];
          const child = startStatarb(built, args, { env: { NOTIFY_SLACK_WEBHOOK: webhook } });
          const end = ended(child);
          const timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
          try {
            return await end;
          } finally {
            clearTimeout(timer);
          }
        });
        return faults.map((fault) => `${scenario.title}, killed after ${Math.round(delayMs)} ms: ${fault}`);
      });
      expect(results.flat()).toEqual([]);
    },
    60_000 + RANDOM_TRIALS * 5_000,
  );
});
