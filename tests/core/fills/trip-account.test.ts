import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signed, type Fill } from '../../../src/core/domain/fill.ts';
import type { Legs } from '../../../src/core/domain/pair.ts';
import type { Ticket } from '../../../src/core/domain/ticket.ts';
import { roundTrips } from '../../../src/core/fills/round-trip.ts';
import { tripAccount, type TripAccount } from '../../../src/core/fills/trip-account.ts';
import {
  ledgerOf,
  marks,
  sampleExitFills,
  sampleFill,
  sampleHedge,
  someFills,
  tripOf,
} from '../../support/sample-fills.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

const LEGS = ['x', 'y'] as const;
const MARKS = { x: 62_000, y: 3_500 };

/** What a person would work out: money in and out, and what is left at the mark. */
const cashAndMarks = (fills: readonly Fill[], prices: Legs<number>, leg: 'x' | 'y'): number =>
  fills
    .filter((fill) => fill.leg === leg)
    .reduce((sum, { action, quantity, price }) => sum + signed(action, quantity) * (prices[leg] - price), 0);

const figures = ({ legs, netUsd, realisedUsd, unrealisedUsd, feesUsd, shortfall }: TripAccount): number[] => [
  ...[netUsd, realisedUsd, unrealisedUsd, feesUsd, ...Object.values<number>({ ...shortfall })],
  ...LEGS.flatMap((leg) => [legs[leg].held, legs[leg].realisedUsd, legs[leg].unrealisedUsd, legs[leg].feesUsd]),
];

/** Dollars of up to millions, equal to well below a cent. */
function expectSame(a: TripAccount, b: TripAccount): void {
  figures(a).forEach((value, i) => {
    expect(value).toBeCloseTo(figures(b)[i], 5);
  });
  // Of the words all but the digits: the last one may be rounded either way.
  const words = ({ state, remainder }: TripAccount): unknown[] => [state, remainder?.replace(/\d+/g, '0')];
  expect(words(a)).toEqual(words(b));
}

const withExit = fc.constantFrom<Ticket | null>(null, sampleExitTicket());

