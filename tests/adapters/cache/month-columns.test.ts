import { describe, expect, it } from 'vitest';
import { monthColumns } from '../../../src/adapters/cache/month-columns.ts';
import { decodeMonth, encodeMonth } from '../../../src/adapters/cache/parquet-month.ts';

const LAYOUT = { values: ['value', 'mark'], nullable: ['mark'] } as const;
const JANUARY = Date.parse('2024-01-01T00:00Z');

function table(rows: number): Record<'ts' | 'value' | 'mark', Float64Array> {
  const column = (value: (i: number) => number): Float64Array =>
    Float64Array.from({ length: rows }, (_, i) => value(i));
  return {
    ts: column((i) => JANUARY + i),
    value: column((i) => Math.sin(i) / 3),
    mark: column((i) => (i % 3 === 1 || (i > 40 && i < 80) ? NaN : -i / 7)),
  };
}

describe('The columns of a month file', () => {
  it.each([1, 7, 744])('of %i rows come back to the last bit, missing values as NaN', (rows) => {
    const stored = table(rows);
    expect(decodeMonth(LAYOUT, encodeMonth(LAYOUT, stored))).toEqual(stored);
  });

  it('come back from several pages too', () => {
    const stored = table(200_000);
    expect(decodeMonth(LAYOUT, encodeMonth(LAYOUT, stored))).toEqual(stored);
  });

  it('may all be missing but for the times', () => {
    const stored = { ...table(20), mark: new Float64Array(20).fill(NaN) };
    expect(decodeMonth(LAYOUT, encodeMonth(LAYOUT, stored))).toEqual(stored);
  });

  it('are not guessed from bytes that are no such file', () => {
    expect(() => monthColumns(Buffer.alloc(100))).toThrow();
  });
});
