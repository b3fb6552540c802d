import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulate } from '../../../src/core/backtest/simulate.ts';
import { paperCurve } from '../../../src/core/book/paper-curve.ts';
import { newBook } from '../../../src/core/domain/position.ts';
import { walkHistory } from '../../support/walk-history.ts';
import { randomCase } from '../backtest/random-context.ts';

describe('the account worked back from its book and trades', () => {
  test('is the account that the simulation saw at every close, from whichever bar it is drawn', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (seed, share) => {
        const context = { ...randomCase(seed).context, funding: { x: [], y: [] } };
        const { candles } = context;
        const { books, trades } = walkHistory(context);
        const { equity } = simulate(context, 0, candles.ts.length);
        const from = Math.floor(share * (candles.ts.length - 1));
        const book = books.at(-1);
        if (book === undefined) return;
        const needed = trades.filter(({ exitTs }) => exitTs > candles.ts[from]);
        const curve = paperCurve(candles, from, book, needed);
        expect(curve).toHaveLength(candles.ts.length - from);
        for (let k = 0; k < curve.length; k++) expect(curve[k]).toBeCloseTo(equity[from + k], 5);
        expect(paperCurve(candles, from, book, trades)).toEqual(curve);
        compared += needed.length;
      }),
      { numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(20);
  });

  test('is flat without a trade', () => {
    const { candles } = randomCase(7).context;
    const curve = paperCurve(candles, candles.ts.length - 3, newBook(40_000), []);
    expect([...curve]).toEqual([40_000, 40_000, 40_000]);
  });
});
