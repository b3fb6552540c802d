import { AppError, type Facts } from '../core/domain/app-error.ts';
import type { PositionSide, Refusal, TradeEvent } from '../core/domain/order.ts';
import { pairName, type Pair } from '../core/domain/pair.ts';
import { isoUtc, type EpochMs } from '../core/domain/time.ts';
import { decisionReason } from '../core/tickets/decision-reason.ts';
import { ticketJson, type TicketJson } from '../core/tickets/ticket-json.ts';
import type { CycleStore, DecisionRecord, PairCommit } from '../ports/cycle-store.ts';

/** What one pair's cycle came to. Without a commit there was nothing to decide, or it failed. */
export interface PairOutcome {
  readonly pair: Pair;
  readonly commit: PairCommit | null;
  readonly barsFetched: Readonly<Record<string, number>>;
  readonly error: Error | null;
}

export interface Deliveries {
  readonly sent: number;
  readonly pending: number;
}

/** A decision in the words of `scan --json`, `status --json` and `history --json`. Times are ISO 8601 UTC. */
export interface DecisionJson {
  readonly bar: string;
  readonly kind: DecisionRecord['kind'];
  readonly event: TradeEvent | null;
  readonly reasons: readonly Refusal[];
  /** All of it in words. */
  readonly reason: string;
  readonly z: number | null;
  readonly z_prev: number | null;
  readonly beta: number | null;
  readonly alpha: number | null;
  readonly sigma: number | null;
}

export interface PairReport {
  readonly pair: string;
  readonly bar: string;
  readonly bars_fetched: Readonly<Record<string, number>>;
  readonly decisions: readonly DecisionJson[];
  readonly position: PositionSide;
  readonly ticket: TicketJson | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** What `scan --json` prints. */
export interface ScanReport {
  readonly run_id: string;
  readonly now: string;
  readonly duration_ms: number;
  readonly pairs: readonly PairReport[];
  readonly deliveries: Deliveries;
}

export function scanReport(run: {
  readonly runId: string;
  readonly now: EpochMs;
  readonly newest: EpochMs;
  readonly durationMs: number;
  readonly outcomes: readonly PairOutcome[];
  readonly deliveries: Deliveries;
  readonly store: CycleStore;
}): ScanReport {
  return {
    run_id: run.runId,
    now: isoUtc(run.now),
    duration_ms: run.durationMs,
    pairs: run.outcomes.map(({ pair, commit, barsFetched, error }) => ({
      pair: pairName(pair),
      bar: isoUtc(run.newest),
      bars_fetched: barsFetched,
      decisions: (commit?.decisions ?? []).map(decisionJson),
      position: commit?.position ?? run.store.pairState(pairName(pair))?.position ?? 'flat',
      ticket: commit?.ticket == null ? null : ticketJson(commit.ticket.ticket),
      error: error === null ? null : { code: error instanceof AppError ? error.code : 'bug', message: error.message },
    })),
    deliveries: run.deliveries,
  };
}

export function decisionJson(decision: DecisionRecord): DecisionJson {
  const { bar, kind, event, reasons, z, zPrev, beta, alpha, sigma } = decision;
  const reason = decisionReason(decision);
  return { bar: isoUtc(bar), kind, event, reasons, reason, z, z_prev: zPrev, beta, alpha, sigma };
}

/** 70 a bug · 3 a pair could not be decided · 4 something is undelivered · 0 done. */
export function exitCodeOf(report: ScanReport): number {
  const errors = report.pairs.flatMap(({ error }) => error ?? []);
  if (errors.some(({ code }) => code === 'bug')) return 70;
  if (errors.length > 0) return 3;
  return report.deliveries.pending > 0 ? 4 : 0;
}

/** The one summary line of a run. */
export function summaryFacts(report: ScanReport, laps: Readonly<Record<string, number>>): Facts {
  return {
    bars_fetched: report.pairs.reduce(
      (sum, pair) => sum + Object.values(pair.bars_fetched).reduce((a, b) => a + b, 0),
      0,
    ),
    decisions: report.pairs.map(decisionInWords),
    sent: report.deliveries.sent,
    pending: report.deliveries.pending,
    exit_code: exitCodeOf(report),
    duration_ms: report.duration_ms,
    ...laps,
  };
}

function decisionInWords({ pair, decisions, error }: PairReport): string {
  if (error !== null) return `${pair} ${error.code}`;
  const newest = decisions.at(-1);
  if (newest === undefined) return `${pair} nothing new`;
  return `${pair} ${newest.event ?? newest.kind} z ${newest.z?.toFixed(2) ?? '–'}`;
}
