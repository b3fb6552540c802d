import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  buildStatarb,
  runStatarb,
  type BuiltStatarb,
  type EndedProcess,
  type RunOptions,
} from '../support/statarb-process.ts';
import { twoAtATime } from './crash-trial.ts';
import { preload } from './scan-scenarios.ts';

const NOW = ['--now', '2024-03-22T00:01:00Z', '--log-level', 'warn'];
const GARBAGE = Buffer.alloc(50_000, 'no database at all ');

let root: string;
let built: BuiltStatarb;
/** A folder whose state has decided one bar more than its backup `copy.db`. */
let base: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'statarb-restore-crash-'));
  built = buildStatarb();
  base = join(root, 'base');
  mkdirSync(join(base, 'data'), { recursive: true });
  writeFileSync(join(base, 'config.yaml'), 'exchange: simulated\nhistory_bars: 300\n');
  const released = readFileSync(new URL('../fixtures/state-0.1.0.db.gz', import.meta.url));
  writeFileSync(join(base, 'data/statarb.db'), gunzipSync(released));
  expect(await run(base, ['state', 'backup', join(base, 'copy.db')])).toMatchObject({ code: 0 });
  expect(await run(base, ['scan', ...NOW])).toMatchObject({ code: 4 });
  rmSync(join(base, 'data/cache'), { recursive: true });
}, 60_000);

afterAll(() => {
  built.remove();
  rmSync(root, { recursive: true, force: true });
});

const run = (folder: string, args: readonly string[], options: RunOptions = {}) =>
  runStatarb(built, [...args, '-c', join(folder, 'config.yaml')], options);

/** Decisions in a database, or what it is instead. */
function decisionsIn(file: string): number | 'missing' | 'garbage' {
  if (!existsSync(file)) return 'missing';
  if (readFileSync(file).equals(GARBAGE)) return 'garbage';
  // A copy: looking must not mend what a crash left.
  const copy = mkdtempSync(join(root, 'autopsy-'));
  try {
    for (const suffix of ['', '-wal', '-journal']) {
      if (existsSync(`${file}${suffix}`)) copyFileSync(`${file}${suffix}`, join(copy, `x.db${suffix}`));
    }
    const db = new Database(join(copy, 'x.db'));
    try {
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(db.pragma('foreign_key_check')).toEqual([]);
      return Number(db.prepare('SELECT count(*) FROM decisions').pluck().get());
    } finally {
      db.close();
    }
  } finally {
    rmSync(copy, { recursive: true });
  }
}

const stateOf = (folder: string): string => join(folder, 'data/statarb.db');

const asides = (folder: string): readonly string[] =>
  readdirSync(join(folder, 'data'))
    .filter((name) => /^statarb\.replaced-.*\.db$/.test(name))
    .map((name) => join(folder, 'data', name));

const repeatedFaults = (folder: string, { code, stderr }: EndedProcess): readonly string[] => [
  ...(code === 0 ? [] : [`the next restore: ${stderr}`]),
  ...(decisionsIn(stateOf(folder)) === 93 ? [] : ['the next restore did not restore']),
  ...readdirSync(join(folder, 'data')).filter((name) => name.startsWith('.')),
];

interface Situation {
  readonly title: string;
  readonly change: (folder: string) => void;
  /** What lies in the state's place before the restore. */
  readonly before: ReturnType<typeof decisionsIn>;
}

const SITUATIONS: readonly Situation[] = [
  { title: 'in the place of a sound state', change: () => undefined, before: 94 },
  { title: 'where there is none', change: (folder) => rmSync(stateOf(folder)), before: 'missing' },
  {
    title: 'in the place of a damaged one',
    change: (folder) => writeFileSync(stateOf(folder), GARBAGE),
    before: 'garbage',
  },
];

describe('A restore killed with kill -9', () => {
  it.each(SITUATIONS.map((one) => [one.title, one] as const))(
    '%s leaves the old state or the new one at every point, and works when it is run again',
    async (_title, { change, before }) => {
      const folderFor = (name: string): string => {
        const folder = mkdtempSync(join(root, `${name}-`));
        cpSync(base, folder, { recursive: true });
        change(folder);
        return folder;
      };
      const command = ['state', 'restore', join(base, 'copy.db'), ...NOW];
      const trace = join(root, `${before}.points`);
      const unharmed = folderFor('unharmed');
      const env = { CRASH_TRACE: trace };
      const done = await run(unharmed, command, { preload: preload('kill-at-write.mjs'), env });
      expect(done, done.stderr).toMatchObject({ code: 0 });
      expect(decisionsIn(stateOf(unharmed))).toBe(93);
      const points = readFileSync(trace, 'utf8').trimEnd().split('\n');

      const faults = await twoAtATime(points.length, async (index) => {
        const folder = folderFor('killed');
        const options = { preload: preload('kill-at-write.mjs'), env: { CRASH_AT: String(index + 1) } };
        const killed = await run(folder, command, options);
        const left = decisionsIn(stateOf(folder));
        const kept = [left, ...asides(folder).map(decisionsIn)];
        // What it is that a restore finds is the same for several points in a row.
        const isRepeated = index % 4 === 0 || index === points.length - 1;
        const again = isRepeated ? await run(folder, command) : null;
        const found = [
          ...(killed.signal === 'SIGKILL' ? [] : [`it was not killed: ${killed.stderr}`]),
          ...(left === before || left === 93 ? [] : [`the state is ${left}`]),
          ...(before === 'missing' || kept.includes(before) ? [] : ['what was there is lost']),
          ...(again === null ? [] : repeatedFaults(folder, again)),
        ];
        rmSync(folder, { recursive: true });
        return found.map((fault) => `${index + 1}, ${points[index]}: ${fault}`);
      });
      expect(faults.flat()).toEqual([]);
      expect(decisionsIn(join(base, 'copy.db'))).toBe(93);
    },
    240_000,
  );
});

describe('A backup killed with kill -9', () => {
  it('leaves no file that looks like a backup and is none', async () => {
    const folder = join(root, 'backups');
    cpSync(base, folder, { recursive: true });
    const command = ['state', 'backup', ...NOW];
    const trace = join(root, 'backup.points');
    const traced = { preload: preload('kill-at-write.mjs'), env: { CRASH_TRACE: trace } };
    expect(await run(folder, command, traced)).toMatchObject({ code: 0 });
    const points = readFileSync(trace, 'utf8').trimEnd().split('\n');
    for (let index = 0; index < points.length; index++) {
      rmSync(join(folder, 'data/backups'), { recursive: true, force: true });
      const options = { preload: preload('kill-at-write.mjs'), env: { CRASH_AT: String(index + 1) } };
      expect(await run(folder, command, options)).toMatchObject({ signal: 'SIGKILL' });
      const backups = join(folder, 'data/backups');
      const names = existsSync(backups) ? readdirSync(backups).filter((name) => !name.startsWith('.')) : [];
      for (const name of names) expect(decisionsIn(join(backups, name)), points[index]).toBe(94);
      expect(decisionsIn(stateOf(folder))).toBe(94);
    }
    expect(await run(folder, command)).toMatchObject({ code: 0 });
    expect(readdirSync(join(folder, 'data/backups'))).toEqual(['statarb-2024-03-22T000100Z.db']);
  }, 120_000);
});
