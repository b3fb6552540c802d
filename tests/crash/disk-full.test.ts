import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSlackServer } from '../support/slack-server.ts';
import { buildStatarb, type BuiltStatarb } from '../support/statarb-process.ts';
import { outageTrial, twoAtATime } from './crash-trial.ts';
import { preload, scanOnce, scanScenarios, type ScanScenario } from './scan-scenarios.ts';

let root: string;
let built: BuiltStatarb;
let scenarios: readonly ScanScenario[];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'statarb-disk-full-'));
  built = buildStatarb();
  scenarios = await scanScenarios(built, root);
}, 120_000);

afterAll(() => {
  built.remove();
  rmSync(root, { recursive: true, force: true });
});

/** The scenario's operations that need space on the disk, in order. */
async function operationsNeedingSpace(scenario: ScanScenario): Promise<string[]> {
  const folder = join(root, `needs-${scenario.event}`);
  const trace = `${folder}.trace`;
  cpSync(scenario.base, folder, { recursive: true });
  const slack = await startSlackServer();
  try {
    await scanOnce(built, folder, scenario.now, slack.webhook, {
      preload: preload('disk-full.mjs'),
      env: { DISK_FULL_TRACE: trace },
    });
    return readFileSync(trace, 'utf8').trimEnd().split('\n');
  } finally {
    await slack.close();
  }
}

describe('A scan whose disk fills up', () => {
  it.each([
    ['the first scan of all', 0],
    ['a scan that closes a trade and enters the next', 2],
  ])(
    'says so in a line, tears nothing, and completes once there is space, wherever it happens in %s',
    async (_which, index) => {
      const scenario = scenarios[index];
      const needs = await operationsNeedingSpace(scenario);
      expect(needs.length).toBeGreaterThan(20);
      const results = await twoAtATime(needs.length, (n) =>
        outageTrial(built, scenario, 'disk is full', (folder, webhook) =>
          scanOnce(built, folder, scenario.now, webhook, {
            preload: preload('disk-full.mjs'),
            env: { DISK_FULL_FROM: String(n + 1) },
          }),
        ),
      );
      const faults = results.flatMap((found, n) => found.map((fault) => `${n + 1}, ${needs[n]}: ${fault}`));
      expect(faults).toEqual([]);
    },
    300_000,
  );

  it('does so on a real file system of 2 MB with less and less space', async (context) => {
    const disk = join(root, 'small-disk');
    mkdirSync(disk);
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
    if (mounted.status !== 0) context.skip('file systems can be mounted only by root');
    try {
      const faults: string[] = [];
      for (let freeKb = 160; freeKb >= 0; freeKb -= 8) {
        const found = await outageTrial(
          built,
          scenarios[2],
          'disk is full',
          async (folder, webhook) => {
            const ballast = join(disk, 'ballast');
            const { bavail, bsize } = statfsSync(disk);
            writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - freeKb * 1024)));
            try {
              return await scanOnce(built, folder, scenarios[2].now, webhook);
            } finally {
              rmSync(ballast);
            }
          },
          disk,
        );
        faults.push(...found.map((fault) => `${freeKb} kB free: ${fault}`));
      }
      expect(faults).toEqual([]);
    } finally {
      spawnSync('umount', [disk]);
    }
  }, 120_000);
});
