import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildStatarb, runStatarb, type BuiltStatarb, type RunOptions } from '../support/statarb-process.ts';
import { differences, twoAtATime } from './crash-trial.ts';
import { durableState, tornFiles, type DurableState } from './durable-state.ts';
import { emptyScanFolder, preload } from './scan-scenarios.ts';
import { simulatedHistory } from './simulated-trades.ts';

/** Two months and a bit. */
const [FROM, TO] = ['2024-01-10T00:00Z', '2024-03-05T00:00Z'];
const FETCH = ['fetch', '--since', FROM, '--until', TO, '--log-level', 'warn'];
const IMPORT = ['import', 'candles.csv', '--symbol', 'BTC/USDT', '--log-level', 'warn'];

let root: string;
let built: BuiltStatarb;
let csv: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'statarb-cache-crash-'));
  built = buildStatarb();
  const candles = await simulatedHistory('BTC/USDT', Date.parse(FROM), Date.parse(TO));
  const rows = candles.map(({ ts, open, high, low, close, volume }) => [ts, open, high, low, close, volume].join(','));
  csv = ['ts,open,high,low,close,volume', ...rows, ''].join('\n');
}, 60_000);

afterAll(() => {
  built.remove();
  rmSync(root, { recursive: true, force: true });
});

function folderFor(name: string): string {
  const folder = emptyScanFolder(join(root, name));
  writeFileSync(join(folder, 'candles.csv'), csv);
  return folder;
}

const runIn = (folder: string, args: readonly string[], options: RunOptions = {}) =>
  runStatarb(
    built,
    [...args.map((arg) => (arg === 'candles.csv' ? join(folder, arg) : arg)), '-c', join(folder, 'config.yaml')],
    options,
  );

/** Runs the command unharmed and gives what it leaves and where it can be killed. */
async function unharmed(name: string, args: readonly string[]): Promise<{ state: DurableState; points: string[] }> {
  const folder = folderFor(`${name}-unharmed`);
  const trace = join(root, `${name}.points`);
  const run = await runIn(folder, args, { preload: preload('kill-at-write.mjs'), env: { CRASH_TRACE: trace } });
  expect({ code: run.code, told: run.stderr }).toEqual({ code: 0, told: '' });
  return { state: durableState(folder), points: readFileSync(trace, 'utf8').trimEnd().split('\n') };
}

async function killedAndRepeated(
  folder: string,
  args: readonly string[],
  point: number,
  expected: DurableState,
): Promise<string[]> {
  const killed = await runIn(folder, args, { preload: preload('kill-at-write.mjs'), env: { CRASH_AT: String(point) } });
  const torn = tornFiles(folder, expected.files, expected.files);
  const again = await runIn(folder, args);
  const faults = [
    ...(killed.signal === 'SIGKILL' ? [] : [`it was not killed: ${killed.stderr}`]),
    ...torn.map((path) => `torn: ${path}`),
    ...(again.code === 0 ? [] : [`the next run: ${again.stderr}`]),
    ...differences(durableState(folder), expected),
  ];
  rmSync(folder, { recursive: true, force: true });
  return faults;
}

describe('A cache whose writer is killed with kill -9', () => {
  it.each([
    ['fetch', FETCH, 4],
    ['import', IMPORT, 3],
  ] as const)(
    'is whole at every write point of `%s`, and what it should be when that is run again',
    async (name, args, leastFiles) => {
      const { state, points } = await unharmed(name, args);
      expect(Object.keys(state.files).filter((path) => path.endsWith('.parquet')).length).toBeGreaterThanOrEqual(
        leastFiles,
      );
      expect(points.length).toBeGreaterThanOrEqual(leastFiles * 7);
      const faults = await twoAtATime(points.length, (index) =>
        killedAndRepeated(folderFor(`${name}-${index}`), args, index + 1, state),
      );
      expect(
        faults.flatMap((found, index) => found.map((fault) => `${index + 1}, ${points[index]}: ${fault}`)),
      ).toEqual([]);
    },
    180_000,
  );

  it('keeps the months that an interrupted fetch had stored, and the next one asks only for the rest', async () => {
    const { points } = await unharmed('kept', FETCH);
    const folder = folderFor('resumed');
    // Dies when the first leg's second month is about to appear.
    const second = points.findIndex((label) => label.includes('rename') && label.includes('2024-02.parquet'));
    const env = { CRASH_AT: String(second + 1) };
    await runIn(folder, FETCH, { preload: preload('kill-at-write.mjs'), env });
    const kept = Object.keys(durableState(folder).files).filter((path) => path.endsWith('2024-01.parquet'));
    expect(kept).toHaveLength(1);
    const again = await runIn(folder, [...FETCH, '--json']);
    const { symbols } = JSON.parse(again.stdout) as { symbols: { symbol: string; added: number; missing: number }[] };
    const hours = (Date.parse(TO) - Date.parse(FROM)) / 3_600_000;
    const of = (symbol: string) => symbols.find((one) => one.symbol === symbol);
    const [resumed, other] = kept[0].includes('ETH') ? ['ETH/USDT', 'BTC/USDT'] : ['BTC/USDT', 'ETH/USDT'];
    expect((of(other)?.added ?? 0) + (of(other)?.missing ?? 0)).toBe(hours);
    // 22 days of January were there.
    expect(of(resumed)?.added).toBeLessThanOrEqual(hours - 22 * 24 + 10);
  });
});
