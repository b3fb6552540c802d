import { parentPort, receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { runCounterfactualTask, type CounterfactualTask } from '../../core/backtest/counterfactual-task.ts';
import { madeUpTask } from './made-up-task.ts';

/** After that many, what the machine's compiler makes of the code gets no faster. */
const WARM_UP_ROUNDS = 6;

if (parentPort !== null) serve(parentPort);

/**
 * Works out what is asked. Until something is, made-up counterfactuals are: code that has run is compiled code, and takes a
 * third of the time on the real history.
 */
function serve(port: MessagePort): void {
  const answer = (task: CounterfactualTask): void => {
    port.postMessage(runCounterfactualTask(task));
  };
  const madeUp = madeUpTask();
  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    const asked: { readonly message: CounterfactualTask } | undefined = receiveMessageOnPort(port);
    if (asked === undefined) runCounterfactualTask(madeUp);
    else answer(asked.message);
  }
  port.on('message', answer);
}
