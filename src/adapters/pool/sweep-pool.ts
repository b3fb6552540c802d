import { availableParallelism } from 'node:os';
import { Tinypool } from 'tinypool';
import type { SweepHistory, SweepOutcome, SweepTask } from '../../core/backtest/sweep.ts';
import type { TaskPool } from '../../ports/task-pool.ts';
import { sharedHistory } from './shared-history.ts';

/** Where the build puts the worker's code, seen from the chunk that this file is in. */
declare const STATARB_SWEEP_WORKER: string | undefined;

/** Unbuilt, the worker is TypeScript, which Node runs by itself from version 22.18 on. */
const workerCode = (): URL =>
  new URL(typeof STATARB_SWEEP_WORKER === 'string' ? STATARB_SWEEP_WORKER : './sweep-worker.ts', import.meta.url);

/**
 * Worker threads that try settings on one history. The candles lie in memory that all of them read; nothing of it is copied.
 * @param workers how many; null for one a processor core
 */
export function sweepPool(
  history: SweepHistory,
  workers: number | null,
  code: URL = workerCode(),
): TaskPool<SweepTask, SweepOutcome[]> {
  const count = workers ?? availableParallelism();
  const pool = new Tinypool({
    filename: code.href,
    name: 'runSweepTask',
    minThreads: count,
    maxThreads: count,
    workerData: sharedHistory(history),
  });
  return {
    workers: count,
    run: (task) => pool.run(task) as Promise<SweepOutcome[]>,
    close: () => pool.destroy(),
  };
}
