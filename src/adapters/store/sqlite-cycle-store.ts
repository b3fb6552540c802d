import type Database from 'better-sqlite3';
import type { CycleStore, PairCommit, RunRecord } from '../../ports/cycle-store.ts';
import { insertGap, insertRevision, selectGaps, selectRevisedBars } from './candle-notes.ts';
import { insertSql } from './columns.ts';
import { insertDecision, selectDecisions, selectDecisionTotals } from './decision-rows.ts';
import { selectFillLedger } from './fill-rows.ts';
import { applyTroubles, hasNotice, selectOpenTroubles } from './notice-rows.ts';
import { forgetRuns } from './old-runs.ts';
import { openDatabase, type OpenOptions } from './open-database.ts';
import { beginAttempt, markDelivered, markFailed, selectChannels, selectUndelivered } from './outbox-rows.ts';
import { selectPosition, upsertPosition } from './position-rows.ts';
import { guarded } from './sqlite-error.ts';
import { insertTicket, selectRecentTickets, selectTickets } from './ticket-rows.ts';
import { insertTrade, selectRecentTrades, selectTrades, selectTradeTotals } from './trade-rows.ts';

/**
 * The scanner's memory in one SQLite file (WAL, every commit on the disk before it returns).
 * @param file path of the database, made with its folder when missing; `:memory:` for one that leaves nothing
 * @returns the store; its methods throw AppError `storage` when the machine fails and RangeError when something is
 *   recorded twice, and then nothing of the call is recorded
 * @throws AppError `storage` when the file cannot be opened, is damaged, of a newer statarb, or not ours
 */
export async function openCycleStore(file: string, options: OpenOptions = {}): Promise<CycleStore> {
  const db = await openDatabase(file, options);
  const read = <T>(work: () => T): T => guarded(file, work);
  // IMMEDIATE takes the write lock first, so that a transaction never fails halfway for want of it.
  const write = (work: () => void): void => {
    guarded(file, () => {
      db.transaction(work).immediate();
    });
  };
  return {
    pairState: (pair) =>
      read(() => {
        const position = selectPosition(db, pair);
        const lastDecision = selectDecisions(db, { pair, limit: 1 }).at(0);
        if (position === null || lastDecision === undefined) return null;
        return { pair, book: position.book, position: position.side, lastDecision };
      }),
    commit: (run, pairs, channels, troubles) => {
      write(() => {
        insertRun(db, run);
        for (const pair of pairs) insertPair(db, run, pair, channels);
        if (troubles !== undefined) applyTroubles(db, troubles, run.now);
      });
    },
    recordTroubles: (changes, at) => {
      write(() => {
        applyTroubles(db, changes, at);
      });
    },
    openTroubles: () => read(() => selectOpenTroubles(db)),
    hasNotice: (id) => read(() => hasNotice(db, id)),
    finishRun: (run) => {
      write(() => {
        updateRun(db, run);
      });
    },
    undelivered: () => read(() => selectUndelivered(db)),
    channels: () => read(() => selectChannels(db)),
    beginAttempt: (id, at) => {
      write(() => {
        beginAttempt(db, id, at);
      });
    },
    markDelivered: (id, at) => {
      write(() => {
        markDelivered(db, id, at);
      });
    },
    markFailed: (id, failure) => {
      write(() => {
        markFailed(db, id, failure);
      });
    },
    recordRevisions: (revisions, seenAt) => {
      write(() => {
        for (const revision of revisions) insertRevision(db, revision, seenAt);
      });
    },
    revisedBars: (series, from, to) => read(() => selectRevisedBars(db, series, from, to)),
    confirmedGaps: (series, from, to) => read(() => selectGaps(db, series, from, to)),
    confirmGaps: (series, bars, seenAt) => {
      write(() => {
        for (const bar of bars) insertGap(db, series, bar, seenAt);
      });
    },
    decisions: (filter) => read(() => selectDecisions(db, filter)),
    tickets: () => read(() => selectTickets(db)),
    recentTickets: (pair, limit) => read(() => selectRecentTickets(db, pair, limit)),
    trades: () => read(() => selectTrades(db)),
    fillLedger: () => read(() => selectFillLedger(db)),
    recentTrades: (pair, limit) => read(() => selectRecentTrades(db, pair, limit)),
    tradeTotals: (pair) => read(() => selectTradeTotals(db, pair)),
    journalSize: () => read(() => ({ tickets: countRows(db, 'tickets'), trades: countRows(db, 'trades') })),
    runs: (limit) => read(() => selectRuns(db, limit)),
    lastDecidedRun: () => read(() => selectRuns(db, 1, 'WHERE exit_code IN (0, 4)').at(0) ?? null),
    decisionTotals: (pair) => read(() => selectDecisionTotals(db, pair)),
    candleNotes: () => read(() => ({ gaps: countRows(db, 'gaps'), revisions: countRows(db, 'revisions') })),
    forgetRuns: (before) => guarded(file, () => db.transaction(() => forgetRuns(db, before)).immediate()),
    close: () => {
      read(() => db.close());
    },
  };
}

interface RunRow {
  readonly run_id: string;
  readonly now: number;
  readonly duration_ms: number;
  readonly exit_code: number;
  readonly summary: string;
}

const toRunRow = (run: RunRecord): RunRow => ({
  run_id: run.runId,
  now: run.now,
  duration_ms: run.durationMs,
  exit_code: run.exitCode,
  summary: run.summary,
});

const INSERT_RUN = insertSql('runs', ['run_id', 'now', 'duration_ms', 'exit_code', 'summary']);

function insertRun(db: Database.Database, run: RunRecord): void {
  db.prepare(INSERT_RUN).run(toRunRow(run));
}

function updateRun(db: Database.Database, run: RunRecord): void {
  const { changes } = db
    .prepare(
      `UPDATE runs SET now = @now, duration_ms = @duration_ms, exit_code = @exit_code, summary = @summary
       WHERE run_id = @run_id`,
    )
    .run(toRunRow(run));
  if (changes !== 1) throw new RangeError(`run ${run.runId} was never committed`);
}

/** Newest first. */
const selectRuns = (db: Database.Database, limit: number, where = ''): readonly RunRecord[] =>
  db
    .prepare<[number], RunRow>(`SELECT * FROM runs ${where} ORDER BY seq DESC LIMIT ?`)
    .all(limit)
    .map((row) => ({
      runId: row.run_id,
      now: row.now,
      durationMs: row.duration_ms,
      exitCode: row.exit_code,
      summary: row.summary,
    }));

const countRows = (db: Database.Database, table: 'tickets' | 'trades' | 'gaps' | 'revisions'): number =>
  db.prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM ${table}`).get()?.rows ?? 0;

function insertPair(db: Database.Database, run: RunRecord, pair: PairCommit, channels: readonly string[]): void {
  for (const decision of pair.decisions) insertDecision(db, decision);
  upsertPosition(db, { pair: pair.pair, side: pair.position, book: pair.book, runId: run.runId });
  for (const trade of pair.trades) insertTrade(db, pair.pair, trade);
  if (pair.ticket !== null) insertTicket(db, run, pair.ticket, channels);
}
