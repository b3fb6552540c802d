import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import type { DiscoveryTask, DiscoveryWork } from '../../core/discovery/discovery-task.ts';
import type { TaskPool } from '../../ports/task-pool.ts';
import { sharedColumns, sharedFlags } from './shared-history.ts';

/** Where the build puts the worker's code, seen from the chunk that this file is in. */
declare const STATARB_DISCOVERY_WORKER: string | undefined;

/** Unbuilt, the worker is TypeScript, which Node runs by itself from version 22.18 on. */
const workerCode = (): URL =>
  new URL(
    typeof STATARB_DISCOVERY_WORKER === 'string' ? STATARB_DISCOVERY_WORKER : './discovery-worker.ts',
    import.meta.url,
  );

/**
 * Worker threads that measure pairs of one universe. The candles lie in memory that all of them read; nothing of it is copied.
 * @param workers how many; null for one a processor core
 */
export function discoveryPool(
  work: DiscoveryWork,
  workers: number | null,
  code: URL = workerCode(),
): TaskPool<DiscoveryTask, Float64Array> {
  const count = workers ?? availableParallelism();
  const pool = new Tinypool({
    filename: code.href,
    name: 'runDiscoveryTask',
    minThreads: count,
    maxThreads: count,
    workerData: sharedWork(work),
  });
  return {
    workers: count,
    run: (task) => pool.run(task) as Promise<Float64Array>,
    close: () => pool.destroy(),
  };
}

function sharedWork({ ground, options }: DiscoveryWork): DiscoveryWork {
  const symbols = ground.symbols.map(({ symbol, candles, carried }) => ({
    symbol,
    candles: sharedColumns(candles),
    carried: sharedFlags(carried),
  }));
  return { ground: { ...ground, ts: symbols[0]?.candles.ts ?? ground.ts, symbols }, options };
}
