import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equity, settle } from '../../../src/core/book/settle.ts';
import type { FundingRate } from '../../../src/core/domain/funding.ts';
import type { Order, TradeEvent } from '../../../src/core/domain/order.ts';
import { newBook, type Book } from '../../../src/core/domain/position.ts';
import type { SpreadModel, Direction } from '../../../src/core/domain/settings.ts';
import { handmadeContext } from '../../support/handmade-context.ts';
import { FIRST_BAR, HOUR, simulatedFrame } from '../../support/simulated-frame.ts';
import { strategySettings } from '../../support/strategy-settings.ts';
import { decisionContext, walkHistory } from '../../support/walk-history.ts';

const COSTS = { feeBps: 10, slippageBps: 5 };
const NO_FUNDING = { x: [], y: [] };

const order = (event: TradeEvent, x: number, y: number, bar = 0): Order => ({
  event,
  decidedOn: FIRST_BAR + bar * HOUR,
  quantity: { x, y },
  z: -2.2,
  beta: 1.25,
});
const entry = order('ENTER_LONG_SPREAD', -0.25, 4);
const pendingEntry: Book = { ...newBook(40_000), pending: entry };

const stamp = (hour: number, rate: number, mark: number | null = null, lateMs = 0): FundingRate => ({
  ts: FIRST_BAR + hour * HOUR + lateMs,
  rate,
  mark,
});

describe('filling an order', () => {
  const { candles } = handmadeContext({
    z: [0, 0, 0],
    open: { x: [50_000, 50_100, 50_300], y: [2_500, 2_510, 2_600] },
    close: { x: [50_050, 50_200, 50_400], y: [2_505, 2_520, 2_610] },
  });

  test('happens at the open of the next bar, each leg moved against us by the slippage, with a fee on what is paid', () => {
    const { book, closed } = settle(candles, NO_FUNDING, COSTS, 1, pendingEntry);
    expect(closed).toBeNull();
    expect(book.pending).toBeNull();
    expect(book.position).toMatchObject({ side: 'long_spread', entry, filledOn: FIRST_BAR + HOUR, fundingUsd: 0 });
    const sold = 50_100 * 0.9995;
    const bought = 2_510 * 1.0005;
    expect(book.position?.fills.x.price).toBeCloseTo(sold, 9);
    expect(book.position?.fills.y.price).toBeCloseTo(bought, 9);
    expect(book.position?.fills.x.feeUsd).toBeCloseTo(0.001 * 0.25 * sold, 9);
    expect(book.position?.fills.y.feeUsd).toBeCloseTo(0.001 * 4 * bought, 9);
    expect(book.position?.fills.x.slippageUsd).toBeCloseTo(0.0005 * 0.25 * 50_100, 9);
    expect(book.cash).toBeCloseTo(40_000 + 0.25 * sold - 4 * bought - 0.001 * (0.25 * sold + 4 * bought), 9);
    expect(equity(candles, 1, book)).toBeCloseTo(book.cash - 0.25 * 50_200 + 4 * 2_520, 9);
  });

  test('a closed trade tells its prices, its costs, and a net that is exactly what the account gained', () => {
    const open = settle(candles, NO_FUNDING, COSTS, 1, pendingEntry).book;
    const exit = order('EXIT', 0.25, -4, 1);
    const { book, closed } = settle(candles, NO_FUNDING, COSTS, 2, { ...open, pending: exit });
    expect(book).toMatchObject({ position: null, pending: null, isRuined: false });
    expect(closed).toMatchObject({
      side: 'long_spread',
      entryDecisionTs: FIRST_BAR,
      entryTs: FIRST_BAR + HOUR,
      exitDecisionTs: FIRST_BAR + HOUR,
      exitTs: FIRST_BAR + 2 * HOUR,
      quantity: { x: -0.25, y: 4 },
      exitReason: 'EXIT',
      barsHeld: 1,
      funding: 0,
    });
    expect(closed?.gross).toBeCloseTo(-0.25 * (50_300 - 50_100) + 4 * (2_600 - 2_510), 9);
    expect(closed?.net).toBeCloseTo(book.cash - 40_000, 9);
    expect(closed?.net).toBeCloseTo((closed?.gross ?? NaN) - (closed?.fees ?? NaN) - (closed?.slippage ?? NaN), 9);
  });

  test('waits over forward-filled bars: nothing is filled where nothing traded', () => {
    const holed = handmadeContext({ z: [0, 0, 0, 0], filled: [1, 2] }).candles;
    let book = pendingEntry;
    for (const i of [1, 2]) {
      const settled = settle(holed, NO_FUNDING, COSTS, i, book);
      expect(settled.book).toEqual(pendingEntry);
      book = settled.book;
    }
    expect(settle(holed, NO_FUNDING, COSTS, 3, book).book.position?.filledOn).toBe(FIRST_BAR + 3 * HOUR);
  });

  test('closing without a position is a fault of ours', () => {
    const book = { ...newBook(40_000), pending: order('EXIT', 1, 1) };
    expect(() => settle(candles, NO_FUNDING, COSTS, 1, book)).toThrow(RangeError);
  });
});

