import type Database from 'better-sqlite3';
import type { Notice, NoticeKind, Trouble, TroubleChanges } from '../../core/domain/notice.ts';
import type { EpochMs } from '../../core/domain/time.ts';
import { insertSql } from './columns.ts';

/** A row of `notices` as SQLite holds it. */
export interface NoticeRow {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly at: number;
  readonly title: string;
  readonly lines: string;
}

const INSERT_NOTICE = insertSql('notices', ['id', 'kind', 'at', 'title', 'lines']);

export const toNotice = ({ lines, ...row }: NoticeRow): Notice => ({ ...row, lines: JSON.parse(lines) as string[] });

export const hasNotice = (db: Database.Database, id: string): boolean =>
  db.prepare('SELECT 1 FROM notices WHERE id = ?').get(id) !== undefined;

/** Opens, ends and tells, in one transaction of the caller. */
export function applyTroubles(db: Database.Database, { started, ended, notices }: TroubleChanges, at: EpochMs): void {
  for (const key of ended) {
    db.prepare('UPDATE troubles SET ended_at = ? WHERE key = ? AND ended_at IS NULL').run(at, key);
  }
  for (const { key, since, reason } of started) {
    db.prepare('INSERT INTO troubles (key, since, reason) VALUES (?, ?, ?)').run(key, since, reason);
  }
  for (const { notice, channels } of notices) {
    const { id, kind, title, lines } = notice;
    db.prepare(INSERT_NOTICE).run({ id, kind, at: notice.at, title, lines: JSON.stringify(lines) });
    for (const channel of channels) {
      db.prepare('INSERT INTO outbox (notice_id, channel, created_at) VALUES (?, ?, ?)').run(id, channel, at);
    }
  }
}

export const selectOpenTroubles = (db: Database.Database): readonly Trouble[] =>
  db.prepare<[], Trouble>('SELECT key, since, reason FROM troubles WHERE ended_at IS NULL ORDER BY seq').all();
