import { newBook, tradedUsd, type Book, type ClosedTrade, type Position } from '../domain/position.ts';
import { countRefusal, type Order, type RefusalCounts } from '../domain/order.ts';
import type { EpochMs } from '../domain/time.ts';
import { settle } from '../book/settle.ts';
import { decide } from '../strategy/decide.ts';
import type { EntryContext } from '../strategy/decision-context.ts';
import { nextCross } from './next-cross.ts';

/** What the rules made of a stretch of history. */
export interface Simulation {
  /** Indices of the frame that could be decided on or filled: from inclusive, to exclusive. */
  readonly from: number;
  readonly to: number;
  readonly trades: readonly ClosedTrade[];
  /** Account at each close of the stretch, USD: cash plus the position at the closes. */
  readonly equity: Float64Array;
  /** Bars at whose close a position was open. */
  readonly barsInPosition: number;
  /** Sum of |quantity| × fill price over all fills, USD. */
  readonly turnoverUsd: number;
  /** Costs of all fills, those of an open trade included, USD. */
  readonly fees: number;
  readonly slippage: number;
  readonly funding: number;
  readonly refused: Readonly<RefusalCounts>;
  /** The bar at whose close the account was gone, or null. */
  readonly ruinedAt: EpochMs | null;
  /** What is open or pending at the end stays so. */
  readonly openPosition: Position | null;
  readonly pending: Order | null;
}

/**
 * Walks history with the very functions a scan uses, `settle` and `decide`, bar by bar.
 *
 * Where nothing can happen the walk is short: flat, until z crosses; in a position, marking it at each close until z calls for
 * an exit. That changes no result (`tests/core/backtest/simulate.test.ts` holds it against calling both on every bar).
 */
export function simulate(context: EntryContext, from: number, to: number): Simulation {
  const { candles, features, settings, funding } = context;
  const { thresholds, strategy, costs, risk } = settings;
  const isRevert = strategy.direction === 'revert';
  const exitBeyond = -thresholds.zOut;
  const stopBelow = isRevert ? -thresholds.zStop : -Infinity;
  const hasFunding = funding.x.length > 0 || funding.y.length > 0;
  const { z, healthP } = features;
  const breakAbove = healthP === null ? Infinity : (settings.exits?.maxHealthP ?? Infinity);
  const health = healthP ?? z;
  const closeX = candles.x.close;
  const closeY = candles.y.close;
  const equity = new Float64Array(Math.max(0, to - from));
  const trades: ClosedTrade[] = [];
  const refused: RefusalCounts = {};
  let ruinedAt: EpochMs | null = null;
  let barsInPosition = 0;
  let book: Book = newBook(risk.accountUsd);

  let i = from;
  while (i < to) {
    if (book.pending === null) {
      // Fast forward to the next bar on which something can happen.
      const { position, cash } = book;
      if (position === null) {
        const start = i;
        i = book.isRuined ? to : nextCross(z, i, to, thresholds.zIn);
        equity.fill(cash, start - from, i - from);
      } else if (!hasFunding) {
        const qx = position.fills.x.quantity;
        const qy = position.fills.y.quantity;
        // As in `transition`: z faces the way in which leaving lies.
        const isLong = position.side === 'long_spread';
        const facing = isLong === isRevert ? 1 : -1;
        for (; i < to; i++) {
          const worth = cash + qx * closeX[i] + qy * closeY[i];
          const reach = facing * z[i];
          if (worth <= 0 || reach > exitBeyond || reach < stopBelow || health[i] > breakAbove) break;
          equity[i - from] = worth;
          barsInPosition++;
        }
      }
      if (i >= to) break;
    }
    const wasRuined = book.isRuined;
    const settled = settle(candles, funding, costs, i, book);
    book = settled.book;
    if (settled.closed !== null) trades.push(settled.closed);
    if (book.isRuined && !wasRuined) ruinedAt = candles.ts[i];
    const { position } = book;
    if (position === null) equity[i - from] = book.cash;
    else {
      equity[i - from] = book.cash + position.fills.x.quantity * closeX[i] + position.fills.y.quantity * closeY[i];
      barsInPosition++;
    }
    const decision = decide(context, i, book);
    if (decision.kind === 'trade') book = { ...book, pending: decision.order };
    else if (decision.kind === 'refused') countRefusal(refused, decision.reasons);
    i++;
  }
  return {
    from,
    to,
    trades,
    equity,
    barsInPosition,
    refused,
    ruinedAt,
    ...totals(trades, book.position),
    openPosition: book.position,
    pending: book.pending,
  };
}

function totals(trades: readonly ClosedTrade[], open: Position | null) {
  let turnoverUsd = 0;
  let fees = 0;
  let slippage = 0;
  let funding = 0;
  for (const trade of trades) {
    turnoverUsd += tradedUsd(trade);
    fees += trade.fees;
    slippage += trade.slippage;
    funding += trade.funding;
  }
  if (open !== null) {
    for (const leg of [open.fills.x, open.fills.y]) {
      turnoverUsd += Math.abs(leg.quantity) * leg.price;
      fees += leg.feeUsd;
      slippage += leg.slippageUsd;
    }
    funding += open.fundingUsd;
  }
  return { turnoverUsd, fees, slippage, funding };
}