describe('funding', () => {
  const { candles } = handmadeContext({
    z: [0, 0, 0, 0],
    close: { x: [50_000, 51_000, 52_000, 53_000], y: [2_500, 2_600, 2_700, 2_800] },
  });
  const held = settle(candles, NO_FUNDING, COSTS, 1, pendingEntry).book;
  const funded = (i: number, book: Book, x: FundingRate[], y: FundingRate[]): Book =>
    settle(candles, { x, y }, COSTS, i, book).book;

  test('is -quantity × mark × rate: longs pay, shorts receive', () => {
    const book = funded(2, held, [stamp(2, 0.0001, 50_500)], [stamp(2, 0.0002, 2_550)]);
    const paid = 0.25 * 50_500 * 0.0001 - 4 * 2_550 * 0.0002;
    expect(book.cash - held.cash).toBeCloseTo(paid, 9);
    expect(book.position?.fundingUsd).toBeCloseTo(paid, 9);
  });

  test('takes the last close where the venue gives no mark', () => {
    const book = funded(2, held, [], [stamp(2, 0.0002)]);
    expect(book.cash - held.cash).toBeCloseTo(-4 * 2_600 * 0.0002, 9);
  });

  test('a stamp at the open is paid by what was held before the fill: not by an entry, but by an exit', () => {
    const x = [stamp(1, 0.01, 50_000, 6)];
    expect(funded(1, pendingEntry, x, []).position?.fundingUsd).toBe(0);
    const leaving = { ...held, pending: order('EXIT', 0.25, -4, 1) };
    const { closed } = settle(candles, { x: [stamp(2, 0.01, 50_000, 6)], y: [] }, COSTS, 2, leaving);
    expect(closed?.funding).toBeCloseTo(0.25 * 50_000 * 0.01, 9);
  });

  test('a stamp within the bar is paid by what is held after the fill', () => {
    const x = [stamp(1.5, 0.01, 50_000)];
    expect(funded(1, pendingEntry, x, []).position?.fundingUsd).toBeCloseTo(125, 9);
    const { book, closed } = settle(candles, { x, y: [] }, COSTS, 1, { ...held, pending: order('EXIT', 0.25, -4, 1) });
    expect(closed?.funding).toBe(0);
    expect(book.position).toBeNull();
  });

  test('each stamp is paid once, also over forward-filled bars and dropped hours', () => {
    const whole = simulatedFrame({ bars: 40, outage: [5, 6], missingX: [20, 21, 22] });
    const x = Array.from({ length: 81 }, (_, k) => stamp(k / 2, 1e-6, 1, k % 3));
    const entered: Book = { ...newBook(1e6), pending: order('ENTER_LONG_SPREAD', -1, 1) };
    let book = settle(whole, NO_FUNDING, COSTS, 1, entered).book;
    for (let i = 2; i < whole.ts.length; i++) book = settle(whole, { x, y: [] }, COSTS, i, book).book;
    // Stamps of hours 2, 2.5, …, 39.5.
    expect((book.position?.fundingUsd ?? NaN) / 1e-6).toBeCloseTo(76, 6);
  });
});

