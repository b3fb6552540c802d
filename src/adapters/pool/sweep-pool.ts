import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import type { SweepHistory, SweepOutcome, SweepTask } from '../../core/backtest/sweep.ts';
import type { TaskPool } from '../../ports/task-pool.ts';
import { sharedHistory } from './shared-history.ts';

/** Where the build puts the worker's code, seen from the chunk that this file is in. */
declare const STATARB_SWEEP_WORKER: string | undefined;

/**
 * Worker threads that try settings on one history. The candles lie in memory that all of them read; nothing of it is copied.
 * @param workers how many; null for one a processor core
 */
export function sweepPool(history: SweepHistory, workers: number | null): TaskPool<SweepTask, SweepOutcome[]> {
  const isBuilt = typeof STATARB_SWEEP_WORKER === 'string';
  const count = workers ?? availableParallelism();
  const pool = new Tinypool({
    filename: new URL(isBuilt ? STATARB_SWEEP_WORKER : './sweep-worker.ts', import.meta.url).href,
    name: 'runSweepTask',
    minThreads: count,
    maxThreads: count,
    workerData: sharedHistory(history),
    // Not built: the worker is TypeScript.
    execArgv: isBuilt ? [] : ['--import', 'tsx'],
  });
  return {
    workers: count,
    run: (task) => pool.run(task) as Promise<SweepOutcome[]>,
    close: () => pool.destroy(),
  };
}
