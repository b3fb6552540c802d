import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { NullModel } from '../../core/backtest/null-model.ts';
import { runNullTask, type NullTask } from '../../core/backtest/run-null-task.ts';
import type { TaskPool } from '../../ports/task-pool.ts';
import { sharedHistory } from './shared-history.ts';

/** Where the build puts the worker's code, seen from the chunk that this file is in. */
declare const STATARB_NULL_WORKER: string | undefined;

/** Null where there is none: unbuilt, or on a single processor core. */
const workerCode = (): URL | null =>
  typeof STATARB_NULL_WORKER === 'string' && availableParallelism() > 1
    ? new URL(STATARB_NULL_WORKER, import.meta.url)
    : null;

/**
 * A thread that starts at once and waits for one null model to work out, so that it is ready by the time a history is read.
 * What it does not do (without code, after a fault of the thread, or for a second task) is done in the calling thread: the
 * result is the same to the last bit wherever it comes from.
 */
export function nullThread(code: URL | null = workerCode()): TaskPool<NullTask, NullModel> {
  const thread = code === null ? null : new Worker(code);
  // It keeps nobody waiting who wants nothing of it.
  thread?.unref();
  let isClosed = false;
  const answer = new Promise<NullModel>((resolve, reject) => {
    thread?.once('message', resolve).once('error', reject);
    thread?.once('exit', () => {
      reject(new Error('the thread has ended'));
    });
  });
  // A thread that fails before it is asked is no fault yet.
  answer.catch(() => null);
  let isAsked = false;

  const ask = (task: NullTask): Promise<NullModel> => {
    isAsked = true;
    thread?.ref();
    thread?.postMessage(sharedHistory(task));
    return answer;
  };
  return {
    workers: 1,
    async run(task) {
      if (thread !== null && !isAsked) {
        try {
          return await ask(task);
        } catch (error) {
          if (isClosed) throw error;
        }
      }
      return runNullTask(task);
    },
    async close() {
      isClosed = true;
      await thread?.terminate();
    },
  };
}
