import { settle } from '../../src/core/book/settle.ts';
import { alignCandles } from '../../src/core/domain/aligned-candles.ts';
import type { Candle } from '../../src/core/domain/candle.ts';
import { candleColumns } from '../../src/core/domain/candle-merge.ts';
import type { DecisionWhy } from '../../src/core/domain/decision-why.ts';
import type { FundingRate } from '../../src/core/domain/funding.ts';
import type { MarketRules } from '../../src/core/domain/market-rules.ts';
import type { Order } from '../../src/core/domain/order.ts';
import type { Legs } from '../../src/core/domain/pair.ts';
import { newBook, type Book, type ClosedTrade } from '../../src/core/domain/position.ts';
import type { StrategySettings } from '../../src/core/domain/settings.ts';
import { isoUtc, type EpochMs } from '../../src/core/domain/time.ts';
import { decide } from '../../src/core/strategy/decide.ts';
import { decisionReason } from '../../src/core/tickets/decision-reason.ts';
import type { DecisionJson } from '../../src/workflows/scan-report.ts';
import { decisionContext } from '../support/walk-history.ts';

/** What a venue has of one pair. */
export interface History {
  readonly candles: Legs<readonly Candle[]>;
  readonly rules: Legs<MarketRules>;
  readonly funding?: Legs<readonly FundingRate[]>;
}

export interface ExpectedCycles {
  readonly decisions: readonly DecisionJson[];
  readonly orders: readonly Order[];
  readonly trades: readonly ClosedTrade[];
  readonly book: Book;
}

/**
 * What scans of every hour must come to: one walk over the frame of the whole history, with features of the whole history,
 * started flat at bar `first` and ended before `end`.
 */
export function expectedCycles(
  { candles, rules, funding }: History,
  settings: StrategySettings,
  first: EpochMs,
  end: EpochMs,
): ExpectedCycles {
  const frame = alignCandles(candleColumns(candles.x), candleColumns(candles.y), 3_600_000);
  const context = decisionContext(frame, settings, { rules, ...(funding === undefined ? {} : { funding }) });
  const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
  const { features } = context;
  const decisions: DecisionJson[] = [];
  const orders: Order[] = [];
  const trades: ClosedTrade[] = [];
  let book = newBook(settings.risk.accountUsd);
  for (let i = 1; i < frame.ts.length; i++) {
    if (frame.ts[i] < first || frame.ts[i] >= end) continue;
    const settled = settle(frame, context.funding, settings.costs, i, book);
    book = settled.book;
    if (settled.closed !== null) trades.push(settled.closed);
    const decision = decide(context, i, book);
    const decided = {
      kind: decision.kind,
      event: decision.kind === 'hold' ? null : decision.event,
      reasons: decision.kind === 'refused' ? decision.reasons : [],
      z: known(features.z[i]),
    };
    const zPrev = known(features.z[i - 1]);
    const why: DecisionWhy = {
      position: book.position?.side ?? 'flat',
      isPending: book.pending !== null,
      isFilled: frame.filled[i] === 1,
      isRuined: book.isRuined,
      thresholds: settings.thresholds,
      ...settings.strategy,
      windows: settings.windows,
      inputs: null,
    };
    decisions.push({
      bar: isoUtc(frame.ts[i]),
      ...decided,
      reason: decisionReason({ ...decided, zPrev, why }),
      z_prev: zPrev,
      beta: known(features.beta[i]),
      alpha: known(features.alpha[i]),
      sigma: known(features.sigma[i]),
    });
    if (decision.kind !== 'trade') continue;
    orders.push(decision.order);
    book = { ...book, pending: decision.order };
  }
  return { decisions, orders, trades, book };
}

/**
 * Where two values differ, as paths with both sides: numbers by more than 1e-9 (relative above 1), everything else at all.
 * At most ten are named.
 */
export function differences(actual: unknown, expected: unknown, path = ''): string[] {
  if (typeof actual === 'number' && typeof expected === 'number') {
    const isSame = Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
    return isSame ? [] : [`${path}: ${actual}, expected ${expected}`];
  }
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) {
    return Object.is(actual, expected) ? [] : [`${path}: ${String(actual)}, expected ${String(expected)}`];
  }
  const found: string[] = [];
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const [one, other] = [actual, expected].map((side) => (side as Record<string, unknown>)[key]);
    found.push(...differences(one, other, `${path}/${key}`));
    if (found.length >= 10) break;
  }
  return found.slice(0, 10);
}
