import { describe, expect, it } from 'vitest';
import type { ExchangeTrade } from '../../../src/core/domain/exchange-trade.ts';
import type { Fill, FillLedger } from '../../../src/core/domain/fill.ts';
import { matchTrades, type TradeOutcome } from '../../../src/core/fills/match-trades.ts';
import { instrumentOfRow } from '../../../src/core/fills/market-symbol.ts';
import { ledgerOf, sampleFill } from '../../support/sample-fills.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const ENTRY = sampleTicket();
const EXIT = sampleExitTicket();

const row = (overrides: Partial<ExchangeTrade> = {}): ExchangeTrade => ({
  file: 'trades.csv',
  line: 2,
  venue: 'binance',
  at: ENTRY.decidedAt + 5 * MINUTE,
  symbol: 'ETHUSDT',
  market: 'spot',
  action: 'buy',
  quantity: 2.953,
  price: 3387,
  fee: { amount: 0, currency: null },
  externalId: 'a1',
  ...overrides,
});

const match = (
  rows: readonly ExchangeTrade[],
  ledger: FillLedger = ledgerOf([]),
  withinMs: number | null = null,
  tickets = [ENTRY, EXIT],
): TradeOutcome[] => matchTrades(rows, tickets, ledger, { venue: 'simulated', withinMs });

const only = (...args: Parameters<typeof match>): TradeOutcome => match(...args)[0];

/** What an import leaves in the ledger. */
const stored = (outcomes: readonly TradeOutcome[], before: readonly Fill[] = []): FillLedger =>
  ledgerOf([
    ...before,
    ...outcomes.flatMap((outcome, i) =>
      outcome.kind === 'new'
        ? [{ ...outcome.fill, no: before.length + i + 1, recordedAt: 0, replaces: null, voided: null }]
        : [],
    ),
  ]);

describe('the instrument of a row', () => {
  it.each([
    ['ETHUSDT', 'spot', 'ETH/USDT', 'ETH/USDT'],
    ['ETHUSDT', 'perpetual', 'ETH/USDT', 'ETH/USDT:USDT'],
    ['ETHUSDT', null, 'ETH/USDT:USDT', 'ETH/USDT:USDT'],
    ['ethusdt', null, 'ETH/USDT', 'ETH/USDT'],
    ['ETH/USDT', null, 'ETH/USDT', 'ETH/USDT'],
    ['ETH-USDT', null, 'ETH/USDT', 'ETH/USDT'],
    ['ETH_USDT', null, 'ETH/USDT', 'ETH/USDT'],
    ['ETH-USDT-SWAP', null, 'ETH/USDT', 'ETH/USDT:USDT'],
    ['ETHUSDT_PERP', null, 'ETH/USDT', 'ETH/USDT:USDT'],
    ['ETH/USDT:USDT', null, 'ETH/USDT', 'ETH/USDT:USDT'],
    ['ETHUSDC', 'spot', 'ETH/USDT', 'ETH/USDC'],
    ['XBTUSDT', 'spot', 'BTC/USDT', 'BTC/USDT'],
    ['XXBTZUSD', 'spot', 'BTC/USDT', 'BTC/USD'],
    ['XETHZUSD', 'spot', 'ETH/USDT', 'ETH/USD'],
    ['XBT/USD', 'spot', 'BTC/USDT', 'BTC/USD'],
    ['PF_XBTUSD', null, 'BTC/USDT', 'BTC/USD:USD'],
    ['XDGUSD', 'spot', 'DOGE/USD', 'DOGE/USD'],
    ['BTCUSDT', null, 'BTC/USDT:USDT-240628', 'BTC/USDT:USDT-240628'],
  ] as const)('%s (%s) for a leg of %s is %s', (symbol, market, leg, instrument) => {
    expect(instrumentOfRow(row({ symbol, market }), leg)).toBe(instrument);
  });

  it.each([
    ['ETHEUR', 'ETH/USDT'],
    ['ETHBTC', 'ETH/USDT'],
    ['ETHWUSDT', 'ETH/USDT'],
    ['BTCUSDT', 'ETH/USDT'],
    ['XXBTZEUR', 'BTC/USDT'],
    ['ETH', 'ETH/USDT'],
    ['BTCUSDT_240628', 'BTC/USDT'],
    ['A-B-C-D', 'ETH/USDT'],
  ])('%s is nothing of %s', (symbol, leg) => {
    expect(instrumentOfRow(row({ symbol, market: null }), leg)).toBeNull();
  });
});

