import type { BacktestVerdict } from '../../core/domain/ticket.ts';
import type { TrialLedger } from '../../ports/trial-ledger.ts';
import { openDatabase } from './open-database.ts';
import { guarded } from './sqlite-error.ts';

export const TRIAL_SCHEMA: readonly string[] = [
  `
  CREATE TABLE trials (
    market TEXT NOT NULL,
    setting TEXT NOT NULL,
    daily_sharpe REAL,
    PRIMARY KEY (market, setting)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE verdicts (
    market TEXT NOT NULL,
    setting TEXT NOT NULL,
    level TEXT NOT NULL,
    sentence TEXT NOT NULL,
    from_ts INTEGER NOT NULL,
    to_ts INTEGER NOT NULL,
    judged_at INTEGER NOT NULL,
    PRIMARY KEY (market, setting)
  ) STRICT, WITHOUT ROWID;
  `,
];

interface VerdictRow extends Omit<BacktestVerdict, 'isSameSettings'> {
  readonly isSameSettings: number;
}

const VERDICT = `
  SELECT level, sentence, from_ts AS "from", to_ts AS "to", judged_at AS judgedAt, setting = @setting AS isSameSettings
  FROM verdicts WHERE market = @market ORDER BY setting = @setting DESC, judged_at DESC LIMIT 1`;

/**
 * The trial ledger in a SQLite file of its own, so that no research ever waits for a scan or holds one up.
 * @param file path, made with its folder when missing
 * @throws AppError `storage`
 */
export async function openTrialLedger(file: string): Promise<TrialLedger> {
  const db = await openDatabase(file, { migrations: TRIAL_SCHEMA });
  return {
    record: (trials) => {
      guarded(file, () => {
        const insert = db.prepare('INSERT OR IGNORE INTO trials (market, setting, daily_sharpe) VALUES (?, ?, ?)');
        db.transaction(() => {
          for (const { market, setting, dailySharpe } of trials) insert.run(market, setting, dailySharpe);
        }).immediate();
      });
    },
    summary: (market) =>
      guarded(file, () => {
        const sharpes = db
          .prepare<[string], { daily_sharpe: number | null }>(
            'SELECT daily_sharpe FROM trials WHERE market = ? ORDER BY setting',
          )
          .all(market)
          .map((row) => row.daily_sharpe ?? 0);
        return { count: sharpes.length, variance: sampleVariance(sharpes) };
      }),
    recordVerdict: (market, setting, { level, sentence, from, to, judgedAt }) => {
      guarded(file, () => {
        db.prepare('INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?)').run(
          ...[market, setting, level, sentence, from, to, judgedAt],
        );
      });
    },
    verdict: (market, setting) =>
      guarded(file, () => {
        const row = db.prepare<object, VerdictRow>(VERDICT).get({ market, setting });
        return row === undefined ? null : { ...row, isSameSettings: row.isSameSettings === 1 };
      }),
    close: () => {
      guarded(file, () => db.close());
    },
  };
}

/**
 * Adds the trials and verdicts of another ledger that this one lacks; none is changed or removed.
 * @returns how many trials were added
 * @throws AppError `storage`
 */
export async function addTrialsOf(file: string, other: string): Promise<number> {
  const db = await openDatabase(file, { migrations: TRIAL_SCHEMA });
  return guarded(other, () => {
    try {
      db.prepare('ATTACH ? AS other').run(other);
      return db.transaction(() => {
        // A ledger of 0.1.0 has no verdicts.
        const hasVerdicts = db.prepare(`SELECT 1 FROM other.sqlite_schema WHERE name = 'verdicts'`).all().length > 0;
        if (hasVerdicts) db.exec('INSERT OR IGNORE INTO main.verdicts SELECT * FROM other.verdicts');
        const trials = 'INSERT OR IGNORE INTO main.trials SELECT market, setting, daily_sharpe FROM other.trials';
        return db.prepare(trials).run().changes;
      })();
    } finally {
      db.close();
    }
  });
}

function sampleVariance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
