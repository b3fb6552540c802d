import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ticket } from '../../../src/core/domain/ticket.ts';
import { paperResult } from '../../../src/core/fills/paper-result.ts';
import { pnlJson } from '../../../src/core/fills/pnl-json.ts';
import { monthlyPnl, pnlTotals, type TripPnl } from '../../../src/core/fills/pnl-report.ts';
import { tripAccount } from '../../../src/core/fills/trip-account.ts';
import { marks, sampleExitFills, sampleFill, sampleHedge, someFills, tripOf } from '../../support/sample-fills.ts';
import { flatBook, PAIR, sampleOrder, sampleTrade } from '../../support/sample-commit.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

const MARKS = { x: 62_000, y: 3_500 };

const tripPnl = (
  fills: Parameters<typeof tripOf>[0],
  exit: Ticket | null = sampleExitTicket(),
  prices = MARKS,
  paper: TripPnl['paper'] = null,
): TripPnl => ({ pair: PAIR, account: tripAccount(tripOf(fills, exit), prices), paper });

describe('real P&L', () => {
  it('by month adds up to the realised P&L and fees of the totals, whatever the fills', () => {
    fc.assert(
      fc.property(fc.array(someFills, { maxLength: 4 }), marks, (lists, prices) => {
        const trips = lists.map((fills) => tripPnl(fills, sampleExitTicket(), prices));
        const months = monthlyPnl(trips);
        const totals = pnlTotals(trips);
        const sum = (of: (month: (typeof months)[number]) => number): number =>
          months.reduce((all, m) => all + of(m), 0);
        expect(sum(({ realisedUsd }) => realisedUsd)).toBeCloseTo(totals.realisedUsd, 5);
        expect(sum(({ feesUsd }) => feesUsd)).toBeCloseTo(totals.feesUsd, 9);
        expect(sum(({ fills }) => fills)).toBe(lists.flat().length);
        expect(sum(({ closedTrips }) => closedTrips)).toBe(totals.trips.closed);
        expect(totals.netUsd).toBeCloseTo(totals.realisedUsd + totals.unrealisedUsd - totals.feesUsd, 5);
        expect(months.map(({ month }) => month)).toEqual(months.map(({ month }) => month).sort());
      }),
    );
  });

  it('falls into the month of the fill that made it, the paper P&L into that of the paper exit', () => {
    const april = Date.UTC(2024, 3, 2);
    const fills = [
      ...[sampleFill({ feeUsd: 1 }), sampleHedge({ feeUsd: 2 })],
      ...sampleExitFills({ x: 61000.5, y: 3_396.4 }, { feeUsd: 4, at: april }),
    ];
    const paper = { state: 'closed' as const, netUsd: 33, closedAt: Date.UTC(2024, 2, 31) };
    const months = monthlyPnl([tripPnl(fills, sampleExitTicket(), MARKS, paper)]);
    expect(
      months.map(({ month, fills: count, closedTrips, feesUsd, paperNetUsd }) => [
        month,
        count,
        closedTrips,
        feesUsd,
        paperNetUsd,
      ]),
    ).toEqual([
      ['2024-03', 2, 0, 3, 33],
      ['2024-04', 2, 1, 8, 0],
    ]);
    expect(months[0].realisedUsd).toBe(0);
    expect(months[1].netUsd).toBeCloseTo(29.53 - 8, 9);
  });

  it('counts round trips by what became of them, and their shortfall against all tickets together', () => {
    const trips = [tripPnl([], null), tripPnl([sampleFill({ feeUsd: 7 })], null)];
    const totals = pnlTotals(trips);
    expect(totals.trips).toEqual({ open: 1, closed: 0, skipped: 0, unfilled: 1 });
    expect(totals.shortfall.totalUsd).toBeCloseTo(
      trips.reduce((sum, { account }) => sum + account.shortfall.totalUsd, 0),
      9,
    );
    expect(totals.shortfall.totalBps).toBeCloseTo((totals.shortfall.totalUsd / (2 * 25805.27)) * 10_000, 9);
    expect(pnlTotals([]).shortfall.totalBps).toBeNaN();
  });

  it('as a document has no value that JSON cannot say', () => {
    const document = pnlJson([tripPnl([], null)], new Map([[PAIR, { price: MARKS, at: Date.UTC(2024, 2, 1, 9) }]]));
    const read = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
    expect(read).toMatchObject({
      marks: [{ pair: PAIR, at: '2024-03-01T09:00:00Z', x: 62_000, y: 3_500 }],
      trips: [
        {
          ...{ pair: PAIR, entry_ticket: sampleTicket().id, exit_ticket: null, state: 'unfilled', paper: null },
          ...{ first_fill: null, legs: { y: { opened: { quantity: 0, average_price: null } } } },
        },
      ],
      months: [],
    });
  });
});

describe('paper P&L of a ticket', () => {
  const entry = sampleTicket();
  const fill = { quantity: 2, price: 3_400, feeUsd: 6, slippageUsd: 1 };
  const position = {
    side: 'long_spread' as const,
    entry: sampleOrder(),
    filledOn: entry.bar + 3_600_000,
    fills: { x: { ...fill, quantity: -0.1, price: 61_000 }, y: fill },
    fundingUsd: -3,
  };

  it('is that of the closed trade it opened', () => {
    expect(paperResult(entry, [sampleTrade()], flatBook(), MARKS)).toEqual({
      ...{ state: 'closed', netUsd: 313, closedAt: Date.UTC(2024, 2, 1, 20) },
    });
  });

  it('is that of the open position at the marks, fees and funding included', () => {
    const paper = paperResult(entry, [], flatBook({ position }), MARKS);
    expect(paper).toMatchObject({ state: 'open' });
    expect(paper?.netUsd).toBeCloseTo(2 * 100 - 0.1 * 1_000 - 12 - 3, 9);
  });

  it('is nothing yet while its order waits, and unknown when the book is of another time', () => {
    expect(paperResult(entry, [], flatBook({ pending: sampleOrder() }), MARKS)).toMatchObject({
      ...{ state: 'pending', netUsd: 0 },
    });
    const later = sampleTicket({ bar: entry.bar + 1 });
    expect(paperResult(later, [sampleTrade()], flatBook({ position, pending: sampleOrder() }), MARKS)).toBeNull();
    expect(paperResult(later, [], null, MARKS)).toBeNull();
  });
});