describe('a real round trip, whatever its fills', () => {
  it('makes the cash its fills moved, plus what is held at the mark, less fees: per leg and in all', () => {
    fc.assert(
      fc.property(someFills, marks, withExit, (fills, prices, exit) => {
        const account = tripAccount(tripOf(fills, exit), prices);
        const fees = fills.reduce((sum, { feeUsd }) => sum + feeUsd, 0);
        for (const leg of LEGS) {
          const { realisedUsd, unrealisedUsd } = account.legs[leg];
          expect(realisedUsd + unrealisedUsd).toBeCloseTo(cashAndMarks(fills, prices, leg), 5);
        }
        const all = LEGS.reduce((sum, leg) => sum + cashAndMarks(fills, prices, leg), 0);
        expect(account.netUsd).toBeCloseTo(all - fees, 5);
        expect(account.feesUsd).toBeCloseTo(fees, 9);
      }),
    );
  });

  it('does not depend on the order of its fills', () => {
    const shuffled = someFills.chain((fills) =>
      fc.tuple(fc.constant(fills), fc.shuffledSubarray(fills, { minLength: fills.length })),
    );
    fc.assert(
      fc.property(shuffled, marks, withExit, ([fills, others], prices, exit) => {
        expectSame(tripAccount(tripOf(fills, exit), prices), tripAccount(tripOf(others, exit), prices));
      }),
    );
  });

  it('does not depend on how a fill is split into parts of one price', () => {
    fc.assert(
      fc.property(
        someFills,
        marks,
        withExit,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (fills, prices, exit, share) => {
          const parts = fills.flatMap((fill) =>
            [share, 1 - share].map((part) => ({
              ...fill,
              quantity: fill.quantity * part,
              feeUsd: fill.feeUsd * part,
            })),
          );
          expectSame(tripAccount(tripOf(fills, exit), prices), tripAccount(tripOf(parts, exit), prices));
        },
      ),
    );
  });

  it('counts a voided fill with its replacement as the replacement alone', () => {
    fc.assert(
      fc.property(someFills, marks, fc.nat(), (fills, prices, pick) => {
        fc.pre(fills.length > 0);
        const tickets = [sampleTicket(), sampleExitTicket()];
        const at = pick % fills.length;
        const right = { ...fills[at], no: fills.length + 1, quantity: fills[at].quantity * 2, replaces: fills[at].no };
        const wrong = { ...fills[at], voided: { at: 0, why: 'typo' } };
        const corrected = [...fills.slice(0, at), wrong, ...fills.slice(at + 1), right];
        const alone = [...fills.slice(0, at), ...fills.slice(at + 1), right];
        const [a, b] = [corrected, alone].map((all) => tripAccount(roundTrips(tickets, ledgerOf(all))[0], prices));
        expectSame(a, b);
        expect(a.trip.fills).toEqual(b.trip.fills);
      }),
    );
  });

  it('falls short of the tickets by what the tickets’ own P&L at their prices exceeds the real one', () => {
    fc.assert(
      fc.property(someFills, marks, withExit, (fills, prices, exit) => {
        const { shortfall, netUsd } = tripAccount(tripOf(fills, exit), prices);
        const entry = sampleTicket();
        const onPaper = LEGS.reduce((sum, leg) => {
          const { action, quantity, referencePrice } = entry.legs[leg];
          const worth = exit?.legs[leg].referencePrice ?? prices[leg];
          return sum + signed(action, quantity) * (worth - referencePrice);
        }, 0);
        expect(shortfall.totalUsd).toBeCloseTo(onPaper - netUsd, 5);
        expect(shortfall.priceUsd + shortfall.unfilledUsd + shortfall.feesUsd).toBeCloseTo(shortfall.totalUsd, 9);
        expect(shortfall.totalBps).toBeCloseTo((shortfall.totalUsd / (15805.23 + 10000.04)) * 10_000, 9);
      }),
    );
  });
});

describe('a round trip filled as its tickets say', () => {
  const exit = sampleExitTicket({
    legs: {
      x: { ...sampleExitTicket().legs.x, referencePrice: 60_000 },
      y: { ...sampleExitTicket().legs.y, referencePrice: 3_450 },
    },
  });

  it('is open and hedged between entry and exit, and falls short of nothing', () => {
    const account = tripAccount(tripOf([sampleFill(), sampleHedge()]), MARKS);
    expect(account).toMatchObject({ state: 'open', remainder: null, realisedUsd: 0, feesUsd: 0 });
    expect(account.unrealisedUsd).toBeCloseTo(2.953 * (3500 - 3386.4) - 0.2591 * (62_000 - 61000.5), 9);
    expect(account.shortfall).toMatchObject({ priceUsd: 0, unfilledUsd: 0, totalUsd: 0 });
    expect(account.legs.y).toMatchObject({ held: 2.953, opened: { quantity: 2.953, averagePrice: 3386.4 } });
    expect(account.legs.x.holdings).toEqual([{ instrument: 'BTC/USDT', quantity: -0.2591 }]);
  });

  it('is closed afterwards: its P&L is realised, less fees, and the mark does not matter any more', () => {
    const fills = [sampleFill(), sampleHedge(), ...sampleExitFills({ x: 60_010, y: 3_449 }, { feeUsd: 4 })];
    const account = tripAccount(tripOf(fills, exit), MARKS);
    expect(account).toMatchObject({ state: 'closed', remainder: null, unrealisedUsd: 0, feesUsd: 8 });
    expect(account.realisedUsd).toBeCloseTo(2.953 * (3449 - 3386.4) + 0.2591 * (61000.5 - 60_010), 9);
    // One dollar less an ETH and ten more a BTC than the exit ticket's prices.
    expect(account.shortfall.priceUsd).toBeCloseTo(2.953 + 2.591, 9);
    expect(account.shortfall.unfilledUsd).toBe(0);
    expectSame(account, tripAccount(tripOf(fills, exit), { x: 1, y: 1 }));
  });

  it('counts an entry that was never filled at what it would have made, until the paper book left', () => {
    const before = tripAccount(tripOf([]), MARKS);
    expect(before).toMatchObject({ state: 'unfilled', netUsd: 0 });
    expect(before.firstFillAt).toBeNaN();
    expect(before.shortfall.unfilledUsd).toBeCloseTo(2.953 * (3500 - 3386.4) - 0.2591 * (62_000 - 61000.5), 9);
    const after = tripAccount(tripOf([], exit), { x: 1, y: 1 });
    expect(after.shortfall.unfilledUsd).toBeCloseTo(2.953 * (3450 - 3386.4) + 0.2591 * (61000.5 - 60_000), 9);
  });

  it('counts an exit that was not placed by how the mark has moved since', () => {
    const { state, shortfall } = tripAccount(tripOf([sampleFill(), sampleHedge()], exit), { x: 60_000, y: 3_400 });
    expect(state).toBe('open');
    expect(shortfall.unfilledUsd).toBeCloseTo(2.953 * (3450 - 3400), 9);
  });
});

