import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catchUp } from '../../../src/core/book/catch-up.ts';
import type { AlignedCandles } from '../../../src/core/domain/aligned-candles.ts';
import { sliceColumns } from '../../../src/core/domain/candle-merge.ts';
import { newBook, type Book } from '../../../src/core/domain/position.ts';
import type { DecisionContext } from '../../../src/core/strategy/decision-context.ts';
import { handmadeContext } from '../../support/handmade-context.ts';
import { FIRST_BAR, HOUR, simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext, walkHistory } from '../../support/walk-history.ts';

const flat = newBook(40_000);

/** A book that went long the spread on bar 0 and holds it from bar 1. */
function longSince(context: DecisionContext): Book {
  const opened = catchUp(cut(context, 2), 1, flat).book;
  return catchUp(cut(context, 3), 2, opened).book;
}

/** The context as it stood when only its first `bars` bars were closed. */
function cut(context: DecisionContext, bars: number): DecisionContext {
  const x = sliceColumns(context.candles.x, 0, bars);
  const candles: AlignedCandles = { ...context.candles, ts: x.ts, x, y: sliceColumns(context.candles.y, 0, bars) };
  return { ...context, candles };
}

describe('catching up after a pause', () => {
  test('an entry on a missed bar is recorded as missed and not opened; a new cross on the newest bar is', () => {
    const context = handmadeContext({ z: [-1, -2.3, -1.5, -2.4] });
    const { book, outcomes, trades } = catchUp(context, 1, flat);
    expect(outcomes.map(({ decision, isMissed }) => [decision.kind, isMissed])).toEqual([
      ['trade', true],
      ['hold', false],
      ['trade', false],
    ]);
    expect(book.pending).toMatchObject({ event: 'ENTER_LONG_SPREAD', decidedOn: FIRST_BAR + 3 * HOUR });
    expect(book.position).toBeNull();
    expect(trades).toEqual([]);
  });

  test('an entry on a missed bar is not made up for: the newest bar needs a cross of its own', () => {
    const { book } = catchUp(handmadeContext({ z: [-1, -2.3, -2.4] }), 1, flat);
    expect(book).toEqual(flat);
  });

  test('a refusal on a missed bar stays a refusal', () => {
    const { outcomes } = catchUp(handmadeContext({ z: [-1, -3.6, -1] }), 1, flat);
    expect(outcomes[0]).toMatchObject({ decision: { kind: 'refused' }, isMissed: false });
  });

  test.each([
    ['EXIT', -0.2],
    ['STOP', -3.6],
  ] as const)('an %s on a missed bar closes on the newest bar, whatever z says by then', (event, missedZ) => {
    const context = handmadeContext({ z: [-1, -2.3, -2.2, missedZ, -2.1, -1.9] });
    const { book, outcomes, trades } = catchUp(context, 3, longSince(context));
    expect(outcomes).toMatchObject([
      { i: 3, decision: { kind: 'trade', event }, isMissed: true, lateSince: null },
      { i: 4, decision: { kind: 'hold' }, isMissed: false, lateSince: null },
      { i: 5, decision: { kind: 'trade', event }, isMissed: false, lateSince: FIRST_BAR + 3 * HOUR },
    ]);
    expect(book.pending).toMatchObject({
      event,
      decidedOn: FIRST_BAR + 5 * HOUR,
      quantity: { x: 0.25, y: -4 },
      z: -1.9,
    });
    expect(book.position).not.toBeNull();
    expect(trades).toEqual([]);
  });

  test('the first missed event wins: a stop after a missed exit is still that exit', () => {
    const context = handmadeContext({ z: [-1, -2.3, -2.2, -0.2, -9, -9] });
    const { book } = catchUp(context, 3, longSince(context));
    expect(book.pending?.event).toBe('EXIT');
  });

  test('an exit on the newest bar is on time', () => {
    const context = handmadeContext({ z: [-1, -2.3, -2.2, -1.8, -0.2] });
    const { outcomes } = catchUp(context, 3, longSince(context));
    expect(outcomes[1]).toMatchObject({ decision: { event: 'EXIT' }, isMissed: false, lateSince: null });
  });

  test('an order that was pending is filled at the open of the first missed bar, as it would have been on time', () => {
    const context = handmadeContext({
      z: [-1, -2.3, -1.9, -1.8, -1.7],
      open: { x: [5e4, 5e4, 51_000, 5e4, 5e4], y: 2_500 },
    });
    const opened = catchUp(cut(context, 2), 1, flat).book;
    const { book } = catchUp(context, 2, opened);
    expect(book.position?.filledOn).toBe(FIRST_BAR + 2 * HOUR);
    expect(book.position?.fills.x.price).toBeCloseTo(51_000 * 0.9995, 9);
  });

  test('a pending order waits over forward-filled bars, and nothing is decided meanwhile', () => {
    const context = handmadeContext({ z: [-1, -2.3, -2.3, -2.3, -0.1, -0.1], filled: [2, 3] });
    const opened = catchUp(cut(context, 2), 1, flat).book;
    const waiting = catchUp(cut(context, 4), 2, opened);
    expect(waiting.book).toEqual(opened);
    expect(waiting.outcomes.every(({ decision }) => decision.kind === 'hold')).toBe(true);
    const filled = catchUp(context, 4, waiting.book);
    expect(filled.book.position?.filledOn).toBe(FIRST_BAR + 4 * HOUR);
    expect(filled.outcomes[0]).toMatchObject({ decision: { event: 'EXIT' }, isMissed: true });
  });

  test('a ruin on a missed bar closes on the newest bar too', () => {
    const context = handmadeContext({
      z: [-1, -2.3, -2.2, -2.2, -2.2],
      close: { x: [5e4, 5e4, 5e4, 9e5, 9e5], y: 2_500 },
    });
    const { book } = catchUp(context, 3, longSince(context));
    expect(book.isRuined).toBe(true);
    expect(book.pending).toMatchObject({ event: 'RUIN', decidedOn: FIRST_BAR + 4 * HOUR });
  });

  test('scanned on time bar after bar, the outcome is the walk over history', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(fc.integer({ min: 100, max: 390 }), { maxLength: 40 }),
        fc.constantFrom(300, 40_000),
        (seed, outage, accountUsd) => {
          const settings = strategySettings({
            windows: { olsBeta: 40, zscore: 20, adv: 10, realizedVol: 20 },
            thresholds: { zIn: 1.5 },
            risk: { accountUsd },
          });
          const context = decisionContext(simulatedFrame({ bars: 400, seed, outage }), settings);
          const walked = walkHistory(context);
          let book = newBook(accountUsd);
          const trades = [];
          for (let i = 0; i < context.candles.ts.length; i++) {
            const cycle = catchUp(cut(context, i + 1), i, book);
            expect(cycle.outcomes).toEqual([
              expect.objectContaining({ i, decision: walked.decisions[i], isMissed: false, lateSince: null }),
            ]);
            book = cycle.book;
            trades.push(...cycle.trades);
            expect(book).toEqual(walked.books[i]);
          }
          expect(trades).toEqual(walked.trades);
          if (accountUsd > 1000) expect(trades.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('late runs never open an entry a timely run would not have, and close at the latest on the newest bar', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 5, maxLength: 40 }),
        (seed, pauses) => {
          const settings = strategySettings({ windows: { olsBeta: 40, zscore: 20, adv: 10, realizedVol: 20 } });
          const context = decisionContext(simulatedFrame({ bars: 600, seed }), settings);
          let book = newBook(40_000);
          let from = 60;
          for (const pause of pauses) {
            const newest = from + pause - 1;
            if (newest >= 600) break;
            const held = book;
            const { outcomes, book: after } = catchUp(cut(context, newest + 1), from, book);
            expect(outcomes.map(({ i }) => i)).toEqual(Array.from({ length: pause }, (_, k) => from + k));
            for (const { i, decision, isMissed } of outcomes)
              expect(isMissed).toBe(decision.kind === 'trade' && i < newest);
            if (after.pending !== null) expect(after.pending.decidedOn).toBe(context.candles.ts[newest]);
            if (held.position === null && held.pending === null) expect(after.position).toBeNull();
            const calledToClose = outcomes.some(
              ({ decision }) => decision.kind === 'trade' && !decision.event.startsWith('ENTER_'),
            );
            if (calledToClose) expect(['EXIT', 'STOP', 'RUIN']).toContain(after.pending?.event);
            book = after;
            from = newest + 1;
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