describe('ruin', () => {
  const { candles } = handmadeContext({
    z: [0, 0, 0, 0],
    close: { x: [50_000, 50_000, 250_000, 50_000], y: 2_500 },
    filled: [3],
  });

  test('an account whose equity reaches zero at a close is ruined, and stays so', () => {
    const held = settle(candles, NO_FUNDING, COSTS, 1, pendingEntry).book;
    expect(held.isRuined).toBe(false);
    const broke = settle(candles, NO_FUNDING, COSTS, 2, held).book;
    expect(equity(candles, 2, broke)).toBeLessThan(0);
    expect(broke.isRuined).toBe(true);
    expect(settle(candles, NO_FUNDING, COSTS, 3, broke).book.isRuined).toBe(true);
  });

  test('a ruined account is closed at the next real open and never trades again', () => {
    const frame = simulatedFrame({ bars: 3000, seed: 2, halfLifeBars: Infinity, outage: [700, 701] });
    const settings = strategySettings({ risk: { accountUsd: 300 } });
    const { trades, ruinedOn, decisions } = walkHistory(decisionContext(frame, settings));
    expect(ruinedOn).not.toBeNull();
    const last = trades[trades.length - 1];
    expect(last.exitReason).toBe('RUIN');
    expect(last.exitDecisionTs).toBe(ruinedOn);
    const later = decisions.filter((_, i) => frame.ts[i] > (ruinedOn ?? NaN));
    expect(later.every(({ kind }) => kind === 'hold')).toBe(true);
    expect(later.length).toBeGreaterThan(100);
  });
});

describe('the account', () => {
  test('the nets of closed trades and the open mark add up to the change in equity', () => {
    fc.assert(
      fc.property(
        fc.record({
          seed: fc.nat(),
          model: fc.constantFrom<SpreadModel>('fixed-beta', 'rolling-beta', 'residual', 'kalman'),
          direction: fc.constantFrom<Direction>('revert', 'follow'),
          zscore: fc.integer({ min: 10, max: 60 }),
          zIn: fc.double({ min: 0.6, max: 2, noNaN: true }),
          feeBps: fc.double({ min: 0, max: 100, noNaN: true }),
          slippageBps: fc.double({ min: 0, max: 100, noNaN: true }),
          accountUsd: fc.constantFrom(500, 40_000),
          rate: fc.double({ min: -0.003, max: 0.003, noNaN: true }),
          outage: fc.array(fc.integer({ min: 50, max: 580 }), { maxLength: 60 }),
          missingX: fc.array(fc.integer({ min: 50, max: 580 }), { maxLength: 20 }),
        }),
        ({ seed, model, direction, zscore, zIn, feeBps, slippageBps, accountUsd, rate, outage, missingX }) => {
          const settings = strategySettings({
            windows: { olsBeta: 40, kalman: 40, zscore, adv: 10, realizedVol: 20 },
            thresholds: { zIn, zOut: 0.3, zStop: 3 },
            strategy: { model, direction },
            risk: { accountUsd },
            costs: { feeBps, slippageBps },
          });
          const frame = simulatedFrame({ bars: 600, seed, outage, missingX });
          const funding = {
            x: Array.from({ length: 75 }, (_, k) => stamp(8 * k, rate, null, k % 5)),
            y: Array.from({ length: 150 }, (_, k) => stamp(4 * k, -rate * 0.7, 3_000)),
          };
          const { trades, books, equity: curve } = walkHistory(decisionContext(frame, settings, { funding }));
          const end = books.length - 1;
          const { position } = books[end];
          let openMark = 0;
          if (position !== null) {
            for (const leg of ['x', 'y'] as const) {
              const { quantity, price, feeUsd } = position.fills[leg];
              openMark += quantity * (frame[leg].close[end] - price) - feeUsd;
            }
            openMark += position.fundingUsd;
          }
          const net = trades.reduce((sum, trade) => sum + trade.net, 0);
          expect(Math.abs(net + openMark - (curve[end] - accountUsd))).toBeLessThan(1e-6);
          for (const trade of trades) {
            expect(Math.abs(trade.gross - trade.fees - trade.slippage + trade.funding - trade.net)).toBeLessThan(1e-8);
            expect(trade.exitTs).toBeGreaterThan(trade.entryTs);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
