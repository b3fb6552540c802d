import type Database from 'better-sqlite3';
import { pairName } from '../../core/domain/pair.ts';
import type { CycleStore, PairCommit, RunRecord, TicketRecord } from '../../ports/cycle-store.ts';
import { insertGap, insertRevision, selectGaps, selectRevisions } from './candle-notes.ts';
import { insertSql } from './columns.ts';
import { insertDecision, selectDecisions } from './decision-rows.ts';
import { toExactJson } from './exact-json.ts';
import { forgetRuns } from './old-runs.ts';
import { openDatabase, type OpenOptions } from './open-database.ts';
import { beginAttempt, markDelivered, markFailed, selectTickets, selectUndelivered } from './outbox-rows.ts';
import { selectPosition, upsertPosition } from './position-rows.ts';
import { guarded } from './sqlite-error.ts';
import { insertTrade, selectTrades } from './trade-rows.ts';

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
    commit: (run, pairs, channels) => {
      write(() => {
        insertRun(db, run);
        for (const pair of pairs) insertPair(db, run, pair, channels);
      });
    },
    finishRun: (run) => {
      write(() => {
        updateRun(db, run);
      });
    },
    undelivered: () => read(() => selectUndelivered(db)),
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
    confirmedGaps: (series, from, to) => read(() => selectGaps(db, series, from, to)),
    revisions: (series) => read(() => selectRevisions(db, series)),
    confirmGaps: (series, bars, seenAt) => {
      write(() => {
        for (const bar of bars) insertGap(db, series, bar, seenAt);
      });
    },
    decisions: (filter) => read(() => selectDecisions(db, filter)),
    tickets: () => read(() => selectTickets(db)),
    trades: () => read(() => selectTrades(db)),
    journalSize: () => read(() => ({ tickets: countRows(db, 'tickets'), trades: countRows(db, 'trades') })),
    runs: (limit) => read(() => selectRuns(db, limit)),
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

const selectRuns = (db: Database.Database, limit: number): readonly RunRecord[] =>
  db
    .prepare<[number], RunRow>('SELECT * FROM runs ORDER BY seq DESC LIMIT ?')
    .all(limit)
    .map((row) => ({
      runId: row.run_id,
      now: row.now,
      durationMs: row.duration_ms,
      exitCode: row.exit_code,
      summary: row.summary,
    }));

const countRows = (db: Database.Database, table: 'tickets' | 'trades'): number =>
  db.prepare<[], { rows: number }>(`SELECT count(*) AS rows FROM ${table}`).get()?.rows ?? 0;

function insertPair(db: Database.Database, run: RunRecord, pair: PairCommit, channels: readonly string[]): void {
  for (const decision of pair.decisions) insertDecision(db, decision);
  upsertPosition(db, { pair: pair.pair, side: pair.position, book: pair.book, runId: run.runId });
  for (const trade of pair.trades) insertTrade(db, pair.pair, trade);
  if (pair.ticket !== null) insertTicket(db, run, pair.ticket, channels);
}

const INSERT_TICKET = insertSql('tickets', ['id', 'event', 'bar', 'pair', 'json', 'text', 'created_at', 'run_id']);

function insertTicket(
  db: Database.Database,
  run: RunRecord,
  { ticket, text }: TicketRecord,
  channels: readonly string[],
): void {
  db.prepare(INSERT_TICKET).run({
    id: ticket.id,
    event: ticket.event,
    bar: ticket.bar,
    pair: pairName(ticket.pair),
    json: toExactJson(ticket),
    text,
    created_at: run.now,
    run_id: run.runId,
  });
  for (const channel of channels) {
    db.prepare('INSERT INTO outbox (ticket_id, channel) VALUES (?, ?)').run(ticket.id, channel);
  }
}
