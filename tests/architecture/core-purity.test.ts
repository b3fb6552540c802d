import { resolve } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { beforeAll, describe, expect, it } from 'vitest';

const projectRoot = resolve(import.meta.dirname, '../..');

const IMPURE: readonly (readonly [what: string, source: string])[] = [
  ['Date.now()', 'export const now = Date.now();'],
  ["Date['now']()", "export const now = Date['now']();"],
  ['a Date.now taken apart', 'const { now } = Date;\nexport const at = now();'],
  ['new Date() without a time', 'export const now = new Date();'],
  ['new Date without brackets', 'export const now = new Date;'],
  ['Date() as a function', 'export const now = Date();'],
  ['Date under another name', 'const D = Date;\nexport const now = new D();'],
  ['Math.random()', 'export const luck = Math.random();'],
  ['process', 'export const home = process.env.HOME;'],
  ['fetch', "export const answer = fetch('http://127.0.0.1/');"],
  ['a timer', 'setTimeout(() => 0, 1000);'],
  ['an interval', 'setInterval(() => 0, 1000);'],
  ['an immediate', 'setImmediate(() => 0);'],
  ['the console', "console.log('here');"],
  ['Buffer', "export const bytes = Buffer.from('a');"],
  ['performance', 'export const at = performance.now();'],
  ['crypto', 'export const id = crypto.randomUUID();'],
  ['a global by way of globalThis', 'export const now = globalThis.Date.now();'],
  ['a file of its own folder', 'export const here = import.meta.url;'],
  ['a module at run time', "export const later = import('./candle.ts');"],
  ['eval', "export const any = eval('1');"],
];

const PURE: readonly (readonly [what: string, source: string])[] = [
  ['a Date of a given time', 'export const iso = (ts: number): string => new Date(ts).toISOString();'],
  ['Date.UTC and Date.parse', "export const ts = Date.UTC(2024, 0, 1) + Date.parse('2024-01-01');"],
  ['Math', 'export const root = Math.sqrt(2);'],
  ['a property that is called process', 'export const name = ({ process: 1 }).process;'],
];

describe('the core', () => {
  let eslint: ESLint;

  beforeAll(() => {
    // Snippets are no files of the TypeScript project, so the rules that need types are off.
    eslint = new ESLint({
      cwd: projectRoot,
      overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
    });
  });

  async function purityFaults(source: string, filePath: string): Promise<string[]> {
    const [result] = await eslint.lintText(source, { filePath: resolve(projectRoot, filePath) });
    const fatal = result.messages.filter(({ fatal: isFatal }) => isFatal);
    expect(fatal).toEqual([]);
    return result.messages.flatMap(({ ruleId }) => (ruleId?.startsWith('no-restricted-') ? [ruleId] : []));
  }

  it.each(IMPURE)('may not use %s', async (_what, source) => {
    expect(await purityFaults(source, 'src/core/domain/planted.ts')).not.toEqual([]);
  });

  it.each(PURE)('may use %s', async (_what, source) => {
    expect(await purityFaults(source, 'src/core/domain/planted.ts')).toEqual([]);
  });

  it('is guarded in every one of its folders', async () => {
    for (const folder of [
      'stats',
      'features',
      'strategy',
      'book',
      'simulation',
      'tickets',
      'data-quality',
      'deployment',
    ]) {
      const faults = await purityFaults('export const now = Date.now();', `src/core/${folder}/planted.ts`);
      expect(faults).toEqual(['no-restricted-properties']);
    }
  });

  it('alone is guarded: an adapter may read the clock', async () => {
    expect(await purityFaults('export const now = Date.now();', 'src/adapters/clock/planted.ts')).toEqual([]);
  });
});
