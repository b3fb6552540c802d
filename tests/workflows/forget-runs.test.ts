import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/domain/app-error.ts';
import type { RunRecord } from '../../src/ports/cycle-store.ts';
import { forgetOldRuns } from '../../src/workflows/forget-runs.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { sampleRun } from '../support/sample-commit.ts';

const DAY = 86_400_000;
const MIDNIGHT = Date.UTC(2024, 2, 1);

/** A store that has this run's row and that of the one before, and notes what it is asked to forget. */
function storeAfter(previous: number | null, now: number, fails?: Error) {
  const asked: number[] = [];
  const rows: RunRecord[] = [sampleRun({ now }), ...(previous === null ? [] : [sampleRun({ now: previous })])];
  const store = {
    runs: (limit: number) => rows.slice(0, limit),
    forgetRuns: (before: number) => {
      if (fails !== undefined) throw fails;
      asked.push(before);
      return { removed: 3, emptied: 1 };
    },
  };
  return { asked, store: store as unknown as Parameters<typeof forgetOldRuns>[0]['store'] };
}

describe('the retention of runs', () => {
  it('is applied by the first run of a UTC day and by no other', () => {
    const log = memoryLogger();
    const now = MIDNIGHT + 60_000;
    const first = storeAfter(MIDNIGHT - 59 * 60_000, now);
    forgetOldRuns({ store: first.store, log }, now, 400);
    expect(first.asked).toEqual([now - 400 * DAY]);
    expect(log.lines).toMatchObject([{ level: 'info', facts: { removed: 3, emptied: 1 } }]);

    const second = storeAfter(now, now + 3_600_000);
    forgetOldRuns({ store: second.store, log }, now + 3_600_000, 400);
    const veryFirst = storeAfter(null, now);
    forgetOldRuns({ store: veryFirst.store, log }, now, 400);
    expect([...second.asked, ...veryFirst.asked]).toEqual([]);
  });

  it('is off when the setting is null', () => {
    const { store, asked } = storeAfter(MIDNIGHT - DAY, MIDNIGHT);
    forgetOldRuns({ store, log: memoryLogger() }, MIDNIGHT, null);
    expect(asked).toEqual([]);
  });

  it('fails no scan when the disk does, but a fault of ours is not hidden', () => {
    const log = memoryLogger();
    const full = storeAfter(MIDNIGHT - DAY, MIDNIGHT, new AppError('storage', 'the disk is full'));
    forgetOldRuns({ store: full.store, log }, MIDNIGHT, 1);
    expect(log.lines).toMatchObject([
      { level: 'warn', message: expect.stringContaining('the disk is full') as string },
    ]);
    const bug = storeAfter(MIDNIGHT - DAY, MIDNIGHT, new RangeError('ours'));
    expect(() => {
      forgetOldRuns({ store: bug.store, log }, MIDNIGHT, 1);
    }).toThrow(RangeError);
  });
});
