import { onTestFinished } from 'vitest';
import { setClock } from '../../src/adapters/clock/set-clock.ts';
import { folderJournal } from '../../src/adapters/delivery/folder-journal.ts';
import { folderSink } from '../../src/adapters/delivery/folder.ts';
import { openCycleStore } from '../../src/adapters/store/sqlite-cycle-store.ts';
import type { Candle } from '../../src/core/domain/candle.ts';
import type { FundingRate } from '../../src/core/domain/funding.ts';
import { memoryCache } from '../../src/workflows/memory-cache.ts';
import { runReplay, type ReplayOptions, type ReplayPorts, type ReplayResult } from '../../src/workflows/replay-run.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { strategySettings } from '../support/strategy-settings.ts';
import { tempFolder } from '../support/temp-folder.ts';

export const HOUR = 3_600_000;

export interface ReplayedHistory extends Partial<ReplayOptions> {
  /** Candles of each symbol, x first. */
  readonly candles: Readonly<Record<string, readonly Candle[]>>;
  readonly funding?: Readonly<Record<string, readonly FundingRate[]>>;
  readonly from: number;
  readonly to: number;
}

export interface Replayed {
  readonly result: ReplayResult;
  readonly ports: ReplayPorts;
  /** Database and tickets. */
  readonly folder: string;
}

/** Replays a history in a folder of its own, with SQLite and tickets. `change` may put something else behind a port. */
export async function replayHistory(
  { candles, funding = {}, ...options }: ReplayedHistory,
  change: (ports: ReplayPorts) => ReplayPorts = (ports) => ports,
): Promise<Replayed> {
  const folder = tempFolder();
  const cache = memoryCache();
  for (const [symbol, bars] of Object.entries(candles))
    await cache.merge({ venue: 'test', symbol, timeframe: '1h' }, bars);
  for (const [symbol, rates] of Object.entries(funding)) await cache.mergeFunding('test', symbol, rates);
  const store = await openCycleStore(`${folder}/statarb.db`, { isScratch: true });
  onTestFinished(() => {
    store.close();
  });
  const ports = change({
    venue: 'test',
    cache,
    clock: setClock(0),
    log: memoryLogger(),
    store,
    sinks: [folderSink(`${folder}/signals`)],
    journal: folderJournal(`${folder}/signals`),
    calibrations: { read: () => null, write: () => undefined },
    files: { write: () => undefined },
    chartAssets: () => Promise.resolve({ chartScript: '', chartStyle: '' }),
    verdictOf: () => Promise.resolve(null),
    heartbeat: { success: () => Promise.resolve(), failure: () => Promise.resolve() },
    random: () => 0.5,
  });
  const [x, y] = Object.keys(candles);
  const result = await runReplay(ports, {
    pairs: [{ x, y }],
    timeframe: '1h',
    settings: strategySettings(),
    historyBars: 1000,
    closeGraceMs: 10_000,
    configHash: 'test',
    timeZone: null,
    rules: [],
    onProgress: () => undefined,
    ...options,
  });
  return { result, ports, folder };
}
