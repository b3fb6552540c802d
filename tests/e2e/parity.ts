import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ClosedTrade } from '../../src/core/domain/position.ts';
import { newestClosedBar, type EpochMs } from '../../src/core/domain/time.ts';
import type { TicketRecord } from '../../src/ports/cycle-store.ts';
import type { DecisionJson } from '../../src/workflows/scan-report.ts';
import { differences, expectedCycles, type ExpectedCycles } from './expected-cycles.ts';
import { HOUR, hourly, openScanner, type Scanner } from './scanner.ts';
import type { Venue } from './venues.ts';

const CSV_COLUMNS =
  'pair,side,entry_decision_ts,entry_ts,exit_decision_ts,exit_ts,beta,z_entry,z_exit,qty_x,qty_y,entry_x,entry_y,exit_x,exit_y,gross,fees,slippage,funding,net,exit_reason,bars_held';

/**
 * Scans every hour from `from` to before `to` at one minute past, and compares every decision, ticket, trade and line of the
 * journal with one walk over the whole history that starts flat at the same bar.
 */
export async function expectParity(
  folder: string,
  venue: Venue,
  changes: Readonly<Record<string, unknown>>,
  from: EpochMs,
  to: EpochMs,
): Promise<ExpectedCycles> {
  const scanner = openScanner(folder, { ...venue.settings, ...changes });
  const decisions: DecisionJson[] = [];
  let failed = 0;
  for await (const { report } of scanner.steps(hourly(from, to), (now) => {
    venue.server.setNow(now);
  })) {
    const [pair] = report.pairs;
    if (pair.error !== null) failed += 1;
    decisions.push(...pair.decisions);
  }
  const first = newestClosedBar(from + 60_000, HOUR, 10_000);
  const expected = expectedCycles(venue.history, scanner.config.settings, first, to - HOUR);
  expect(differences(decisions, expected.decisions)).toEqual([]);
  await expectState(scanner, expected);
  // Nothing fails but where the venue lacks the newest bar of a leg.
  const { x, y } = venue.history.candles;
  const ofY = new Set(y.map(({ ts }) => ts));
  const whole = x.filter(({ ts }) => ts >= first && ts < to - HOUR && ofY.has(ts));
  expect(failed).toBe((to - from) / HOUR - whole.length);
  return expected;
}

/** The database's trades and tickets, and `trades.csv`, against what was expected. */
export async function expectState(scanner: Scanner, expected: ExpectedCycles): Promise<void> {
  const { trades, tickets, book } = await scanner.read((store) => ({
    trades: store.trades(),
    tickets: store.tickets(),
    book: store.pairState(`${scanner.config.pairs[0].x}~${scanner.config.pairs[0].y}`)?.book,
  }));
  expect(
    differences(
      trades.map(({ trade }) => trade),
      expected.trades,
    ),
  ).toEqual([]);
  expect(
    differences(
      tickets.map(orderOf),
      expected.orders.map(({ event, decidedOn, quantity }) => ({ event, decidedOn, quantity })),
    ),
  ).toEqual([]);
  expect(differences(book, expected.book)).toEqual([]);
  const pair = trades.at(0)?.pair ?? '';
  expectTradesCsv(join(scanner.folder, 'signals/trades.csv'), pair, expected.trades);
}

function orderOf({ ticket }: TicketRecord) {
  const signed = ({ action, quantity }: (typeof ticket.legs)['x']): number => (action === 'buy' ? quantity : -quantity);
  return {
    event: ticket.event,
    decidedOn: ticket.bar,
    quantity: { x: signed(ticket.legs.x), y: signed(ticket.legs.y) },
  };
}

function expectTradesCsv(file: string, pair: string, trades: readonly ClosedTrade[]): void {
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(header).toBe(CSV_COLUMNS);
  const rows = lines.map((line) => line.split(',').map((cell) => (/^[-\d.]/.test(cell) ? Number(cell) : cell)));
  const expected = trades.map((t) => [
    ...[pair, t.side, t.entryDecisionTs, t.entryTs, t.exitDecisionTs, t.exitTs, t.beta, t.zEntry, t.zExit],
    ...[t.quantity.x, t.quantity.y, t.entryPrice.x, t.entryPrice.y, t.exitPrice.x, t.exitPrice.y],
    ...[t.gross, t.fees, t.slippage, t.funding, t.net, t.exitReason, t.barsHeld],
  ]);
  expect(differences(rows, expected)).toEqual([]);
}
