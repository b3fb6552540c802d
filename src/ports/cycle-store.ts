import type { CandleSeries, Revision } from '../core/domain/candle.ts';
import type { DecisionWhy } from '../core/domain/decision-why.ts';
import type { FillLedger } from '../core/domain/fill.ts';
import type { Notice, Trouble, TroubleChanges } from '../core/domain/notice.ts';
import type { Decision, PositionSide, Refusal, TradeEvent } from '../core/domain/order.ts';
import type { Legs } from '../core/domain/pair.ts';
import type { Book, ClosedTrade } from '../core/domain/position.ts';
import type { PairRecord, Ticket } from '../core/domain/ticket.ts';
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
  /** What it stood on; null for decisions of version 0.1.0, which did not keep it. */
  readonly why: DecisionWhy | null;
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

/** What a message carries. */
export type MessageContent =
  | { readonly kind: 'ticket'; readonly ticket: Ticket; readonly text: string }
  | { readonly kind: 'notice'; readonly notice: Notice };

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
  readonly content: MessageContent;
}

/** How one channel stands. */
export interface ChannelState {
  readonly channel: string;
  readonly delivered: number;
  readonly pending: number;
  /** When the oldest pending message was made. */
  readonly pendingSince: EpochMs | null;
  readonly lastDeliveredAt: EpochMs | null;
  /** Of the oldest pending message. */
  readonly lastError: string | null;
}

/** Decisions that were no hold, by kind. */
export type DecisionTotals = Readonly<Record<'trade' | 'refused' | 'missed', number>>;

export interface PairState {
  readonly pair: string;
  readonly book: Book;
  readonly position: PositionSide;
  readonly lastDecision: DecisionRecord;
}

/** Which decisions. Without bounds all of them. */
export interface DecisionFilter {
  readonly pair?: string;
  readonly limit: number;
  /** Leaves the `hold`s out. */
  readonly eventsOnly?: boolean;
  /** Bars with `from ≤ bar < to`. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly oldestFirst?: boolean;
}

/** One bar that the venue changed after it was cached. */
export interface RevisedBar {
  readonly ts: EpochMs;
  readonly seenAt: EpochMs;
  readonly closeBefore: number;
  readonly close: number;
}

/** The scanner's memory: one SQLite database. Every method is one transaction. */
export interface CycleStore {
  /** The pair's book and newest decision, or null before its first cycle. */
  pairState(pair: string): PairState | null;
  /**
   * Records a run's outcome for all pairs at once: run, decisions, positions, trades, tickets, and one outbox row per
   * ticket and channel. Nothing is recorded twice: a decision for a bar that already has one is a fault of ours.
   * @param troubles what the run found changed; its notices get outbox rows too
   */
  commit(run: RunRecord, pairs: readonly PairCommit[], channels: readonly string[], troubles?: TroubleChanges): void;
  /** Records what was found after the commit, in the same way. */
  recordTroubles(changes: TroubleChanges, at: EpochMs): void;
  /** Those that go on, oldest first. */
  openTroubles(): readonly Trouble[];
  hasNotice(id: string): boolean;
  /** Completes the run's row once the deliveries are through. */
  finishRun(run: RunRecord): void;

  /** Undelivered outbox rows, oldest first. */
  undelivered(): readonly OutboxRow[];
  /** Every channel that was ever written to, by name. */
  channels(): readonly ChannelState[];
  /** Recorded before a message leaves the machine, so that a crash is known afterwards. */
  beginAttempt(outboxId: number, at: EpochMs): void;
  markDelivered(outboxId: number, at: EpochMs): void;
  markFailed(
    outboxId: number,
    failure: { readonly error: string; readonly isOutcomeUnknown: boolean; readonly notBefore: EpochMs | null },
  ): void;

  /** A revision equal to the one last recorded of its bar is that one, found again, and not recorded twice. */
  recordRevisions(revisions: readonly Revision[], seenAt: EpochMs): void;
  /** What the venue revised of a series' bars with `from ≤ ts < to`, in the order of the bars. */
  revisedBars(series: CandleSeries, from: EpochMs, to: EpochMs): readonly RevisedBar[];
  /** Missing hours of a series that a second request has confirmed the venue does not have. */
  confirmedGaps(series: CandleSeries, from: EpochMs, to: EpochMs): ReadonlySet<EpochMs>;
  confirmGaps(series: CandleSeries, bars: readonly EpochMs[], seenAt: EpochMs): void;

  /** Newest first. */
  decisions(filter: DecisionFilter): readonly DecisionRecord[];
  tickets(): readonly TicketRecord[];
  /** A pair's last tickets, newest first. */
  recentTickets(pair: string, limit: number): readonly TicketRecord[];
  trades(): readonly TradeRecord[];
  /** What people recorded of their own trades; it is written through the fill book. */
  fillLedger(): FillLedger;
  /** A pair's last closed trades, newest first. */
  recentTrades(pair: string, limit: number): readonly ClosedTrade[];
  /** All closed trades of a pair, counted. */
  tradeTotals(pair: string): PairRecord;
  /** How many tickets and trades are recorded. Neither is ever changed or removed: equal counts mean an equal journal. */
  journalSize(): { readonly tickets: number; readonly trades: number };
  runs(limit: number): readonly RunRecord[];
  /** Newest run that could decide every pair (exit code 0 or 4). */
  lastDecidedRun(): RunRecord | null;
  /** How many decisions of a pair were no hold, by kind. */
  decisionTotals(pair: string): DecisionTotals;
  /** How many hours are confirmed missing, and how many bars were revised. */
  candleNotes(): { readonly gaps: number; readonly revisions: number };
  /**
   * Removes runs that began before a time and that nothing refers to, and empties the summaries of the others: a bounded
   * number of rows a call. Decisions, tickets and trades are never removed.
   */
  forgetRuns(before: EpochMs): { readonly removed: number; readonly emptied: number };
  close(): void;
}
