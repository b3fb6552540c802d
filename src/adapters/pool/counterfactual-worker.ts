import { parentPort } from 'node:worker_threads';
import { counterfactuals, type CounterfactualTask } from '../../core/backtest/counterfactuals.ts';

// With nothing more to wait for, the thread then ends by itself.
parentPort?.once('message', (task: CounterfactualTask) => {
  parentPort?.postMessage(counterfactuals(task));
});