describe('a row of an export', () => {
  it('becomes a fill of the ticket of its symbol, side and time', () => {
    const outcome = only([row({ fee: { amount: 1.5, currency: 'USDT' } })]);
    expect(outcome).toMatchObject({
      kind: 'new',
      warning: null,
      fill: {
        ...{ ticketId: ENTRY.id, leg: 'y', instrument: 'ETH/USDT', action: 'buy', quantity: 2.953, price: 3387 },
        ...{ feeUsd: 1.5, at: ENTRY.decidedAt + 5 * MINUTE, source: 'import', venue: 'binance', externalId: 'a1' },
      },
    });
    expect(only([row({ at: EXIT.decidedAt, action: 'sell' })])).toMatchObject({ fill: { ticketId: EXIT.id } });
    expect(only([row({ venue: null })])).toMatchObject({ fill: { venue: 'simulated' } });
  });

  it.each([
    ['the moment of the decision', 0, 'new'],
    ['one millisecond before', -1, 'unmatched'],
    ['the end of the bar after its validity', 2 * HOUR, 'new'],
    ['one millisecond later', 2 * HOUR + 1, 'unmatched'],
  ])('fits a ticket at %s: %s ms', (_, offset, kind) => {
    expect(only([row({ at: ENTRY.decidedAt + offset })]).kind).toBe(kind);
  });

  it('fits for as many hours as one says', () => {
    const late = row({ at: ENTRY.decidedAt + 5 * HOUR });
    expect(only([late]).kind).toBe('unmatched');
    expect(only([late], ledgerOf([]), 5 * HOUR).kind).toBe('new');
    expect(only([row({ at: ENTRY.decidedAt + HOUR })], ledgerOf([]), 0.5 * HOUR).kind).toBe('unmatched');
  });

  it('goes to the newest ticket that fits', () => {
    const newer = sampleTicket({ id: 'newer', bar: ENTRY.bar + HOUR, decidedAt: ENTRY.decidedAt + HOUR });
    const at = ENTRY.decidedAt + HOUR + MINUTE;
    expect(only([row({ at })], ledgerOf([]), null, [ENTRY, newer])).toMatchObject({ fill: { ticketId: 'newer' } });
  });

  it('of two tickets of one bar goes to the one that lacks more', () => {
    const pair = { x: 'BTC/USDT', y: 'SOL/USDT' };
    const sol = sampleTicket({ id: 'sol', pair, legs: { ...ENTRY.legs, y: { ...ENTRY.legs.y, symbol: 'SOL/USDT' } } });
    const half = (id: string, quantity: number): ExchangeTrade =>
      row({ symbol: 'BTCUSDT', action: 'sell', quantity, price: 61_000, externalId: id });
    const outcomes = match([half('1', 0.2591), half('2', 0.2591)], ledgerOf([]), null, [ENTRY, sol]);
    expect(outcomes.map((outcome) => (outcome.kind === 'new' ? outcome.fill.ticketId : ''))).toEqual([ENTRY.id, 'sol']);
  });

  it.each([
    [row({ symbol: 'BTCEUR' }), 'no ticket trades BTCEUR'],
    [row({ at: ENTRY.decidedAt - HOUR }), 'no ticket of ETH/USDT was open at 2024-03-01T07:00Z'],
    [row({ action: 'sell' }), `${ENTRY.id} buys ETH/USDT, the row sells it`],
  ])('that fits no ticket is told with the reason', (trade, reason) => {
    expect(only([trade])).toEqual({ kind: 'unmatched', trade, reason });
  });

  it('of a skipped ticket is told, and how to take the skip back', () => {
    const skips = [{ ticketId: ENTRY.id, isSkipped: true, why: null, at: 0 }];
    expect(only([row()], ledgerOf([], skips))).toMatchObject({
      kind: 'unmatched',
      reason: `${ENTRY.id} is marked as skipped: take that back first (statarb skip ${ENTRY.id} --undo)`,
    });
  });

  it.each([
    ['USDT', 2, 2, null],
    ['USDC', 2, 2, null],
    [null, 2, 2, null],
    ['ETH', 0.002, 0.002 * 3387, null],
    ['BNB', 0, 0, null],
    ['BNB', 0.01, 0, 'fee of 0.01 BNB has no price here: recorded as 0'],
  ])('has its fee of %s counted in dollars', (currency, amount, feeUsd, warning) => {
    expect(only([row({ fee: { amount, currency } })])).toMatchObject({ warning, fill: { feeUsd } });
  });

  it('has a fee in Kraken’s XBT counted as BTC', () => {
    const trade = row({ symbol: 'XXBTZUSD', action: 'sell', price: 61_000, fee: { amount: 0.001, currency: 'XBT' } });
    expect(only([trade])).toMatchObject({ fill: { feeUsd: 61 } });
  });
});

