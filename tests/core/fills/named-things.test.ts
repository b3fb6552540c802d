import { describe, expect, it } from 'vitest';
import { findTicket } from '../../../src/core/fills/find-ticket.ts';
import { namedInstrument } from '../../../src/core/fills/instrument.ts';
import type { Holding } from '../../../src/core/fills/leg-account.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

const ENTRY = sampleTicket();
const EXIT = sampleExitTicket();

describe('a ticket', () => {
  const tickets = [ENTRY, EXIT];

  it('is found by its id, by a part of it in letters of either case, or as the last one', () => {
    for (const text of [ENTRY.id, '2024-03-01T0700Z', 'enter_long']) expect(findTicket(tickets, text)).toBe(ENTRY);
    for (const text of [EXIT.id, 'last', 'LAST', '_EXIT']) expect(findTicket(tickets, text)).toBe(EXIT);
  });

  it('whose whole id is part of another one is found all the same', () => {
    const longer = sampleTicket({ id: `${ENTRY.id}_2` });
    expect(findTicket([longer, ENTRY], ENTRY.id)).toBe(ENTRY);
  });

  it.each([
    ['2024-03-01', '2024-03-01 fits 2 tickets, say more of the id:\n  '],
    ['nope', 'no ticket is called nope; the newest are:\n  '],
  ])('is not guessed from %s', (text, words) => {
    expect(findTicket(tickets, text)).toEqual({ fault: `${words}${EXIT.id}\n  ${ENTRY.id}` });
  });

  it('is not the last one when two pairs have one of the same bar', () => {
    const other = sampleExitTicket({ id: 'other' });
    expect(findTicket([...tickets, other], 'last')).toHaveProperty('fault', expect.stringContaining('fits 2 tickets'));
  });

  it('cannot be named while there is none, and a long list is cut', () => {
    expect(findTicket([], 'last')).toEqual({ fault: 'there is no ticket yet: nothing was decided to be traded' });
    const many = Array.from({ length: 9 }, (_, i) => sampleTicket({ id: `t-${i}` }));
    expect(findTicket(many, 't-')).toHaveProperty(
      'fault',
      expect.stringMatching(/fits 9 tickets[^]*t-4\n {2}and 4 more$/),
    );
  });
});

describe('a leg', () => {
  const held =
    (...holdings: Holding[]) =>
    (leg: 'x' | 'y'): readonly Holding[] =>
      leg === 'y' ? holdings : [];
  const named = (text: string, holdings: (leg: 'x' | 'y') => readonly Holding[] = held()) =>
    namedInstrument(ENTRY, text, holdings);

  it.each([
    ['ETH', 'y', 'ETH/USDT'],
    ['eth', 'y', 'ETH/USDT'],
    ['BTC/USDT', 'x', 'BTC/USDT'],
    ['ETH/USDT:USDT', 'y', 'ETH/USDT:USDT'],
    ['ETH/USDC', 'y', 'ETH/USDC'],
    ['BTC/USDT:USDT-240628', 'x', 'BTC/USDT:USDT-240628'],
  ])('is meant by %s', (text, leg, instrument) => {
    expect(named(text)).toEqual({ leg, instrument });
  });

  it('named by its base alone is what is held of it: who entered with the perpetual leaves with it', () => {
    const perpetual = { instrument: 'ETH/USDT:USDT', quantity: 1 };
    expect(named('ETH', held(perpetual))).toEqual({ leg: 'y', instrument: 'ETH/USDT:USDT' });
    expect(named('ETH/USDT', held(perpetual))).toEqual({ leg: 'y', instrument: 'ETH/USDT' });
    const both = held(perpetual, { instrument: 'ETH/USDC', quantity: 1 });
    expect(named('ETH', both)).toEqual({ leg: 'y', instrument: 'ETH/USDT' });
  });

  it.each([
    ['SOL', 'SOL is no leg of this ticket: its legs are ETH/USDT and BTC/USDT'],
    ['ETHUSDT', 'ETHUSDT is no leg of this ticket'],
    ['BTC/USD:BTC', 'BTC/USD:BTC is not settled in its quote currency: only linear instruments can be recorded'],
    ['BTC/USDT:USDT-240628-60000-C', 'only linear instruments'],
    ['ETH/EUR', 'ETH/EUR is priced in EUR, the ticket in USDT'],
    ['ETH/BTC', 'ETH/BTC is priced in BTC'],
    ['', 'is no leg of this ticket'],
  ])('is not meant by %s', (text, words) => {
    expect(named(text)).toHaveProperty('fault', expect.stringContaining(words));
  });

  it('named exactly as the ticket has it is taken, whatever it settles in', () => {
    const inverse = sampleTicket({ pair: { x: 'BTC/USD:BTC', y: 'ETH/USD:ETH' } });
    expect(namedInstrument(inverse, 'ETH/USD:ETH', held())).toEqual({ leg: 'y', instrument: 'ETH/USD:ETH' });
  });
});
