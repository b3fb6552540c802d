import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowFaults } from '../../../src/core/data-quality/row-faults.ts';
import type { Candle } from '../../../src/core/domain/candle.ts';
import { candleColumns } from '../../../src/core/domain/candle-merge.ts';
import { calmBars, HOUR, START } from './planted-series.ts';

const faultsOf = (rows: readonly Candle[], month = '2024-01') => rowFaults(candleColumns(rows), month, HOUR);
const BARS = calmBars(50);

describe('the rows of a month file', () => {
  it('have no fault when they are good and ascend, with gaps or without', () => {
    expect(faultsOf(BARS)).toEqual([]);
    expect(faultsOf(BARS.filter((_, k) => k % 7 !== 0))).toEqual([]);
    expect(faultsOf([])).toEqual([]);
  });

  it('are told when a time stands there twice, with the same values or others', () => {
    const rows = [...BARS.slice(0, 11), BARS[10], { ...BARS[10], volume: 1 }, ...BARS.slice(11)];
    expect(faultsOf(rows).map(({ row, ts, kind }) => [row, ts, kind])).toEqual([
      [11, BARS[10].ts, 'duplicate'],
      [12, BARS[10].ts, 'duplicate'],
    ]);
  });

  it('are told when one comes after a later one', () => {
    const rows = [...BARS.slice(0, 5), BARS[6], BARS[5], ...BARS.slice(7)];
    expect(faultsOf(rows)).toMatchObject([{ row: 6, ts: BARS[5].ts, kind: 'out_of_order' }]);
  });

  it('are told when one is of another month', () => {
    const [late] = calmBars(1, 1, Date.UTC(2024, 1, 1));
    expect(faultsOf([...BARS, late])).toMatchObject([{ row: 50, kind: 'wrong_month', text: 'it is not of 2024-01' }]);
  });

  it.each([
    [{ close: NaN }, 'close is NaN'],
    [{ low: -1 }, 'low is -1'],
    [{ high: 1 }, 'high 1 is below max(open, close)'],
    [{ volume: -3 }, 'volume is -3'],
    [{ ts: START + 10 * HOUR + 1 }, 'is off the timeframe grid'],
    [{ ts: 1e13 * HOUR }, 'is not of 2024-01'],
  ])('are told when one is %o', (change, text) => {
    const faults = faultsOf(BARS.map((bar, k) => (k === 10 ? { ...bar, ...change } : bar)));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ row: 10, text: expect.stringContaining(text) as string });
  });

  it('have as many faults as rows were planted twice, wherever', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(49), { maxLength: 20 }), (twice) => {
        const rows = BARS.flatMap((bar, k) => (twice.includes(k) ? [bar, bar] : [bar]));
        const found = faultsOf(rows);
        expect(found.map(({ ts }) => ts)).toEqual(twice.sort((a, b) => a - b).map((k) => BARS[k].ts));
      }),
    );
  });
});
