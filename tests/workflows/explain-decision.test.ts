import { describe, expect, test } from 'vitest';
import { explainDecision } from '../../src/workflows/explain-decision.ts';
import type { DecisionFilter, DecisionRecord } from '../../src/ports/cycle-store.ts';
import { PAIR, sampleDecision } from '../support/sample-commit.ts';

const HOUR = 3_600_000;
const BAR = sampleDecision().bar;

/** Decisions of the hours 0, 1 and 5. */
const records = [0, 1, 5].map((hour) => sampleDecision({ bar: BAR + hour * HOUR }));
const store = {
  decisions: ({ from = -Infinity, to = Infinity, limit, oldestFirst = false }: DecisionFilter): DecisionRecord[] => {
    const found = records.filter(({ bar }) => bar >= from && bar < to);
    return (oldestFirst ? found : found.reverse()).slice(0, limit);
  },
};

describe('explaining a decision', () => {
  test('takes the newest when no bar is named', () => {
    expect(explainDecision(store, PAIR, null)).toEqual({ decision: records[2], change: null });
  });

  test('takes the one of the bar that is named', () => {
    expect(explainDecision(store, PAIR, BAR + HOUR)).toEqual({ decision: records[1], change: null });
  });

  test.each([
    [3, 1, 5],
    [-1, null, 0],
    [9, 5, null],
    [0.5, 0, 1],
  ])('names the nearest ones of hour %d: %s and %s', (hour, before, after) => {
    const at = (one: number | null): number | null => (one === null ? null : BAR + one * HOUR);
    expect(explainDecision(store, PAIR, BAR + hour * HOUR)).toEqual({ before: at(before), after: at(after) });
  });

  test('finds nothing where nothing was decided', () => {
    expect(explainDecision({ decisions: () => [] }, PAIR, null)).toEqual({ before: null, after: null });
  });

  test('splits the change of z as it was stored', () => {
    const inputs = {
      z: -2,
      zPrev: -1,
      logX: 11,
      logY: 8,
      beta: 1.2,
      betaPrev: 1.2,
      alpha: 0,
      alphaPrev: 0,
      mean: -5.18,
      std: 0.01,
      meanPrev: -5.18,
      stdPrev: 0.01,
      meanRolled: -5.18,
      stdRolled: 0.01,
      betaShare: 0.1,
    };
    const decision = sampleDecision({
      why: {
        position: 'flat',
        isPending: false,
        isFilled: false,
        isRuined: false,
        thresholds: { zIn: 2, zOut: 0.5, zStop: 3.5 },
        direction: 'revert',
        model: 'fixed-beta',
        windows: { olsBeta: 200, zscore: 100 },
        inputs,
      },
    });
    const found = explainDecision({ decisions: () => [decision] }, PAIR, null);
    if (!('change' in found) || found.change === null) throw new Error('not explained');
    expect(found.change.price).toBeCloseTo(-1, 9);
    for (const part of ['beta', 'mean', 'sigma'] as const) expect(found.change[part]).toBeCloseTo(0, 9);
  });
});
