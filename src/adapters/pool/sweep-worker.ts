import { workerData } from 'node:worker_threads';
import { sweeper, type SweepHistory, type SweepOutcome, type SweepTask } from '../../core/backtest/sweep.ts';

// The pool keeps the first place for itself.
const [, history] = workerData as readonly [unknown, SweepHistory];
const sweep = sweeper(history);

/** One task, in a worker thread. */
export const runSweepTask = (task: SweepTask): SweepOutcome[] => sweep(task);
