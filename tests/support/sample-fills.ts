import fc from 'fast-check';
import type { Fill, FillLedger, SkipRecord } from '../../src/core/domain/fill.ts';
import type { Legs } from '../../src/core/domain/pair.ts';
import type { Ticket } from '../../src/core/domain/ticket.ts';
import type { RoundTrip } from '../../src/core/fills/round-trip.ts';
import { sampleExitTicket, sampleTicket } from './sample-ticket.ts';

const MINUTE = 60_000;

/** A live fill of the sample entry's ETH leg, exactly as the ticket has it, with any fields replaced. */
export const sampleFill = (overrides: Partial<Fill> = {}): Fill => ({
  no: 1,
  ticketId: sampleTicket().id,
  leg: 'y',
  instrument: 'ETH/USDT',
  action: 'buy',
  quantity: 2.953,
  price: 3386.4,
  feeUsd: 0,
  at: sampleTicket().decidedAt + 5 * MINUTE,
  source: 'hand',
  venue: 'binance',
  externalId: null,
  recordedAt: sampleTicket().decidedAt + 6 * MINUTE,
  replaces: null,
  voided: null,
  ...overrides,
});

/** The other leg of the sample entry. */
export const sampleHedge = (overrides: Partial<Fill> = {}): Fill =>
  sampleFill({
    ...{ no: 2, leg: 'x', instrument: 'BTC/USDT', action: 'sell', quantity: 0.2591, price: 61000.5 },
    ...overrides,
  });

/** What closes both, for the sample exit. */
export const sampleExitFills = (prices: Legs<number>, overrides: Partial<Fill> = {}): Fill[] => {
  const { id, decidedAt } = sampleExitTicket();
  const common = { ticketId: id, at: decidedAt + 5 * MINUTE, ...overrides };
  return [
    sampleFill({ ...common, no: 3, action: 'sell', price: prices.y }),
    sampleHedge({ ...common, no: 4, action: 'buy', price: prices.x }),
  ];
};

export const ledgerOf = (fills: readonly Fill[], skips: readonly SkipRecord[] = []): FillLedger => ({ fills, skips });

export const tripOf = (fills: readonly Fill[], exit: Ticket | null = null): RoundTrip => ({
  entry: sampleTicket(),
  exit,
  fills,
  entrySkip: null,
  exitSkip: null,
});

/** Prices with cents, quantities on a grid, rebates among the fees: what exchanges really report. */
const money = (least: number, most: number): fc.Arbitrary<number> =>
  fc.integer({ min: least * 100, max: most * 100 }).map((cents) => cents / 100);

export const marks: fc.Arbitrary<Legs<number>> = fc.record({ x: money(20_000, 90_000), y: money(1_000, 5_000) });

/** One fill of the sample round trip: of either leg, on spot or perpetual, for the entry, its exit, or closing it apart. */
const oneFill: fc.Arbitrary<Fill> = fc
  .record({
    leg: fc.constantFrom('x' as const, 'y' as const),
    isPerpetual: fc.boolean(),
    kind: fc.constantFrom('entry' as const, 'exit' as const, 'apart' as const),
    quantity: fc.integer({ min: 1, max: 40_000 }).map((lots) => lots / 10_000),
    prices: marks,
    feeUsd: money(-5, 50),
    minutes: fc.integer({ min: 0, max: 60 * 24 * 70 }),
  })
  .map(({ leg, isPerpetual, kind, quantity, prices, feeUsd, minutes }) => {
    const ticket = kind === 'exit' ? sampleExitTicket() : sampleTicket();
    const { action, symbol } = sampleTicket().legs[leg];
    return sampleFill({
      ...{ ticketId: ticket.id, leg, quantity, price: prices[leg], feeUsd },
      instrument: isPerpetual ? `${symbol}:USDT` : symbol,
      action: kind === 'entry' ? action : action === 'buy' ? 'sell' : 'buy',
      at: sampleTicket().decidedAt + minutes * MINUTE,
      source: kind === 'apart' ? 'close' : 'hand',
    });
  });

/** Any set of fills of the sample round trip. */
export const someFills: fc.Arbitrary<Fill[]> = fc
  .array(oneFill, { maxLength: 12 })
  .map((fills) => fills.map((fill, i) => ({ ...fill, no: i + 1 })));
