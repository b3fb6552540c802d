import type Database from 'better-sqlite3';
import { AppError } from '../../core/domain/app-error.ts';
import { FILLS_SCHEMA } from './schema/fills.ts';

/** Marks a database file as ours (`PRAGMA application_id`): "stab" in ASCII. */
const APPLICATION_ID = 0x73746162;

/**
 * The schema's history: step i takes a database from version i to i + 1. A released step is never edited; a change is
 * a new step at the end. Times are epoch milliseconds, numbers are doubles, NaN is NULL.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE runs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL UNIQUE,
    now INTEGER NOT NULL,
    duration_ms REAL NOT NULL,
    exit_code INTEGER NOT NULL,
    summary TEXT NOT NULL
  ) STRICT;

  CREATE TABLE decisions (
    pair TEXT NOT NULL,
    bar INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('hold', 'refused', 'trade', 'missed')),
    event TEXT,
    reasons TEXT NOT NULL,
    z REAL, z_prev REAL, beta REAL, alpha REAL, sigma REAL,
    close_x REAL, close_y REAL,
    run_id TEXT NOT NULL REFERENCES runs (run_id),
    PRIMARY KEY (pair, bar)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX decisions_by_bar ON decisions (bar);
  CREATE INDEX decisions_of_note ON decisions (bar) WHERE kind <> 'hold';

  CREATE TABLE positions (
    pair TEXT NOT NULL PRIMARY KEY,
    side TEXT NOT NULL CHECK (side IN ('flat', 'long_spread', 'short_spread')),
    cash REAL NOT NULL,
    position TEXT,
    pending TEXT,
    is_ruined INTEGER NOT NULL CHECK (is_ruined IN (0, 1)),
    run_id TEXT NOT NULL REFERENCES runs (run_id)
  ) STRICT;

  CREATE TABLE trades (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    pair TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('long_spread', 'short_spread')),
    entry_decision_ts INTEGER NOT NULL,
    entry_ts INTEGER NOT NULL,
    exit_decision_ts INTEGER NOT NULL,
    exit_ts INTEGER NOT NULL,
    beta REAL, z_entry REAL, z_exit REAL,
    qty_x REAL NOT NULL, qty_y REAL NOT NULL,
    entry_x REAL NOT NULL, entry_y REAL NOT NULL,
    exit_x REAL NOT NULL, exit_y REAL NOT NULL,
    gross REAL NOT NULL, fees REAL NOT NULL, slippage REAL NOT NULL, funding REAL NOT NULL, net REAL NOT NULL,
    exit_reason TEXT NOT NULL,
    bars_held INTEGER NOT NULL,
    UNIQUE (pair, entry_decision_ts)
  ) STRICT;

  CREATE TABLE tickets (
    id TEXT NOT NULL PRIMARY KEY,
    event TEXT NOT NULL,
    bar INTEGER NOT NULL,
    pair TEXT NOT NULL,
    json TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    run_id TEXT NOT NULL REFERENCES runs (run_id)
  ) STRICT;

  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id TEXT NOT NULL REFERENCES tickets (id),
    channel TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered')),
    attempts INTEGER NOT NULL DEFAULT 0,
    attempt_started_at INTEGER,
    outcome_unknown INTEGER NOT NULL DEFAULT 0 CHECK (outcome_unknown IN (0, 1)),
    not_before INTEGER,
    last_error TEXT,
    delivered_at INTEGER,
    UNIQUE (ticket_id, channel)
  ) STRICT;
  CREATE INDEX outbox_pending ON outbox (id) WHERE state = 'pending';

  CREATE TABLE revisions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    venue TEXT NOT NULL, symbol TEXT NOT NULL, timeframe TEXT NOT NULL,
    ts INTEGER NOT NULL,
    old_open REAL NOT NULL, old_high REAL NOT NULL, old_low REAL NOT NULL, old_close REAL NOT NULL,
    old_volume REAL NOT NULL,
    new_open REAL NOT NULL, new_high REAL NOT NULL, new_low REAL NOT NULL, new_close REAL NOT NULL,
    new_volume REAL NOT NULL,
    seen_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE gaps (
    venue TEXT NOT NULL, symbol TEXT NOT NULL, timeframe TEXT NOT NULL,
    ts INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (venue, symbol, timeframe, ts)
  ) STRICT, WITHOUT ROWID;
  `,
  // Notices beside tickets, troubles that are told once, and what each decision stood on.
  `
  ALTER TABLE decisions ADD COLUMN why TEXT;

  CREATE TABLE notices (
    id TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('trouble', 'recovery', 'digest')),
    at INTEGER NOT NULL,
    title TEXT NOT NULL,
    lines TEXT NOT NULL
  ) STRICT;

  CREATE TABLE troubles (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    since INTEGER NOT NULL,
    reason TEXT NOT NULL,
    ended_at INTEGER
  ) STRICT;
  CREATE UNIQUE INDEX troubles_open ON troubles (key) WHERE ended_at IS NULL;

  DROP INDEX outbox_pending;
  ALTER TABLE outbox RENAME TO outbox_of_tickets;
  CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    ticket_id TEXT REFERENCES tickets (id),
    notice_id TEXT REFERENCES notices (id),
    channel TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered')),
    attempts INTEGER NOT NULL DEFAULT 0,
    attempt_started_at INTEGER,
    outcome_unknown INTEGER NOT NULL DEFAULT 0 CHECK (outcome_unknown IN (0, 1)),
    not_before INTEGER,
    last_error TEXT,
    delivered_at INTEGER,
    CHECK ((ticket_id IS NULL) <> (notice_id IS NULL)),
    UNIQUE (ticket_id, channel),
    UNIQUE (notice_id, channel)
  ) STRICT;
  INSERT INTO outbox (id, ticket_id, channel, created_at, state, attempts, attempt_started_at, outcome_unknown,
    not_before, last_error, delivered_at)
  SELECT o.id, o.ticket_id, o.channel, t.created_at, o.state, o.attempts, o.attempt_started_at, o.outcome_unknown,
    o.not_before, o.last_error, o.delivered_at
  FROM outbox_of_tickets o JOIN tickets t ON t.id = o.ticket_id;
  DROP TABLE outbox_of_tickets;
  CREATE INDEX outbox_pending ON outbox (id) WHERE state = 'pending';
  `,
  FILLS_SCHEMA,
  // What the dashboard reads with every run, without reading years of it.
  `
  CREATE INDEX tickets_of_pair ON tickets (pair, bar);
  CREATE INDEX revisions_of_bar ON revisions (venue, symbol, timeframe, ts);
  `,
  // So that removing an old run need not read every decision and ticket to know that none refers to it.
  `
  CREATE INDEX decisions_by_run ON decisions (run_id);
  CREATE INDEX tickets_by_run ON tickets (run_id);
  `,
];

/** Schema version of an open database; 0 when it is new. */
export const schemaVersion = (db: Database.Database): number => Number(db.pragma('user_version', { simple: true }));

