import type { Order } from '../../src/core/domain/order.ts';
import type { Book, ClosedTrade } from '../../src/core/domain/position.ts';
import { pairName } from '../../src/core/domain/pair.ts';
import type { Ticket } from '../../src/core/domain/ticket.ts';
import type { DecisionRecord, PairCommit, RunRecord } from '../../src/ports/cycle-store.ts';
import { sampleTicket } from './sample-ticket.ts';

export const PAIR = 'BTC/USDT~ETH/USDT';

export const sampleRun = (overrides: Partial<RunRecord> = {}): RunRecord => ({
  runId: '20240301T080010Z-abcd',
  now: Date.UTC(2024, 2, 1, 8, 0, 10),
  durationMs: 123.456,
  exitCode: 0,
  summary: '{"pairs":[]}',
  ...overrides,
});

export const sampleDecision = (overrides: Partial<DecisionRecord> = {}): DecisionRecord => ({
  pair: PAIR,
  bar: Date.UTC(2024, 2, 1, 7),
  kind: 'trade',
  event: 'ENTER_LONG_SPREAD',
  reasons: [],
  z: -2.36,
  zPrev: -1.91,
  beta: 1.58,
  alpha: -9.25,
  sigma: 0.02,
  close: { x: 61000.5, y: 3386.4 },
  why: null,
  runId: '20240301T080010Z-abcd',
  ...overrides,
});

export const sampleOrder = (overrides: Partial<Order> = {}): Order => ({
  event: 'ENTER_LONG_SPREAD',
  decidedOn: Date.UTC(2024, 2, 1, 7),
  quantity: { x: -0.2591, y: 2.953 },
  z: -2.36,
  beta: 1.58,
  ...overrides,
});

export const flatBook = (overrides: Partial<Book> = {}): Book => ({
  cash: 40_000,
  position: null,
  pending: null,
  isRuined: false,
  ...overrides,
});

export const sampleTrade = (overrides: Partial<ClosedTrade> = {}): ClosedTrade => ({
  side: 'long_spread',
  entryDecisionTs: Date.UTC(2024, 2, 1, 7),
  entryTs: Date.UTC(2024, 2, 1, 8),
  exitDecisionTs: Date.UTC(2024, 2, 1, 19),
  exitTs: Date.UTC(2024, 2, 1, 20),
  beta: 1.58,
  zEntry: -2.36,
  zExit: -0.41,
  quantity: { x: -0.2591, y: 2.953 },
  entryPrice: { x: 60970.0497, y: 3388.0932 },
  exitPrice: { x: 61030.5, y: 3495.75 },
  gross: 390.4,
  fees: 51.6,
  slippage: 25.8,
  funding: 0,
  net: 313,
  exitReason: 'EXIT',
  barsHeld: 12,
  ...overrides,
});

/** One pair's cycle on one bar that makes this ticket, and nothing else. */
export const commitOf = (ticket: Ticket = sampleTicket(), runId = sampleRun().runId): PairCommit => ({
  pair: pairName(ticket.pair),
  decisions: [sampleDecision({ pair: pairName(ticket.pair), bar: ticket.bar, event: ticket.event, runId })],
  book: flatBook(),
  position: 'flat',
  trades: [],
  ticket: { ticket, text: `# ${ticket.id}\n` },
});