describe('what is not hedged', () => {
  const remainder = (...fills: Fill[]): string | null => tripAccount(tripOf(fills), MARKS).remainder;

  it('is told as the leg that is too small, and by how much of it', () => {
    expect(remainder(sampleFill({ quantity: 2.153 }), sampleHedge())).toBe('ETH leg 0.800 short of hedge');
    expect(remainder(sampleFill())).toBe('BTC leg 0.2591 short of hedge');
    expect(remainder(sampleFill({ quantity: 5.906 }), sampleHedge())).toBe('BTC leg 0.2591 short of hedge');
  });

  it('is nothing when both legs are filled to the same share, or differ by less than a lot', () => {
    expect(remainder(sampleFill({ quantity: 1.4765 }), sampleHedge({ quantity: 0.12955 }))).toBeNull();
    expect(remainder(sampleFill({ quantity: 2.9525 }), sampleHedge())).toBeNull();
  });

  it('counts the perpetual of a spot leg as that leg', () => {
    expect(remainder(sampleFill({ instrument: 'ETH/USDT:USDT' }), sampleHedge())).toBeNull();
  });

  it('also covers what one leg of an exit has closed already', () => {
    const [sold] = sampleExitFills({ x: 60_000, y: 3_450 });
    const account = tripAccount(tripOf([sampleFill(), sampleHedge(), sold], sampleExitTicket()), MARKS);
    expect([account.state, account.remainder]).toEqual(['open', 'ETH leg 2.953 short of hedge']);
  });

  it('is what lies about when an exchange took its fee from the coins: the trip is closed all the same', () => {
    const [sold, bought] = sampleExitFills({ x: 60_000, y: 3_450 });
    const fills = [sampleFill(), sampleHedge(), { ...sold, quantity: 2.95 }, bought];
    const account = tripAccount(tripOf(fills, sampleExitTicket()), MARKS);
    expect([account.state, account.remainder]).toEqual(['closed', '0.003 ETH left over']);
  });

  it('is there when a perpetual was bought and spot was sold: neither is flat', () => {
    const fills = [
      ...[sampleFill({ instrument: 'ETH/USDT:USDT' }), sampleHedge()],
      ...sampleExitFills({ x: 60_000, y: 3_450 }),
    ];
    const account = tripAccount(tripOf(fills, sampleExitTicket()), MARKS);
    expect(account.state).toBe('open');
    expect(account.legs.y.holdings).toEqual([
      { instrument: 'ETH/USDT', quantity: -2.953 },
      { instrument: 'ETH/USDT:USDT', quantity: 2.953 },
    ]);
  });
});
