import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import Database from 'better-sqlite3';
import { sealFault } from '../../src/adapters/cache/sealed-bytes.ts';

/** Where a scan's folder keeps its database; files beside it whose name begins alike belong to SQLite and the lock. */
const STATE = join('data', 'statarb.db');

const DASHBOARD = join('reports', 'index.html');
/** They tell of runs and their durations, the killed ones too: they must be whole, and are not compared. */
const OF_RUNS: ReadonlySet<string> = new Set([DASHBOARD, join('data', 'metrics', 'statarb.prom')]);

/** All that a scan leaves behind and that must not depend on crashes: rows without run ids, files by content. */
export interface DurableState {
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
  /** Content hashes by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** What only tells how a result was reached. */
const QUERIES = {
  decisions:
    'SELECT pair, bar, kind, event, reasons, z, z_prev, beta, alpha, sigma, close_x, close_y FROM decisions ORDER BY pair, bar',
  positions: 'SELECT pair, side, cash, position, pending, is_ruined FROM positions ORDER BY pair',
  trades: 'SELECT * FROM trades ORDER BY seq',
  tickets: 'SELECT id, event, bar, pair, json, text, created_at FROM tickets ORDER BY id',
  // A failing run tells of its trouble beside its tickets.
  outbox: 'SELECT ticket_id, channel, state FROM outbox WHERE ticket_id IS NOT NULL ORDER BY ticket_id, channel',
  revisions: 'SELECT * FROM revisions ORDER BY seq',
  gaps: 'SELECT venue, symbol, timeframe, ts FROM gaps ORDER BY venue, symbol, timeframe, ts',
};

/** @throws Error when the database is not sound */
export function durableState(folder: string): DurableState {
  return {
    tables: existsSync(join(folder, STATE)) ? databaseRows(join(folder, STATE)) : {},
    files: fileHashes(folder),
  };
}

function databaseRows(file: string): DurableState['tables'] {
  const db = new Database(file, { readonly: true });
  try {
    const integrity = db.pragma('integrity_check', { simple: true });
    if (integrity !== 'ok') throw new Error(`integrity_check: ${String(integrity)}`);
    const orphans = db.pragma('foreign_key_check') as unknown[];
    if (orphans.length > 0) throw new Error(`foreign_key_check: ${JSON.stringify(orphans)}`);
    return Object.fromEntries(Object.entries(QUERIES).map(([name, sql]) => [name, db.prepare(sql).all()]));
  } finally {
    db.close();
  }
}

/** Every file but those of the database, the lock and the runs, leftovers of killed runs included. */
function fileHashes(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith(STATE) && !OF_RUNS.has(path))
    .sort();
  return Object.fromEntries(
    paths.map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ]),
  );
}

/**
 * Files that another program could now read half-written: a candle file whose seal is broken, a page without its end, or any
 * other whose content is neither that of before nor that of after the run. Hidden files are not meant for others.
 */
export function tornFiles(
  folder: string,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  const torn = Object.entries(fileHashes(folder)).flatMap(([path, hash]) => {
    if (path.split('/').some((name) => name.startsWith('.'))) return [];
    if (path.endsWith('.parquet')) return sealFault(readFileSync(join(folder, path))) === null ? [] : [path];
    return hash === before[path] || hash === after[path] ? [] : [path];
  });
  return isWholePage(join(folder, DASHBOARD)) ? torn : [...torn, DASHBOARD];
}

function isWholePage(path: string): boolean {
  if (!existsSync(path)) return true;
  const page = readFileSync(path, 'utf8');
  return page.startsWith('<!doctype html>') && page.endsWith('</html>\n');
}

/** Where a message stood when its process died: not decided, waiting, begun and never recorded, or done. */
export type MessageStage = 'undecided' | 'waiting' | 'begun' | 'delivered';

/** Reads a copy, so that the crashed database stays as the crash left it. */
export function messageStage(folder: string, ticketId: string, channel: string): MessageStage {
  if (!existsSync(join(folder, STATE))) return 'undecided';
  const copy = mkdtempSync(join(tmpdir(), 'statarb-autopsy-'));
  try {
    cpSync(join(folder, 'data'), copy, { recursive: true });
    const db = new Database(join(copy, 'statarb.db'));
    try {
      if (db.pragma('user_version', { simple: true }) === 0) return 'undecided';
      const row = db
        .prepare<[string, string], { state: string; attempt_started_at: number | null }>(
          'SELECT state, attempt_started_at FROM outbox WHERE ticket_id = ? AND channel = ?',
        )
        .get(ticketId, channel);
      if (row === undefined) return 'undecided';
      if (row.state === 'delivered') return 'delivered';
      return row.attempt_started_at === null ? 'waiting' : 'begun';
    } finally {
      db.close();
    }
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
