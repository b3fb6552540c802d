import { describe, expect, it } from 'vitest';
import type { TripPnl } from '../../../src/core/fills/pnl-report.ts';
import { tripAccount } from '../../../src/core/fills/trip-account.ts';
import { fillsText, fillWords } from '../../../src/core/report/fills-text.ts';
import { pnlText, type PnlBy } from '../../../src/core/report/pnl-text.ts';
import { PAIR } from '../../support/sample-commit.ts';
import { sampleExitFills, sampleFill, sampleHedge, tripOf } from '../../support/sample-fills.ts';
import { sampleExitTicket, sampleTicket } from '../../support/sample-ticket.ts';

const price = { x: 62_000, y: 3_500 };
const MARKS = new Map([[PAIR, { price, at: Date.UTC(2024, 2, 2) }]]);
const PAPER = { state: 'closed' as const, netUsd: 311.75, closedAt: Date.UTC(2024, 2, 1, 20) };

const trip = (fills: Parameters<typeof tripOf>[0], paper: TripPnl['paper'] = PAPER): TripPnl => ({
  pair: PAIR,
  account: tripAccount(tripOf(fills, sampleExitTicket()), price),
  paper,
});

const CLOSED = trip([
  ...[sampleFill({ feeUsd: 10 }), sampleHedge({ feeUsd: 15.8 })],
  ...sampleExitFills({ x: 60_900, y: 3_450 }, { feeUsd: 12 }),
]);
const LOPSIDED = trip([sampleFill({ quantity: 2.153 }), sampleHedge()], null);

const plain = (trips: readonly TripPnl[], by: PnlBy): string[] =>
  pnlText(trips, MARKS, by, (_, text) => text).split('\n');

describe('the table of real P&L', () => {
  it('has a row a trade with what was really traded under it', () => {
    expect(plain([CLOSED, LOPSIDED, trip([])], 'trade').slice(0, 8)).toEqual([
      'decided (UTC)      pair               side         state             net    fees  paper net  shortfall',
      '2024-03-01T08:00Z  BTC/USDT~ETH/USDT  long spread  closed        $164.05  $49.80    $311.75   −$164.05  −63.6 bps',
      '    ETH/USDT  bought 2.953 at 3386.4, sold 2.953 at 3450, made $187.81',
      '    BTC/USDT  sold 0.2591 at 61000.5, bought 0.2591 at 60900, made $26.04',
      '2024-03-01T08:00Z  BTC/USDT~ETH/USDT  long spread  open          −$14.39   $0.00          –     $14.39    5.6 bps',
      '    ETH/USDT  bought 2.153 at 3386.4, made $244.58',
      '    BTC/USDT  sold 0.2591 at 61000.5, made −$258.97',
      '    ETH leg 0.800 short of hedge',
    ]);
  });

  it('has a row a leg with quantities and average prices', () => {
    expect(plain([CLOSED, LOPSIDED, trip([])], 'leg').slice(0, 6)).toEqual([
      'decided (UTC)      leg            opened  average  closed  average     held    fees  realised  unrealised',
      '2024-03-01T08:00Z  buy ETH/USDT    2.953   3386.4   2.953     3450        –  $22.00   $187.81       $0.00',
      '2024-03-01T08:00Z  sell BTC/USDT  0.2591  61000.5  0.2591    60900        –  $27.80    $26.04       $0.00',
      '2024-03-01T08:00Z  buy ETH/USDT    2.153   3386.4       –        –    2.153   $0.00     $0.00     $244.58',
      '2024-03-01T08:00Z  sell BTC/USDT  0.2591  61000.5       –        –  −0.2591   $0.00     $0.00    −$258.97',
      '',
    ]);
  });

  it('has a row a month', () => {
    expect(plain([CLOSED, LOPSIDED], 'month').slice(0, 3)).toEqual([
      'month (UTC)  fills  closed trades  realised    fees      net  paper net',
      '2024-03          6              1   $213.85  $49.80  $164.05    $311.75',
      '',
    ]);
  });

  it.each(['trade', 'leg', 'month'] as const)('by %s ends with the totals and what they mean', (by) => {
    const lines = plain([CLOSED, LOPSIDED, trip([])], by);
    expect(lines.slice(-8, -4)).toEqual([
      'trades     3                     1 open, 1 closed, 1 never filled',
      'net        $149.66               realised $213.85, unrealised −$14.39, fees $49.80',
      'paper net  $623.50',
      'shortfall  −$149.66 (−19.3 bps)  price −$213.85, not traded $14.39, fees $49.80',
    ]);
    expect(lines.slice(-3)).toEqual([
      'open positions are valued at decided closes: BTC/USDT~ETH/USDT at the close of 2024-03-02T00:00Z',
      'paper net: the paper book, its modelled costs included',
      "shortfall: the tickets' own P&L at their reference prices, without costs, less net; a cost when positive",
    ]);
  });

  it('says so when there is no ticket, or no fill', () => {
    expect(plain([], 'trade')).toEqual(['there is no ticket yet: nothing was decided to be traded']);
    expect(plain([trip([])], 'leg')[0]).toBe('no fill is recorded yet');
    expect(plain([trip([], null)], 'month')[0]).toBe('no fill is recorded yet');
  });

  it('shows an exit whose legs were flat before it as already closed', () => {
    const early = trip([sampleFill(), sampleFill({ no: 2, action: 'sell', source: 'close' })]);
    expect(plain([early], 'trade')).toContain(
      `    ${sampleExitTicket().id}: already closed: the real legs are flat since 2024-03-01T08:05Z`,
    );
  });

  it('says why a ticket was skipped', () => {
    const why = { ticketId: sampleTicket().id, isSkipped: true, why: 'was asleep', at: 0 };
    const account = tripAccount({ ...tripOf([]), entrySkip: why }, price);
    const lines = plain([{ pair: PAIR, account, paper: null }], 'trade');
    expect(lines[1]).toContain('skipped');
    expect(lines[2]).toBe('    skipped: was asleep');
  });

  it('is coloured by its caller alone', () => {
    const text = pnlText([LOPSIDED], MARKS, 'trade', (name, words) => `<${name}>${words}</>`);
    expect(text).toContain('<yellow>    ETH leg 0.800 short of hedge</>');
    expect(text).not.toContain('\u001b');
  });
});

