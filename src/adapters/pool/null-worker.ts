import { parentPort } from 'node:worker_threads';
import { runNullTask, type NullTask } from '../../core/backtest/run-null-task.ts';

// With nothing left to listen to, the thread ends by itself.
parentPort?.once('message', (task: NullTask) => {
  parentPort?.postMessage(runNullTask(task));
});
