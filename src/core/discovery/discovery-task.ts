import type { DiscoveryGround } from './discovery-result.ts';
import { nullRows } from './null-calibration.ts';
import { pairMeter, type MeterOptions } from './pair-meter.ts';
import { pairCount, pairOf } from './pair-number.ts';
import { packRow, ROW_LENGTH, type PairRow } from './pair-row.ts';

/** Pairs of the ground by number (`pairOf`), or pairs of random walks by number. */
export interface DiscoveryTask {
  readonly kind: 'pairs' | 'walks';
  readonly first: number;
  readonly count: number;
}

/** What every task of a run works on. */
export interface DiscoveryWork {
  readonly ground: DiscoveryGround;
  readonly options: MeterOptions;
}

/** Pairs a task: some 50 ms of work, so that progress moves and threads end together. */
const PAIRS_PER_TASK = 64;

/** All tasks of one kind, in order. @param pairs how many pairs they cover together */
export function discoveryTasks(kind: DiscoveryTask['kind'], pairs: number): readonly DiscoveryTask[] {
  const tasks: DiscoveryTask[] = [];
  for (let first = 0; first < pairs; first += PAIRS_PER_TASK) {
    tasks.push({ kind, first, count: Math.min(PAIRS_PER_TASK, pairs - first) });
  }
  return tasks;
}

/** @returns a function that works out the packed rows (`pair-row.ts`) of one task after the other */
export function discoverer({ ground, options }: DiscoveryWork): (task: DiscoveryTask) => Float64Array {
  const symbols = ground.symbols.length;
  const measure = pairMeter(ground, options);
  const measured = (k: number): PairRow => measure(...pairOf(k, symbols));
  return ({ kind, first, count }) => {
    if (kind === 'pairs' && first + count > pairCount(symbols)) {
      throw new RangeError(`${symbols} symbols have no pair ${first + count - 1}`);
    }
    const rows = new Float64Array(count * ROW_LENGTH);
    if (kind === 'walks')
      nullRows(ground, options, first, count).forEach((row, k) => {
        packRow(row, rows, k);
      });
    else for (let k = 0; k < count; k++) packRow(measured(first + k), rows, k);
    return rows;
  };
}
