import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openCycleStore } from '../../src/adapters/store/sqlite-cycle-store.ts';
import { openFillBook } from '../../src/adapters/store/sqlite-fill-book.ts';
import type { Ticket } from '../../src/core/domain/ticket.ts';
import { closePosition, type CloseRequest, type CloseResult } from '../../src/workflows/close-position.ts';
import { realPositionsOf } from '../../src/workflows/real-book.ts';
import { recordFill, type FillRequest } from '../../src/workflows/record-fill.ts';
import { commitOf, PAIR, sampleRun } from '../support/sample-commit.ts';
import { sampleTicket } from '../support/sample-ticket.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { virtualClock } from '../support/virtual-clock.ts';

const DAY = 86_400_000;
const NOW = sampleTicket().decidedAt + 10 * DAY;

/** The opposite of the sample entry, days later. */
const OPPOSITE = sampleTicket({
  id: 'opposite',
  event: 'ENTER_SHORT_SPREAD',
  bar: sampleTicket().bar + DAY,
  decidedAt: sampleTicket().decidedAt + DAY,
  legs: {
    x: { ...sampleTicket().legs.x, action: 'buy' },
    y: { ...sampleTicket().legs.y, action: 'sell' },
  },
});

async function place(...tickets: readonly Ticket[]) {
  const file = join(tempFolder(), 'statarb.db');
  const store = await openCycleStore(file);
  for (const [k, ticket] of tickets.entries()) {
    store.commit(sampleRun({ runId: `run-${k}` }), [commitOf(ticket, `run-${k}`)], []);
  }
  const fills = await openFillBook(file);
  onTestFinished(() => {
    fills.close();
    store.close();
  });
  const ports = { store, fills, clock: virtualClock(NOW) };
  return {
    ports,
    fill: (ticket: string, leg: string, quantity: number, price: number, more: Partial<FillRequest> = {}) =>
      recordFill(ports, {
        ...{ ticket, leg, quantity, price, feeUsd: 0, at: null, externalId: null, isForced: false },
        ...more,
      }),
    close: (prices: Record<string, number> | null, more: Partial<CloseRequest> = {}): CloseResult =>
      closePosition(ports, {
        pair: PAIR,
        done: prices === null ? null : { prices: new Map(Object.entries(prices)), fees: 0, at: null },
        isForced: false,
        ...more,
      }),
  };
}

describe('closing what is really held', () => {
  it('lets round trips that hold the same against each other meet at the price given, or at the mark', async () => {
    const { fill, close, ports } = await place(sampleTicket(), OPPOSITE);
    for (const ticket of [sampleTicket().id, OPPOSITE.id]) {
      fill(ticket, 'ETH', 2, 3386.4);
      fill(ticket, 'BTC', 0.2, 61000.5);
    }
    expect(close(null)).toMatchObject({ orders: [], booked: null, position: { state: 'open', holdings: [] } });
    const done = close({ ETH: 3_400 });
    expect(done.booked?.map(({ instrument, price, feeUsd }) => [instrument, price, feeUsd])).toEqual([
      ['ETH/USDT', 3_400, 0],
      ['BTC/USDT', 61000.5, 0],
      ['ETH/USDT', 3_400, 0],
      ['BTC/USDT', 61000.5, 0],
    ]);
    expect(realPositionsOf(ports).get(PAIR)).toMatchObject({ state: 'flat' });
  });

  it('shares one fee out over the orders by what they trade', async () => {
    const { fill, close } = await place(sampleTicket());
    fill('last', 'ETH', 2.953, 3386.4);
    fill('last', 'BTC/USDT:USDT', 0.2591, 61000.5);
    const prices = new Map([
      ['ETH', 3_000],
      ['BTC/USDT:USDT', 60_000],
    ]);
    const { booked } = close(null, { done: { prices, fees: 30, at: NOW - 5 } });
    const traded = 2.953 * 3_000 + 0.2591 * 60_000;
    expect(booked?.map(({ feeUsd }) => feeUsd)).toEqual([
      expect.closeTo((30 * 2.953 * 3_000) / traded, 9),
      expect.closeTo((30 * 0.2591 * 60_000) / traded, 9),
    ]);
    expect(booked?.map(({ at }) => at)).toEqual([NOW - 5, NOW - 5]);
  });

  it('books nothing where nothing is held, whatever prices are given', async () => {
    const { close } = await place(sampleTicket());
    expect(close({ ETH: 3_400 })).toMatchObject({ orders: [], booked: [], position: { state: 'none' } });
  });

  it.each([
    [{ SOL: 100 }, '--price SOL names nothing that is held, or several: ETH/USDT, ETH/USDT:USDT'],
    [{ ETH: 3_400 }, '--price ETH names nothing that is held, or several'],
    [{ 'ETH/USDT': 3_400 }, '--price ETH/USDT:USDT=… is missing'],
    [{ 'ETH/USDT': 3_400, 'ETH/USDT:USDT': 34_000 }, 'repeat it with --force'],
  ])('is not guessed from %j', async (prices, message) => {
    const { fill, close, ports } = await place(sampleTicket());
    fill('last', 'ETH/USDT', 1, 3386.4);
    fill('last', 'ETH/USDT:USDT', 1, 3386.4);
    expect(() => close(prices as Record<string, number>)).toThrow(message);
    expect(ports.fills.ledger().fills).toHaveLength(2);
  });

  it('is refused for a time to come', async () => {
    const { fill, close } = await place(sampleTicket());
    fill('last', 'ETH', 1, 3386.4);
    const done = { prices: new Map([['ETH', 3_400]]), fees: 0, at: NOW + 1 };
    expect(() => close(null, { done })).toThrow('lies in the future');
  });
});

describe('recording a fill', () => {
  it('takes now for its time, unless one is given', async () => {
    const { fill } = await place(sampleTicket());
    expect(fill('last', 'ETH', 1, 3386.4).recorded[0]).toMatchObject({ at: NOW, recordedAt: NOW });
    expect(fill('last', 'ETH', 1, 3386.4, { at: NOW - DAY }).recorded[0]).toMatchObject({
      at: NOW - DAY,
      recordedAt: NOW,
    });
  });

  it('knows an id on spot and perpetual of one base, but not on the other leg', async () => {
    const { fill } = await place(sampleTicket());
    fill('last', 'ETH', 1, 3386.4, { externalId: '7' });
    expect(fill('last', 'ETH/USDT:USDT', 1, 3386.4, { externalId: '7' })).toMatchObject({
      recorded: [],
      earlier: { no: 1 },
    });
    expect(fill('last', 'BTC', 0.1, 61_000, { externalId: '7' }).recorded).toHaveLength(1);
  });
});
