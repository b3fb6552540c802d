import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildStatarb, runStatarb, type BuiltStatarb, type RunOptions } from '../support/statarb-process.ts';
import { twoAtATime } from './crash-trial.ts';
import { preload } from './scan-scenarios.ts';

let root: string;
let built: BuiltStatarb;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'statarb-init-crash-'));
  built = buildStatarb();
});

afterAll(() => {
  built.remove();
  rmSync(root, { recursive: true, force: true });
});

const init = (folder: string, env?: RunOptions['env']) =>
  runStatarb(built, ['init', folder], env === undefined ? {} : { preload: preload('kill-at-write.mjs'), env });

/** Every file and folder with its mode and its text, the names of temporary ones left out. */
const shapeOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.statarb-init'))
    .map((name) => {
      const stats = statSync(join(folder, name));
      // Texts name their folder, and the options that Node was started with.
      const text = stats.isFile() ? readFileSync(join(folder, name), 'utf8') : '';
      return `${name} ${(stats.mode & 0o777).toString(8)} ${text.replaceAll(folder, '').replaceAll(/--import \S+ /g, '')}`;
    })
    .sort();

describe('An init killed with kill -9', () => {
  it.each([
    ['into a new folder leaves all of it or nothing', false],
    ['into a folder that is there leaves whole files, and settings only when all else is there', true],
  ] as const)(
    '%s, at every point; the next one completes it',
    async (title, isThere) => {
      const parent = join(root, String(isThere));
      mkdirSync(parent);
      const folderFor = (name: string): string => {
        const folder = join(parent, name, 'statarb');
        mkdirSync(isThere ? folder : join(parent, name), { recursive: true });
        return folder;
      };
      const trace = join(parent, 'points');
      const whole = folderFor('whole');
      expect(await init(whole, { CRASH_TRACE: trace }), title).toMatchObject({ code: 0 });
      const expected = shapeOf(whole);
      const points = readFileSync(trace, 'utf8').trimEnd().split('\n');
      expect(points.length).toBeGreaterThan(15);

      const faults = await twoAtATime(points.length, async (index) => {
        const folder = folderFor(`at-${index}`);
        const killed = await init(folder, { CRASH_AT: String(index + 1) });
        const left = existsSync(folder) ? shapeOf(folder) : [];
        const isComplete = left.join('\n') === expected.join('\n');
        const isSettled = left.some((line) => line.startsWith('config.yaml '));
        const again = index % 5 === 0 ? await init(folder) : null;
        return [
          ...(killed.signal === 'SIGKILL' ? [] : [`it was not killed: ${killed.stderr}`]),
          ...left.filter((line) => !expected.includes(line)).map((line) => `torn: ${line}`),
          ...(isSettled && !isComplete ? ['there are settings, and not all else'] : []),
          ...(!isThere && left.length > 0 && !isComplete ? ['the new folder is half there'] : []),
          ...(again === null || again.code === 0 ? [] : [`the next one: ${again.stderr}`]),
          ...(again === null || shapeOf(folder).join('\n') === expected.join('\n')
            ? []
            : ['the next one did not complete it']),
          ...(again === null ? [] : leftovers(join(folder, '..')).map((name) => `left over: ${name}`)),
        ].map((fault) => `${index + 1}, ${points[index]}: ${fault}`);
      });
      expect(faults.flat()).toEqual([]);
    },
    120_000,
  );
});

const leftovers = (parent: string): readonly string[] =>
  readdirSync(parent, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.statarb-init'));
