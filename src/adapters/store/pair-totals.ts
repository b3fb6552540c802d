import type Database from 'better-sqlite3';
import type { PairTotals } from '../../ports/cycle-store.ts';

const TRADES = `
  SELECT count(*) AS trades, coalesce(sum(net > 0), 0) AS winners, coalesce(sum(net), 0.0) AS netUsd
  FROM trades WHERE pair = ?`;

/** Holds are left out, for which there is an index. */
const DECISIONS = `SELECT kind, count(*) AS count FROM decisions WHERE kind <> 'hold' AND pair = ? GROUP BY kind`;

/** Counts and sums over everything recorded of a pair. */
export function selectPairTotals(db: Database.Database, pair: string): PairTotals {
  const trades = db.prepare<[string], Omit<PairTotals, 'decisions'>>(TRADES).get(pair);
  if (trades === undefined) throw new RangeError('an aggregate gave no row');
  const counts = db.prepare<[string], { kind: keyof PairTotals['decisions']; count: number }>(DECISIONS).all(pair);
  return {
    ...trades,
    decisions: {
      trade: 0,
      refused: 0,
      missed: 0,
      ...Object.fromEntries(counts.map(({ kind, count }) => [kind, count])),
    },
  };
}
