import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Counterfactuals, CounterfactualTask } from '../../core/backtest/counterfactuals.ts';
import type { SideTask } from '../../ports/side-task.ts';
import { sharedFeatures, sharedHistory } from './shared-history.ts';

/** Where the build puts the worker's code, seen from the chunk that this file is in. */
declare const STATARB_COUNTERFACTUAL_WORKER: string | undefined;

/** Null where a thread is of no use or cannot be had: on a single processor core, and unbuilt. */
export const counterfactualCode = (): URL | null =>
  typeof STATARB_COUNTERFACTUAL_WORKER === 'string' && availableParallelism() > 1
    ? new URL(STATARB_COUNTERFACTUAL_WORKER, import.meta.url)
    : null;

/**
 * A thread that works out the counterfactuals of one history. It starts at once, so that it is ready by the time the history is
 * read, and it keeps nobody waiting who asks nothing of it. Candles and features lie in memory that both threads read.
 */
export function counterfactualThread(code: URL): SideTask<CounterfactualTask, Counterfactuals> {
  const thread = new Worker(code);
  thread.unref();
  const result = new Promise<Counterfactuals>((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => {
      reject(new Error('the thread has ended'));
    });
  });
  // As long as nothing is asked, nobody needs to know of a fault.
  result.catch(() => null);
  return {
    run(task) {
      thread.ref();
      thread.postMessage({ ...sharedHistory(task), features: sharedFeatures(task.features) });
      return result;
    },
    async close() {
      await thread.terminate();
    },
  };
}