describe('a row that is recorded already', () => {
  it('adds nothing, however often and in whatever order it is imported', () => {
    const rows = [row(), row({ externalId: 'a2', quantity: 1 }), row({ externalId: 'a1' })];
    const first = match(rows);
    expect(first.map(({ kind }) => kind)).toEqual(['new', 'new', 'known']);
    for (const again of [rows, [...rows].reverse()]) {
      expect(match(again, stored(first)).map(({ kind }) => kind)).toEqual(['known', 'known', 'known']);
    }
  });

  it('is known by its id though it was voided: what was voided is not brought back', () => {
    const voided = sampleFill({ no: 7, externalId: 'a1', voided: { at: 0, why: null } });
    expect(only([row()], ledgerOf([voided]))).toMatchObject({ kind: 'known', no: 7 });
  });

  it('is known by its id on spot and perpetual of one base, but not on another base', () => {
    const perpetual = sampleFill({ no: 7, instrument: 'ETH/USDT:USDT', externalId: 'a1' });
    expect(only([row()], ledgerOf([perpetual]))).toMatchObject({ kind: 'known', no: 7 });
    const btc = row({ symbol: 'BTCUSDT', action: 'sell', price: 61_000 });
    expect(only([btc], ledgerOf([perpetual])).kind).toBe('new');
  });

  it('is known as the fill somebody typed in by hand with the same numbers, once', () => {
    const typed = sampleFill({ no: 5, price: 3387, at: ENTRY.decidedAt + HOUR });
    const rows = [row(), row({ externalId: 'a2' })];
    const first = match(rows, ledgerOf([typed]));
    expect(first.map(({ kind }) => kind)).toEqual(['known', 'new']);
    expect(first[0]).toMatchObject({ no: 5 });
    expect(match(rows, stored(first, [typed])).map(({ kind }) => kind)).toEqual(['known', 'known']);
  });

  it.each([
    ['another quantity', { quantity: 2.95 }],
    ['another price', { price: 3386.9 }],
    ['imported, not typed', { source: 'import' as const, externalId: 'zz' }],
    ['voided', { voided: { at: 0, why: null } }],
  ])('is not mistaken for a fill that is %s', (_, change) => {
    const fill = sampleFill({ no: 5, price: 3387, ...change });
    expect(only([row()], ledgerOf([fill])).kind).toBe('new');
  });
});
