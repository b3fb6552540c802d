import { parentPort } from 'node:worker_threads';
import { runCounterfactualTask, type CounterfactualTask } from '../../core/backtest/counterfactual-task.ts';

// With nothing more to wait for, the thread then ends by itself.
parentPort?.once('message', (task: CounterfactualTask) => {
  parentPort?.postMessage(runCounterfactualTask(task));
});
