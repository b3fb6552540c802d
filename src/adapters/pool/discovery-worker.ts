import { workerData } from 'node:worker_threads';
import { discoverer, type DiscoveryTask, type DiscoveryWork } from '../../core/discovery/discovery-task.ts';

// The pool keeps the first place for itself.
const [, work] = workerData as readonly [unknown, DiscoveryWork];
const discover = discoverer(work);

/** One task, in a worker thread. */
export const runDiscoveryTask = (task: DiscoveryTask): Float64Array => discover(task);
