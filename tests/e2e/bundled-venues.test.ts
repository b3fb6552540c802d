import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildStatarb } from '../support/statarb-process.ts';
import type { BuiltStatarb } from '../support/statarb-process.ts';

/** The parts of a ccxt venue that are looked at here. */
interface Venue {
  readonly id: string;
  readonly timeframes: unknown;
  readonly has: unknown;
  handleErrors(...answer: unknown[]): unknown;
  starknetSign(hash: string, key: string): string;
}

let built: BuiltStatarb;
let bundled: URL;
const packaged = new URL('./src/', import.meta.resolve('ccxt'));

beforeAll(() => {
  built = buildStatarb();
  bundled = pathToFileURL(join(dirname(built.main), 'venues/'));
});
afterAll(() => {
  built.remove();
});

async function venue(folder: URL, id: string): Promise<Venue> {
  const { default: Class } = (await import(new URL(`${id}.js`, folder).href)) as {
    default: new (config: object) => Venue;
  };
  return new Class({});
}

/** Names of an error's classes, the nearest first. */
function classesOf(error: unknown): string[] {
  const names: string[] = [];
  for (let at: unknown = Object.getPrototypeOf(error); at !== null; at = Object.getPrototypeOf(at)) {
    names.push((at as { constructor: { name: string } }).constructor.name);
  }
  return names;
}

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('an error was due');
}

test('every venue of ccxt is in the build', async () => {
  const ids = readdirSync(packaged).filter((name) => name.endsWith('.js'));
  expect(ids.length).toBeGreaterThan(90);
  for (const id of ids.map((name) => name.replace('.js', ''))) expect((await venue(bundled, id)).id).toBe(id);
});

test.each(['binance', 'okx', 'kraken', 'mexc', 'hyperliquid'])('%s is the same in the build as in ccxt', async (id) => {
  const [ours, theirs] = [await venue(bundled, id), await venue(packaged, id)];
  expect(ours.timeframes).toEqual(theirs.timeframes);
  expect(ours.has).toEqual(theirs.has);
});

test('errors keep the class names by which they are told apart', async () => {
  for (const [status, code] of [
    [400, -1121],
    [429, -1003],
    [401, -2015],
  ]) {
    const [ours, theirs] = await Promise.all(
      [bundled, packaged].map(async (folder) => {
        const binance = await venue(folder, 'binance');
        return classesOf(
          thrownBy(() => binance.handleErrors(status, '', '', 'GET', {}, '{}', { code, msg: '' }, {}, {})),
        );
      }),
    );
    expect(ours).toEqual(theirs);
    expect(ours).toContain('BaseError');
  }
});

test('what is set up only when called gives the same', async () => {
  const [ours, theirs] = [await venue(bundled, 'paradex'), await venue(packaged, 'paradex')];
  expect(ours.starknetSign('0x1234', '0x5678')).toBe(theirs.starknetSign('0x1234', '0x5678'));
});
