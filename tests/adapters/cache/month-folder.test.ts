import { describe, expect, it } from 'vitest';
import type { MonthKind } from '../../../src/adapters/cache/month-folder.ts';
import { monthFolder } from '../../../src/adapters/cache/month-folder.ts';
import { monthMemo } from '../../../src/adapters/cache/month-memo.ts';
import type { MonthTable } from '../../../src/adapters/cache/parquet-month.ts';
import { recordingLog, scratchFolder } from './cache-fixture.ts';

const KIND: MonthKind<'value'> = { layout: { values: ['value'], nullable: [] }, fault: () => null };
const START = Date.parse('2024-01-01T00:00Z');

function appended(known: MonthTable<'value'> | null, value: number): MonthTable<'value'> {
  const values = [...(known?.value ?? []), value];
  return { ts: Float64Array.from(values, (_, i) => START + i), value: Float64Array.from(values) };
}

describe('A month file that two processes change at the same time', () => {
  it('keeps what both have written', () => {
    const root = scratchFolder();
    const ours = monthFolder(root, 'series', KIND, monthMemo(), recordingLog());
    const theirs = monthFolder(root, 'series', KIND, monthMemo(), recordingLog());
    for (const month of ['2024-01', '2024-01']) {
      let interruptions = 2;
      ours.update(month, (known) => {
        if (interruptions-- > 0) theirs.update(month, (other) => appended(other, 1));
        return appended(known, 2);
      });
    }
    expect([...(ours.load('2024-01')?.value ?? [])]).toEqual([1, 1, 2, 1, 1, 2]);
  });

  it('is written in the end, however often others come in between', () => {
    const root = scratchFolder();
    const ours = monthFolder(root, 'series', KIND, monthMemo(), recordingLog());
    const theirs = monthFolder(root, 'series', KIND, monthMemo(), recordingLog());
    let calls = 0;
    ours.update('2024-01', (known) => {
      calls++;
      theirs.update('2024-01', (other) => appended(other, 1));
      return appended(known, 2);
    });
    expect(calls).toBe(5);
    expect(ours.load('2024-01')?.value.at(-1)).toBe(2);
  });
});

describe('The memo of decoded months', () => {
  const month = (rows: number, byte: number) => ({
    bytes: Buffer.of(byte),
    table: { ts: new Float64Array(rows) },
  });

  it('recalls a month only for exactly the same bytes', () => {
    const memo = monthMemo();
    const january = month(10, 1);
    memo.remember('a', january);
    expect(memo.recall('a', Buffer.of(1))).toBe(january.table);
    expect(memo.recall('a', Buffer.of(2))).toBeNull();
    expect(memo.recall('b', Buffer.of(1))).toBeNull();
  });

  it('forgets the month not used for longest when it holds too many rows', () => {
    const memo = monthMemo(25);
    memo.remember('a', month(10, 1));
    memo.remember('b', month(10, 2));
    memo.recall('a', Buffer.of(1));
    memo.remember('c', month(10, 3));
    expect(['a', 'b', 'c'].map((path, i) => memo.recall(path, Buffer.of(i + 1)) !== null)).toEqual([true, false, true]);
    memo.remember('d', month(100, 4));
    expect(memo.recall('d', Buffer.of(4))).not.toBeNull();
    expect(memo.recall('c', Buffer.of(3))).toBeNull();
  });
});