/**
 * Refuses what this version must not touch.
 * @throws AppError `storage` when the database belongs to another program or to a newer statarb
 */
export function checkOwnership(db: Database.Database, file: string, steps = MIGRATIONS): void {
  const version = schemaVersion(db);
  const owner = Number(db.pragma('application_id', { simple: true }));
  const isNew = version === 0 && owner === 0 && db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (!isNew && owner !== APPLICATION_ID) {
    throw new AppError('storage', `${file} is a database of another program: set paths.state to a file of its own`, {
      facts: { file },
    });
  }
  if (version > steps.length) {
    throw new AppError(
      'storage',
      `${file} was written by a newer statarb (schema ${version}, this one knows ${steps.length}): upgrade statarb`,
      { facts: { file, version, known: steps.length } },
    );
  }
}

/** Brings a database to the newest schema, each step in a transaction of its own. Does nothing when it is there. */
export function migrate(db: Database.Database, steps = MIGRATIONS): void {
  for (let version = schemaVersion(db); version < steps.length; version++) {
    const step = steps[version] ?? '';
    db.transaction(() => {
      // Another process may have taken the same step while this one waited for its turn.
      if (schemaVersion(db) !== version) return;
      db.exec(step);
      db.pragma(`application_id = ${APPLICATION_ID}`);
      db.pragma(`user_version = ${version + 1}`);
    }).immediate();
  }
}