describe('the list of a ticket’s fills', () => {
  it('keeps voided ones, marked, with what replaced them and why', () => {
    const fills = [
      sampleFill({ price: 338.64, voided: { at: Date.UTC(2024, 2, 1, 9), why: 'typo' } }),
      sampleFill({ no: 3, replaces: 1, feeUsd: 10 }),
      sampleHedge({ source: 'import', externalId: 'T-1', voided: { at: Date.UTC(2024, 2, 1, 9), why: null } }),
    ];
    expect(fillsText(fills, (name, text) => (name === 'strikethrough' ? `~${text}~` : text)).split('\n')).toEqual([
      'fill  at (UTC)           side  instrument  quantity    price     fee  from',
      '~   1  2024-03-01T08:05Z  BUY   ETH/USDT       2.953   338.64   $0.00  hand        VOID since 2024-03-01T09:00Z, replaced by 3: typo~',
      '   3  2024-03-01T08:05Z  BUY   ETH/USDT       2.953   3386.4  $10.00  hand',
      '~   2  2024-03-01T08:05Z  SELL  BTC/USDT      0.2591  61000.5   $0.00  import T-1  VOID since 2024-03-01T09:00Z~',
    ]);
  });

  it.each([
    [sampleFill({ price: 3390 }), '10.6 bps worse than the ticket’s 3386.4'],
    [sampleFill({ price: 3380 }), '18.9 bps better than the ticket’s 3386.4'],
    [sampleHedge({ price: 61_100 }), '16.3 bps better than the ticket’s 61000.5'],
    [sampleFill(), 'the ticket’s price'],
  ])('measures a fill against the ticket', (fill, words) => {
    expect(fillWords(fill, sampleTicket())).toContain(`(${words.replaceAll('’', "'")})`);
  });
});
