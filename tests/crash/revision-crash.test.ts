import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parquetCache } from '../../src/adapters/cache/parquet-cache.ts';
import { candleAt } from '../../src/core/domain/candle-merge.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { buildStatarb, type BuiltStatarb } from '../support/statarb-process.ts';
import { differences, twoAtATime } from './crash-trial.ts';
import { durableState } from './durable-state.ts';
import { preload, scanOnce, scanScenarios } from './scan-scenarios.ts';
import { HOUR_MS } from './simulated-trades.ts';

let root: string;
let built: BuiltStatarb;
let base: string;
let now: string;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'statarb-revision-'));
  built = buildStatarb();
  const [first] = await scanScenarios(built, root);
  base = join(root, 'base-1');
  now = new Date(Date.parse(first.now) + HOUR_MS).toISOString();
}, 120_000);

afterAll(() => {
  built.remove();
  rmSync(root, { recursive: true, force: true });
});

/** Makes the last cached bar of one leg another one than the venue's, as if the venue had changed it since. */
async function alterLastBar(folder: string): Promise<void> {
  const cache = parquetCache(join(folder, 'data/cache'), memoryLogger());
  const series = { venue: 'simulated', symbol: 'BTC/USDT', timeframe: '1h' };
  const last = (await cache.lastTs(series)) ?? NaN;
  const { candles } = await cache.read(series, last, last + 1);
  const bar = candleAt(candles, 0);
  await cache.merge(series, [{ ...bar, volume: bar.volume + 1 }]);
}

describe('A bar that the venue has revised', () => {
  it('is recorded exactly once, wherever the scan that finds it is killed', async () => {
    await alterLastBar(base);
    const trace = join(root, 'points');
    const unharmed = join(root, 'unharmed');
    cpSync(base, unharmed, { recursive: true });
    await scanOnce(built, unharmed, now, '', { preload: preload('kill-at-write.mjs'), env: { CRASH_TRACE: trace } });
    const expected = durableState(unharmed);
    expect(expected.tables['revisions']).toHaveLength(1);

    const points = readFileSync(trace, 'utf8').trimEnd().split('\n');
    const decided = points.findIndex((label) => label.includes('INSERT INTO runs'));
    const found = await twoAtATime(decided, async (index) => {
      const folder = join(root, `killed-${index}`);
      cpSync(base, folder, { recursive: true });
      const env = { CRASH_AT: String(index + 1) };
      const killed = await scanOnce(built, folder, now, '', { preload: preload('kill-at-write.mjs'), env });
      const again = await scanOnce(built, folder, now, '');
      const faults = differences(durableState(folder), expected);
      rmSync(folder, { recursive: true, force: true });
      if (killed.signal !== 'SIGKILL' || again.code !== 0)
        faults.push(`it ended with ${String(again.code)}: ${again.stderr}`);
      return faults.map((fault) => `${index + 1}, ${points[index]}: ${fault}`);
    });
    expect(found.flat()).toEqual([]);
  }, 120_000);
});
