import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChannelFault } from '../support/channel-server.ts';
import { startSlackServer, type SlackServer } from '../support/slack-server.ts';
import { buildStatarb, ended, startStatarb, type BuiltStatarb } from '../support/statarb-process.ts';
import { differences } from './crash-trial.ts';
import { durableState } from './durable-state.ts';
import { scanOnce, scanScenarios, type ScanScenario } from './scan-scenarios.ts';

let root: string;
let built: BuiltStatarb;
let scenario: ScanScenario;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'statarb-held-lock-'));
  built = buildStatarb();
  [scenario] = await scanScenarios(built, root);
}, 120_000);

afterAll(() => {
  built.remove();
  rmSync(root, { recursive: true, force: true });
});

/** A scan that holds the lock because Slack, which has its request, does not answer. */
async function hangingScan(folder: string, slack: SlackServer, fault: ChannelFault) {
  slack.failNext(fault);
  const child = startStatarb(built, ['scan', '-c', join(folder, 'config.yaml'), '--now', scenario.now], {
    env: { NOTIFY_SLACK_WEBHOOK: slack.webhook },
  });
  const end = ended(child);
  while (slack.requests() === 0 && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(child.exitCode).toBeNull();
  return { child, end };
}

describe('A scan killed while it holds the lock', () => {
  it.each([
    ['had not taken the message', 'hang', ['(resent)']],
    ['had taken the message', 'take-then-hang', ['', '(resent)']],
  ] as const)('leaves it to the next one at once; Slack %s', async (_what, kind, marks) => {
    const folder = join(root, kind);
    cpSync(scenario.base, folder, { recursive: true });
    const slack = await startSlackServer();
    try {
      const { child, end } = await hangingScan(folder, slack, { kind });
      const other = await scanOnce(built, folder, scenario.now, slack.webhook);
      expect(other.code).toBe(5);
      expect(other.stderr).toContain(`process ${child.pid ?? 0}`);
      expect(slack.requests()).toBe(1);

      child.kill('SIGKILL');
      await end;
      const next = await scanOnce(built, folder, scenario.now, slack.webhook);
      expect({ code: next.code, told: next.stderr }).toEqual({ code: 0, told: '' });
      expect(slack.messages.map(({ text }) => (text.includes('(resent)') ? '(resent)' : ''))).toEqual(marks);
      expect(differences(durableState(folder), scenario.after)).toEqual([]);
    } finally {
      await slack.close();
    }
  });
});
