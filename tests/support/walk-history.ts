import { equity, settle } from '../../src/core/book/settle.ts';
import type { AlignedCandles } from '../../src/core/domain/aligned-candles.ts';
import type { Decision } from '../../src/core/domain/order.ts';
import { newBook, type Book, type ClosedTrade } from '../../src/core/domain/position.ts';
import type { StrategySettings } from '../../src/core/domain/settings.ts';
import type { EpochMs } from '../../src/core/domain/time.ts';
import { featureFrame } from '../../src/core/features/feature-frame.ts';
import { decide } from '../../src/core/strategy/decide.ts';
import type { DecisionContext } from '../../src/core/strategy/decision-context.ts';

export interface WalkedHistory {
  readonly context: DecisionContext;
  readonly trades: readonly ClosedTrade[];
  readonly decisions: readonly Decision[];
  /** The book after bar i was settled and decided. */
  readonly books: readonly Book[];
  /** Account value at each close, USD. */
  readonly equity: Float64Array;
  /** Largest fall from the running peak of equity, as a fraction of that peak. */
  readonly maxDrawdown: number;
  readonly ruinedOn: EpochMs | null;
}

/** Everything a decision reads, for a frame of candles. */
export const decisionContext = (
  candles: AlignedCandles,
  settings: StrategySettings,
  facts: Partial<Pick<DecisionContext, 'funding' | 'rules'>> = {},
): DecisionContext => ({
  candles,
  features: featureFrame(candles, settings.windows, settings.strategy),
  funding: { x: [], y: [] },
  rules: { x: null, y: null },
  settings,
  ...facts,
});

/** Settles and decides every bar of a frame in order, as if each had been scanned on time. */
export function walkHistory(context: DecisionContext): WalkedHistory {
  const { candles, funding, settings } = context;
  const trades: ClosedTrade[] = [];
  const decisions: Decision[] = [];
  const books: Book[] = [];
  const curve = new Float64Array(candles.ts.length);
  let book = newBook(settings.risk.accountUsd);
  let peak = settings.risk.accountUsd;
  let maxDrawdown = 0;
  let ruinedOn: EpochMs | null = null;
  for (let i = 0; i < candles.ts.length; i++) {
    const settled = settle(candles, funding, settings.costs, i, book);
    if (settled.book.isRuined && !book.isRuined) ruinedOn = candles.ts[i];
    book = settled.book;
    if (settled.closed !== null) trades.push(settled.closed);
    curve[i] = equity(candles, i, book);
    peak = Math.max(peak, curve[i]);
    maxDrawdown = Math.max(maxDrawdown, 1 - curve[i] / peak);
    const decision = decide(context, i, book);
    decisions.push(decision);
    if (decision.kind === 'trade') book = { ...book, pending: decision.order };
    books.push(book);
  }
  return { context, trades, decisions, books, equity: curve, maxDrawdown, ruinedOn };
}
