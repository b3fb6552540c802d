import { describe, expect, it } from 'vitest';
import type { Fill } from '../../../src/core/domain/fill.ts';
import { feeFault, priceFault, ticketWarnings } from '../../../src/core/fills/fill-faults.ts';
import { roundTrips } from '../../../src/core/fills/round-trip.ts';
import { tripAccount } from '../../../src/core/fills/trip-account.ts';
import { ledgerOf, sampleExitFills, sampleFill, sampleHedge } from '../../support/sample-fills.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

const ENTRY = sampleTicket();
const EXIT = sampleExitTicket();

function warnings(ticket: typeof ENTRY, ...fills: Fill[]): string[] {
  const ledger = ledgerOf(fills);
  return ticketWarnings(ticket, ledger, tripAccount(roundTrips([ENTRY, EXIT], ledger)[0], { x: 62_000, y: 3_500 }));
}

describe('a price', () => {
  it.each([
    [3386.4, null],
    [3386.4 * 1.2, null],
    [3386.4 * 0.8, null],
    [4100, '4100 for ETH/USDT lies 21 % above 3386.4'],
    [338.64, '338.64 for ETH/USDT lies 90 % below 3386.4'],
  ])('of %s is odd more than 20 %% off the reference', (price, fault) => {
    expect(priceFault('ETH/USDT', price, 3386.4)).toBe(fault);
  });

  it('cannot be odd where no reference is known', () => {
    expect(priceFault('ETH/USDT', 1, NaN)).toBeNull();
  });
});

describe('a fee', () => {
  it('is odd above 5 % of what was traded, paid or got back', () => {
    expect(feeFault(sampleFill({ feeUsd: 500 }))).toBeNull();
    expect(feeFault(sampleFill({ feeUsd: 3386.4 }))).toBe('a fee of $3,386.40 is 34 % of what was traded');
    expect(feeFault(sampleFill({ feeUsd: -1000 }))).toContain('a fee of -$1,000.00');
  });
});

describe('the fills of a ticket', () => {
  it('are fine within one lot of its quantity', () => {
    expect(warnings(ENTRY, sampleFill({ quantity: 2.954 }), sampleHedge())).toEqual([]);
  });

  it('are told when they exceed it', () => {
    expect(warnings(ENTRY, sampleFill(), sampleFill({ no: 2, quantity: 1 }))).toEqual([
      'the ETH leg is overfilled: 3.953 of 2.953 (134 %)',
    ]);
  });

  it('without a known lot may exceed it by 1 %', () => {
    const legs = { ...ENTRY.legs, y: { ...ENTRY.legs.y, quantity: 2, quantityDecimals: null } };
    const vague = sampleTicket({ legs });
    expect(warnings(vague, sampleFill({ quantity: 2.02 }))).toEqual([]);
    expect(warnings(vague, sampleFill({ quantity: 2.03 }))).toHaveLength(1);
  });

  it('do not count when they are voided', () => {
    const voided = sampleFill({ no: 2, voided: { at: 0, why: null } });
    expect(warnings(ENTRY, sampleFill(), voided)).toEqual([]);
  });

  it('are told when they close more than was opened', () => {
    const [sold] = sampleExitFills({ x: 61_000, y: 3_450 });
    expect(warnings(EXIT, sampleFill({ quantity: 1 }), sold)).toEqual([
      'the ETH leg is closed by 2.953, but only 1.000 was ever opened',
    ]);
    expect(warnings(EXIT, sold)).toEqual(['the ETH leg is closed by 2.953, but only 0.000 was ever opened']);
  });

  it('are told when they lie before the ticket was decided', () => {
    expect(warnings(ENTRY, sampleFill({ no: 4, at: ENTRY.decidedAt - 1 }))).toEqual([
      'fill 4: earlier than the ticket, which was decided at 2024-03-01T08:00Z',
    ]);
  });
});
