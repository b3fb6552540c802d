import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { CounterfactualTask } from '../../core/backtest/counterfactual-task.ts';
import type { Counterfactuals } from '../../core/backtest/counterfactuals.ts';
import type { TaskPool } from '../../ports/task-pool.ts';
import { sharedHistory } from './shared-history.ts';

/** Where the build puts the worker's code, seen from the chunk that this file is in. */
declare const STATARB_COUNTERFACTUAL_WORKER: string | undefined;

/** Null where a thread is of no use or cannot be had: on a single processor core, and unbuilt. */
export const counterfactualCode = (): URL | null =>
  typeof STATARB_COUNTERFACTUAL_WORKER === 'string' && availableParallelism() > 1
    ? new URL(STATARB_COUNTERFACTUAL_WORKER, import.meta.url)
    : null;

/**
 * A thread that works out counterfactuals. It starts at once, so that it is ready by the time a history is read, and it keeps
 * nobody waiting who wants nothing of it. The candles lie in memory that both threads read.
 */
export function counterfactualThread(code: URL): TaskPool<CounterfactualTask, Counterfactuals> {
  const thread = new Worker(code);
  thread.unref();
  // Answers come in the order of the tasks.
  const waiting: PromiseWithResolvers[] = [];
  let fault: Error | null = null;
  const fail = (error: Error): void => {
    fault ??= error;
    for (const { reject } of waiting.splice(0)) reject(fault);
  };
  thread.on('message', (result: Counterfactuals) => {
    waiting.shift()?.resolve(result);
  });
  thread.on('error', fail);
  thread.on('exit', () => {
    fail(new Error('the thread has ended'));
  });
  return {
    workers: 1,
    run: (task) =>
      new Promise((resolve, reject) => {
        if (fault !== null) {
          reject(fault);
          return;
        }
        waiting.push({ resolve, reject });
        thread.ref();
        thread.postMessage(sharedHistory(task));
      }),
    close: async () => {
      await thread.terminate();
    },
  };
}

interface PromiseWithResolvers {
  readonly resolve: (result: Counterfactuals) => void;
  readonly reject: (fault: Error) => void;
}
