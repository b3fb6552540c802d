import type Database from 'better-sqlite3';
import type { DecisionWhy } from '../../core/domain/decision-why.ts';
import type { Refusal } from '../../core/domain/order.ts';
import type { DecisionFilter, DecisionRecord, DecisionTotals } from '../../ports/cycle-store.ts';
import { insertSql, orNaN, orNull } from './columns.ts';
import { fromExactJson, toExactJson } from './exact-json.ts';

/** A row of `decisions` as SQLite holds it. */
interface DecisionRow {
  readonly pair: string;
  readonly bar: number;
  readonly kind: DecisionRecord['kind'];
  readonly event: DecisionRecord['event'];
  readonly reasons: string;
  readonly z: number | null;
  readonly z_prev: number | null;
  readonly beta: number | null;
  readonly alpha: number | null;
  readonly sigma: number | null;
  readonly close_x: number | null;
  readonly close_y: number | null;
  readonly why: string | null;
  readonly run_id: string;
}

const INSERT = insertSql(
  'decisions',
  'pair bar kind event reasons z z_prev beta alpha sigma close_x close_y why run_id'.split(' '),
);

export function insertDecision(db: Database.Database, decision: DecisionRecord): void {
  const row: DecisionRow = {
    pair: decision.pair,
    bar: decision.bar,
    kind: decision.kind,
    event: decision.event,
    reasons: toExactJson(decision.reasons),
    z: orNull(decision.z),
    z_prev: orNull(decision.zPrev),
    beta: orNull(decision.beta),
    alpha: orNull(decision.alpha),
    sigma: orNull(decision.sigma),
    close_x: orNull(decision.close.x),
    close_y: orNull(decision.close.y),
    why: decision.why === null ? null : toExactJson(decision.why),
    run_id: decision.runId,
  };
  db.prepare(INSERT).run(row);
}

const toDecision = (row: DecisionRow): DecisionRecord => ({
  pair: row.pair,
  bar: row.bar,
  kind: row.kind,
  event: row.event,
  reasons: fromExactJson(row.reasons) as readonly Refusal[],
  z: row.z,
  zPrev: row.z_prev,
  beta: row.beta,
  alpha: row.alpha,
  sigma: row.sigma,
  close: { x: orNaN(row.close_x), y: orNaN(row.close_y) },
  why: row.why === null ? null : (fromExactJson(row.why) as DecisionWhy),
  runId: row.run_id,
});

/** Newest first, or oldest first when asked; of one bar, pairs by name. */
export function selectDecisions(db: Database.Database, filter: DecisionFilter): readonly DecisionRecord[] {
  const conditions = [
    ...(filter.pair === undefined ? [] : ['pair = @pair']),
    ...(filter.eventsOnly === true ? [`kind <> 'hold'`] : []),
    ...(filter.from === undefined ? [] : ['bar >= @from']),
    ...(filter.to === undefined ? [] : ['bar < @to']),
  ];
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const order = filter.oldestFirst === true ? 'ASC' : 'DESC';
  return db
    .prepare<object, DecisionRow>(`SELECT * FROM decisions ${where} ORDER BY bar ${order}, pair LIMIT @limit`)
    .all({ pair: filter.pair ?? null, limit: filter.limit, from: filter.from ?? null, to: filter.to ?? null })
    .map(toDecision);
}

/** The index leaves holds out: years of them are not read. */
const TOTALS = `SELECT kind, count(*) AS count FROM decisions WHERE kind <> 'hold' AND pair = ? GROUP BY kind`;

export function selectDecisionTotals(db: Database.Database, pair: string): DecisionTotals {
  const rows = db.prepare<[string], { kind: keyof DecisionTotals; count: number }>(TOTALS).all(pair);
  return { trade: 0, refused: 0, missed: 0, ...Object.fromEntries(rows.map(({ kind, count }) => [kind, count])) };
}
