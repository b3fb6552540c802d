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
];

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
    close: () => {
      guarded(file, () => db.close());
    },
  };
}

/**
 * Adds the trials of another ledger that this one lacks; none is changed or removed.
 * @returns how many were added
 * @throws AppError `storage`
 */
export async function addTrialsOf(file: string, other: string): Promise<number> {
  const db = await openDatabase(file, { migrations: TRIAL_SCHEMA });
  return guarded(other, () => {
    try {
      db.prepare('ATTACH ? AS other').run(other);
      return db
        .prepare('INSERT OR IGNORE INTO main.trials SELECT market, setting, daily_sharpe FROM other.trials')
        .run().changes;
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
