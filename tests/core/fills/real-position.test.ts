import { describe, expect, it } from 'vitest';
import type { Fill, SkipRecord } from '../../../src/core/domain/fill.ts';
import { pairName } from '../../../src/core/domain/pair.ts';
import type { Ticket } from '../../../src/core/domain/ticket.ts';
import { exitNote } from '../../../src/core/fills/exit-note.ts';
import { holdingWords, realPositions, type RealPosition } from '../../../src/core/fills/real-position.ts';
import { roundTrips } from '../../../src/core/fills/round-trip.ts';
import { tripAccount } from '../../../src/core/fills/trip-account.ts';
import { ledgerOf, sampleExitFills, sampleFill, sampleHedge } from '../../support/sample-fills.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

const MARKS = { x: 62_000, y: 3_500 };
const ENTRY = sampleTicket();
const EXIT = sampleExitTicket();

const real = (tickets: readonly Ticket[], fills: readonly Fill[], skips: readonly SkipRecord[] = []): RealPosition =>
  realPositions(tickets, ledgerOf(fills, skips), new Map([[pairName(ENTRY.pair), MARKS]]))[0];

const skipped = (ticket: Ticket, isSkipped = true): SkipRecord => ({
  ticketId: ticket.id,
  isSkipped,
  why: null,
  at: 1,
});

describe('the real position of a pair', () => {
  it('is what the fills of its open round trips hold, with P&L and since when', () => {
    const position = real([ENTRY], [sampleFill({ feeUsd: 10 }), sampleHedge({ at: ENTRY.decidedAt + 1 })]);
    expect(position).toMatchObject({
      pair: 'BTC/USDT~ETH/USDT',
      state: 'open',
      since: ENTRY.decidedAt + 1,
      feesUsd: 10,
      remainder: null,
      beside: null,
    });
    expect(position.netUsd).toBeCloseTo(2.953 * (3500 - 3386.4) - 0.2591 * (62_000 - 61000.5) - 10, 9);
    expect(holdingWords(position.holdings)).toBe('+2.953 ETH/USDT, -0.2591 BTC/USDT');
  });

  it('is flat or none without open round trips, in the order of the pairs’ first tickets', () => {
    const sol = sampleTicket({ id: 'sol', pair: { x: 'BTC/USDT', y: 'SOL/USDT' } });
    const fills = [sampleFill(), sampleHedge(), ...sampleExitFills({ x: 60_000, y: 3_450 })];
    const positions = realPositions([sol, ENTRY, EXIT], ledgerOf(fills), new Map());
    expect(positions.map(({ pair, state }) => [pair, state])).toEqual([
      ['BTC/USDT~SOL/USDT', 'none'],
      ['BTC/USDT~ETH/USDT', 'flat'],
    ]);
    expect(positions[1].since).toBeNaN();
    expect(holdingWords([])).toBe('flat');
  });

  it('without a mark has no P&L, and says what is held all the same', () => {
    const [position] = realPositions([ENTRY], ledgerOf([sampleFill()]), new Map());
    expect(position.netUsd).toBeNaN();
    expect(position.holdings).toHaveLength(1);
  });

  it('says where it parts from the paper book', () => {
    const closedEarly = [sampleFill(), sampleFill({ no: 2, action: 'sell', source: 'close' })];
    expect(real([ENTRY], []).beside).toBe('no fill is recorded for the paper position');
    expect(real([ENTRY], [], [skipped(ENTRY)]).beside).toBe('the paper position was not placed');
    expect(real([ENTRY], closedEarly).beside).toBe(
      'closed 2024-03-01T08:05Z, before the paper book: its exit ticket will find nothing to close',
    );
    expect(real([ENTRY, EXIT], [sampleFill()]).beside).toBe(`the paper book is closed: place ${EXIT.id}`);
    expect(real([ENTRY, EXIT], [sampleFill()], [skipped(EXIT)]).beside).toBe(
      `the paper book is closed and ${EXIT.id} is skipped`,
    );
    expect(real([ENTRY, EXIT], closedEarly).beside).toBeNull();
    expect(real([ENTRY, EXIT], []).beside).toBeNull();
  });

  it('does not forget an older round trip that nobody closed', () => {
    const later = sampleTicket({ id: 'later', bar: ENTRY.bar + 24 * 3_600_000 });
    const position = real([ENTRY, EXIT, later], [sampleFill()]);
    expect(position.beside).toBe(
      `the paper book is closed: place ${EXIT.id}; no fill is recorded for the paper position`,
    );
    expect(position.open).toHaveLength(1);
  });

  it('takes the newest word on a skip', () => {
    const words = [skipped(ENTRY), skipped(ENTRY, false)];
    expect(real([ENTRY], [], words).beside).toBe('no fill is recorded for the paper position');
    expect(roundTrips([ENTRY], ledgerOf([], [skipped(ENTRY)]))[0].entrySkip).not.toBeNull();
    expect(roundTrips([ENTRY], ledgerOf([], words))[0].entrySkip).toBeNull();
  });
});

describe('an exit ticket', () => {
  const note = (fills: readonly Fill[], ticket = EXIT): string | null =>
    exitNote(ticket, tripAccount(roundTrips([ENTRY, EXIT], ledgerOf(fills))[0], MARKS));

  it('is closed already when the real legs were flat before it', () => {
    const early = [sampleFill(), sampleFill({ no: 2, action: 'sell', source: 'close' })];
    expect(note(early)).toBe('already closed: the real legs are flat since 2024-03-01T08:05Z');
    expect(note(early, ENTRY)).toBeNull();
  });

  it('has nothing to close when its entry was never filled', () => {
    expect(note([])).toBe('nothing to close: its entry was never filled');
  });

  it('does what it says otherwise', () => {
    expect(note([sampleFill()])).toBeNull();
    expect(note([sampleFill(), sampleHedge(), ...sampleExitFills({ x: 60_000, y: 3_450 })])).toBeNull();
  });

  it('whose entry nobody knows stands for itself', () => {
    const [trip] = roundTrips([EXIT], ledgerOf([]));
    expect([trip.entry.id, trip.exit]).toEqual([EXIT.id, null]);
    expect(exitNote(EXIT, tripAccount(trip, MARKS))).toBeNull();
  });
});
