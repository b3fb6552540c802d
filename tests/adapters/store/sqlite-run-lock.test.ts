import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { acquireRunLock } from '../../../src/adapters/store/sqlite-run-lock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const SINCE = Date.UTC(2024, 2, 1, 8);

interface Contender {
  readonly child: ChildProcessWithoutNullStreams;
  next(): Promise<{ readonly is: string; readonly code?: string; readonly message?: string }>;
}

function contender(stateFile: string): Contender {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(import.meta.dirname, 'lock-contender.ts'), stateFile],
    { stdio: 'pipe' },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    next: async () => {
      const line = await lines.next();
      if (line.done === true) throw new Error('the process ended without a word');
      return JSON.parse(line.value) as { is: string };
    },
  };
}

const refusal = (words: RegExp | string): unknown =>
  expect.objectContaining({
    code: 'lock',
    message: expect.stringMatching(words) as string,
  });

describe('the run lock', () => {
  it('lets one of 30 runs that start at once through and tells the others', async () => {
    const state = join(tempFolder(), 'data', 'statarb.db');
    const contenders = Array.from({ length: 30 }, () => contender(state));
    for (const one of contenders) await one.next();
    for (const { child } of contenders) child.stdin.write('go\n');
    const answers = await Promise.all(contenders.map((one) => one.next()));
    expect(answers.filter((answer) => answer.is === 'holder')).toHaveLength(1);
    const refused = answers.filter((answer) => answer.is === 'refused');
    expect(refused).toHaveLength(29);
    expect(new Set(refused.map((answer) => answer.code))).toEqual(new Set(['lock']));
  });

  it('tells who holds it and since when', async () => {
    const state = join(tempFolder(), 'statarb.db');
    const holder = contender(state);
    await holder.next();
    holder.child.stdin.write('go\n');
    expect(await holder.next()).toEqual({ is: 'holder' });
    await expect(acquireRunLock(state, { since: SINCE })).rejects.toEqual(
      refusal(`process ${holder.child.pid ?? 0} on ${hostname()}, since 2024-03-01T08:00:00Z`),
    );
  });

  it('is free the moment its holder is killed', async () => {
    const state = join(tempFolder(), 'statarb.db');
    for (let round = 0; round < 3; round++) {
      const holder = contender(state);
      await holder.next();
      holder.child.stdin.write('go\n');
      expect(await holder.next()).toEqual({ is: 'holder' });
      const ended = once(holder.child, 'exit');
      holder.child.kill('SIGKILL');
      await ended;
    }
    const lock = await acquireRunLock(state, { since: SINCE });
    lock.release();
  });

  it('is free again after its release, which may be asked for twice', async () => {
    const state = join(tempFolder(), 'statarb.db');
    const first = await acquireRunLock(state, { since: SINCE });
    first.release();
    first.release();
    const second = await acquireRunLock(state, { since: SINCE });
    first.release();
    await expect(acquireRunLock(state, { since: SINCE })).rejects.toEqual(refusal('another run'));
    second.release();
    expect(existsSync(`${realpathSync(join(state, '..'))}/statarb.db.lock.json`)).toBe(false);
  });

  it('is one lock whichever way the state is reached', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    const state = join(folder, 'real', 'statarb.db');
    const ways = [
      join(folder, 'link', 'statarb.db'),
      relative(process.cwd(), state),
      `${folder}/real/../link/./statarb.db`,
    ];
    const lock = await acquireRunLock(state, { since: SINCE });
    for (const way of ways) await expect(acquireRunLock(way, { since: SINCE })).rejects.toEqual(refusal('another run'));
    writeFileSync(state, '');
    symlinkSync(state, join(folder, 'other-name.db'));
    await expect(acquireRunLock(join(folder, 'other-name.db'), { since: SINCE })).rejects.toEqual(
      refusal('another run'),
    );
    lock.release();
  });

  it('keeps two states apart', async () => {
    const folder = tempFolder();
    const one = await acquireRunLock(join(folder, 'one.db'), { since: SINCE });
    const two = await acquireRunLock(join(folder, 'two.db'), { since: SINCE });
    one.release();
    two.release();
  });

  it.each([
    ['nothing', null],
    ['rubbish', 'not json'],
    ['a process that has ended', JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), since: '2020-01-01T00:00:00Z' })],
  ])('is told without a name when its note says %s', async (_what, note) => {
    const state = join(tempFolder(), 'statarb.db');
    const lock = await acquireRunLock(state, { since: SINCE });
    if (note === null) {
      rmSync(`${state}.lock.json`);
    } else writeFileSync(`${state}.lock.json`, note);
    await expect(acquireRunLock(state, { since: SINCE })).rejects.toEqual(refusal('has not said which'));
    lock.release();
  });

  it('says so when the lock file is of another kind', async () => {
    const state = join(tempFolder(), 'statarb.db');
    writeFileSync(`${state}.lock`, 'a text that somebody wrote here '.repeat(20));
    await expect(acquireRunLock(state, { since: SINCE })).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('statarb.db.lock') as string,
    });
  });
});
