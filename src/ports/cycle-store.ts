import type { CandleSeries, Revision } from '../core/domain/candle.ts';
import type { Decision, PositionSide, Refusal, TradeEvent } from '../core/domain/order.ts';
import type { Legs } from '../core/domain/pair.ts';
import type { Book, ClosedTrade } from '../core/domain/position.ts';
import type { Ticket } from '../core/domain/ticket.ts';
import type { EpochMs } from '../core/domain/time.ts';

/** What was decided on one bar, with the numbers it was decided on. Unique on pair and bar. */
export interface DecisionRecord {
  readonly pair: string;
  readonly bar: EpochMs;
  /** `missed`: an entry, exit or stop of a bar that was not the newest any more when it was decided. */
  readonly kind: Decision['kind'] | 'missed';
  readonly event: TradeEvent | null;
  readonly reasons: readonly Refusal[];
  /** NaN is stored as null. */
  readonly z: number | null;
  readonly zPrev: number | null;
  readonly beta: number | null;
  readonly alpha: number | null;
  readonly sigma: number | null;
  /** Close of each leg, so that the decision can be followed later. */
  readonly close: Legs<number>;
  readonly runId: string;
}

/** A trade with the pair it belongs to. */
export interface TradeRecord {
  readonly pair: string;
  readonly trade: ClosedTrade;
}

export interface TicketRecord {
  readonly ticket: Ticket;
  /** The ticket as text for a person, rendered once when it was decided. */
  readonly text: string;
}

/** Everything one pair's cycle changes. */
export interface PairCommit {
  readonly pair: string;
  readonly decisions: readonly DecisionRecord[];
  readonly book: Book;
  readonly position: PositionSide;
  readonly trades: readonly ClosedTrade[];
  readonly ticket: TicketRecord | null;
}

export interface RunRecord {
  readonly runId: string;
  readonly now: EpochMs;
  readonly durationMs: number;
  readonly exitCode: number;
  /** The summary printed for the run, as JSON; `{}` once it was forgotten. */
  readonly summary: string;
}

/** One message to one channel. */
export interface OutboxRow {
  readonly id: number;
  readonly channel: string;
  readonly attempts: number;
  /** An earlier try was begun and its outcome never recorded, or is unknown. */
  readonly isOutcomeUnknown: boolean;
  /** Not before this time, as the other side asked; null when any time will do. */
  readonly notBefore: EpochMs | null;
  readonly lastError: string | null;
  readonly ticket: Ticket;
  readonly text: string;
}

export interface PairState {
  readonly pair: string;
  readonly book: Book;
  readonly position: PositionSide;
  readonly lastDecision: DecisionRecord;
}

/** The scanner's memory: one SQLite database. Every method is one transaction. */
export interface CycleStore {
  /** The pair's book and newest decision, or null before its first cycle. */
  pairState(pair: string): PairState | null;
  /**
   * Records a run's outcome for all pairs at once: run, decisions, positions, trades, tickets, and one outbox row per
   * ticket and channel. Nothing is recorded twice: a decision for a bar that already has one is a fault of ours.
   */
  commit(run: RunRecord, pairs: readonly PairCommit[], channels: readonly string[]): void;
  /** Completes the run's row once the deliveries are through. */
  finishRun(run: RunRecord): void;

  /** Undelivered outbox rows, oldest first. */
  undelivered(): readonly OutboxRow[];
  /** Recorded before a message leaves the machine, so that a crash is known afterwards. */
  beginAttempt(outboxId: number, at: EpochMs): void;
  markDelivered(outboxId: number, at: EpochMs): void;
  markFailed(
    outboxId: number,
    failure: { readonly error: string; readonly isOutcomeUnknown: boolean; readonly notBefore: EpochMs | null },
  ): void;

  /** A revision equal to the one last recorded of its bar is that one, found again, and not recorded twice. */
  recordRevisions(revisions: readonly Revision[], seenAt: EpochMs): void;
  /** Missing hours of a series that a second request has confirmed the venue does not have. */
  confirmedGaps(series: CandleSeries, from: EpochMs, to: EpochMs): ReadonlySet<EpochMs>;
  /** Bars of a series whose values the venue changed afterwards, as they were seen. */
  revisions(series: CandleSeries): readonly { readonly ts: EpochMs; readonly seenAt: EpochMs }[];
  confirmGaps(series: CandleSeries, bars: readonly EpochMs[], seenAt: EpochMs): void;

  /** Newest first. */
  decisions(filter: {
    readonly pair?: string;
    readonly limit: number;
    readonly eventsOnly?: boolean;
  }): readonly DecisionRecord[];
  tickets(): readonly TicketRecord[];
  trades(): readonly TradeRecord[];
  /** How many tickets and trades are recorded. Neither is ever changed or removed: equal counts mean an equal journal. */
  journalSize(): { readonly tickets: number; readonly trades: number };
  runs(limit: number): readonly RunRecord[];
  /**
   * Removes runs that began before a time and that nothing refers to, and empties the summaries of the others: a bounded
   * number of rows a call. Decisions, tickets and trades are never removed.
   */
  forgetRuns(before: EpochMs): { readonly removed: number; readonly emptied: number };
  close(): void;
}
