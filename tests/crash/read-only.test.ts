import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSlackServer, ticketMessages, type SlackServer } from '../support/slack-server.ts';
import { buildStatarb, type BuiltStatarb, type EndedProcess } from '../support/statarb-process.ts';
import { differences } from './crash-trial.ts';
import { durableState } from './durable-state.ts';
import { preload, scanOnce, scanScenarios, type ScanScenario } from './scan-scenarios.ts';

let root: string;
let built: BuiltStatarb;
let first: ScanScenario;
let exit: ScanScenario;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'statarb-read-only-'));
  built = buildStatarb();
  [first, exit] = await scanScenarios(built, root);
}, 120_000);

afterAll(() => {
  built.remove();
  rmSync(root, { recursive: true, force: true });
});

/** A place that a scan writes to, and what is documented for when it cannot. */
interface ReadOnlyCase {
  /** Relative to the scan's folder. */
  readonly path: string;
  readonly code: number;
  /** Whether the hour is decided all the same. */
  readonly isDecided: boolean;
  readonly tickets: number;
}

const CASES: readonly ReadOnlyCase[] = [
  { path: 'data/cache', code: 3, isDecided: false, tickets: 0 },
  // The database lies in this folder, the cache below it.
  { path: 'data', code: 3, isDecided: false, tickets: 0 },
  { path: 'signals', code: 4, isDecided: true, tickets: 1 },
];

const ERRORS = { EROFS: 'read-only', EACCES: 'permission denied' };

/** Runs a scan that cannot write somewhere and checks what it says; then one that can, which must complete the first. */
async function expectDocumented(
  folder: string,
  scenario: ScanScenario,
  { path, code, isDecided, tickets }: ReadOnlyCase,
  slack: SlackServer,
  failed: EndedProcess,
): Promise<void> {
  expect({ code: failed.code, told: failed.stderr }).toMatchObject({ code });
  expect(failed.stderr).toContain(join(folder, path));
  expect(failed.stderr).toMatch(/read-only|permission denied/);
  expect(failed.stderr).not.toMatch(/^\s+at /m);
  expect(ticketMessages(slack.messages)).toHaveLength(tickets);
  const { tables } = durableState(folder);
  const decided = tables.tickets as readonly { id: string }[] | undefined;
  expect(decided?.some(({ id }) => id === scenario.ticketId) ?? false).toBe(isDecided);
  const again = await scanOnce(built, folder, scenario.now, slack.webhook);
  expect({ code: again.code, told: again.stderr }).toEqual({ code: 0, told: '' });
  expect(ticketMessages(slack.messages)).toHaveLength(1);
  // Where the trouble could be recorded it is told when it begins and when it ends, and nothing comes twice.
  expect(slack.messages.filter(({ text }) => text.includes('(resent)'))).toEqual([]);
  const notices = slack.messages.filter((one) => !ticketMessages([one]).includes(one)).map(({ text }) => text);
  expect(notices.map((text) => text.split(':', 1)[0])).toEqual(notices.length === 0 ? [] : ['TROUBLE', 'RECOVERED']);
  expect(differences(durableState(folder), scenario.after)).toEqual([]);
}

describe('A scan that may not write to one of its folders', () => {
  const cases = CASES.flatMap((one) => Object.entries(ERRORS).map(([error, words]) => ({ ...one, error, words })));

  it.each(cases)('says so with exit code $code and is completed by the next: $path, $words', async (one) => {
    for (const [name, scenario] of Object.entries({ first, exit })) {
      const folder = join(root, `${one.path.replace('/', '-')}-${one.error}-${name}`);
      cpSync(scenario.base, folder, { recursive: true });
      const slack = await startSlackServer();
      try {
        const failed = await scanOnce(built, folder, scenario.now, slack.webhook, {
          preload: preload('read-only.mjs'),
          env: { READ_ONLY_FOLDER: join(folder, one.path), READ_ONLY_ERROR: one.error },
        });
        await expectDocumented(folder, scenario, one, slack, failed);
      } finally {
        await slack.close();
      }
    }
  });

  it('goes on without its folder of reports', async () => {
    const folder = join(root, 'reports-read-only');
    cpSync(exit.base, folder, { recursive: true });
    const slack = await startSlackServer();
    try {
      const run = await scanOnce(built, folder, exit.now, slack.webhook, {
        preload: preload('read-only.mjs'),
        env: { READ_ONLY_FOLDER: join(folder, 'reports'), READ_ONLY_ERROR: 'EROFS' },
      });
      expect(run.code).toBe(0);
      expect(slack.messages).toHaveLength(1);
    } finally {
      await slack.close();
    }
  });

  const NOBODY = 65_534;
  const isRoot = process.getuid?.() === 0;

  it.each(CASES)('does so for a user who lacks the rights to $path', async (one) => {
    const folder = join(root, `rights-${one.path.replace('/', '-')}`);
    cpSync(exit.base, folder, { recursive: true });
    // Root may write anywhere, so it lets somebody else run the scan.
    const uid = isRoot ? { uid: NOBODY } : {};
    const own = (path: string): void => {
      if (isRoot) chownSync(path, NOBODY, NOBODY);
    };
    const everything = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
    for (const path of [folder, ...everything]) own(path);
    for (const path of [root, join(built.main, '../..')]) chmodSync(path, 0o755);
    const locked = readdirSync(join(folder, one.path), { recursive: true, withFileTypes: true, encoding: 'utf8' })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
    const slack = await startSlackServer();
    try {
      for (const path of [join(folder, one.path), ...locked]) chmodSync(path, 0o555);
      const failed = await scanOnce(built, folder, exit.now, slack.webhook, uid);
      for (const path of [join(folder, one.path), ...locked]) chmodSync(path, 0o755);
      expect(existsSync(join(folder, 'data/statarb.db'))).toBe(true);
      await expectDocumented(folder, exit, one, slack, failed);
    } finally {
      await slack.close();
    }
  });
});
