import type { TroubleChanges } from '../core/domain/notice.ts';
import { isEntry } from '../core/domain/order.ts';
import { pairName } from '../core/domain/pair.ts';
import type { Book, LegFill } from '../core/domain/position.ts';
import { timeframeMs, type EpochMs } from '../core/domain/time.ts';
import { digestDue, digestId } from '../core/notices/digest-due.ts';
import { digestNotice, type PairDay } from '../core/notices/digest-notice.ts';
import type { CycleStore, DecisionRecord } from '../ports/cycle-store.ts';
import { noticeChannels } from './notice-channels.ts';
import type { ScanOptions, ScanPorts } from './scan-options.ts';
import type { PairOutcome } from './scan-report.ts';

const DAY_MS = 86_400_000;

/**
 * A run's changes with the day's digest among their notices, when it is due: at the first run of a UTC day at or after
 * `digestMinute`, once. It tells the day as it stands with this run's commit.
 */
export function withDigest(
  { store, sinks }: Pick<ScanPorts, 'store' | 'sinks'>,
  { digestMinute, timeframe }: Pick<ScanOptions, 'digestMinute' | 'timeframe'>,
  outcomes: readonly PairOutcome[],
  changes: TroubleChanges,
  at: EpochMs,
): TroubleChanges {
  const channels = noticeChannels(sinks);
  if (digestMinute === null || channels.length === 0) return changes;
  const barMs = timeframeMs(timeframe);
  const due = digestDue(at, digestMinute, barMs);
  if (due === null || store.hasNotice(digestId(due))) return changes;
  const over = new Set(changes.ended);
  const notice = digestNotice({
    due,
    at,
    pairs: outcomes.map((outcome) => pairDay(store, outcome, at, barMs)),
    troubles: [...store.openTroubles().filter(({ key }) => !over.has(key)), ...changes.started],
    pending: store.channels().reduce((sum, { pending }) => sum + pending, 0),
  });
  return { ...changes, notices: [...changes.notices, { notice, channels }] };
}

function pairDay(store: CycleStore, { pair, commit }: PairOutcome, at: EpochMs, barMs: number): PairDay {
  const name = pairName(pair);
  const state = store.pairState(name);
  const decisions = [...decidedSince(store, name, at - DAY_MS - barMs), ...(commit?.decisions ?? [])];
  const newest = commit?.decisions.at(-1) ?? state?.lastDecision ?? null;
  const stored = store.trades().flatMap((record) => (record.pair === name ? record.trade : []));
  const closed = [...stored, ...(commit?.trades ?? [])].filter(({ exitTs }) => exitTs > at - DAY_MS);
  const traded = decisions.flatMap(({ kind, event }) => (kind === 'trade' && event !== null ? event : []));
  return {
    pair: name,
    position: commit?.position ?? state?.position ?? 'flat',
    z: newest?.z ?? null,
    beta: newest?.beta ?? null,
    closedTrades: closed.length,
    closedUsd: closed.reduce((sum, { net }) => sum + net, 0),
    openUsd: openUsd(commit?.book ?? state?.book ?? null, newest),
    entries: traded.filter(isEntry).length,
    exits: traded.filter((event) => !isEntry(event)).length,
    refusals: decisions.filter(({ kind }) => kind === 'refused').length,
  };
}

/** Events and refusals of a pair on the bars after a time: a bar is decided when it closes. */
function decidedSince(store: CycleStore, pair: string, bar: EpochMs): readonly DecisionRecord[] {
  for (let limit = 64; ; limit *= 4) {
    const found = store.decisions({ pair, limit, eventsOnly: true });
    const isAll = found.length < limit || (found.at(-1)?.bar ?? bar) <= bar;
    if (isAll) return found.filter((decision) => decision.bar > bar);
  }
}

/** The open position at the closes of the newest decision; the fees paid for entering are part of it. */
function openUsd(book: Book | null, newest: DecisionRecord | null): number | null {
  if (book?.position == null || newest === null) return null;
  const { fills, fundingUsd } = book.position;
  const worth = ({ quantity, price, feeUsd }: LegFill, close: number): number => quantity * (close - price) - feeUsd;
  const value = worth(fills.x, newest.close.x) + worth(fills.y, newest.close.y) + fundingUsd;
  return Number.isNaN(value) ? null : value;
}
