import { tradedUsd, type ClosedTrade } from '../../domain/position.ts';

/** Figures over closed trades; NaN where there is nothing to take a mean or a ratio of. */
export interface TradeStatistics {
  readonly trades: number;
  readonly longs: number;
  readonly shorts: number;
  readonly stops: number;
  /** USD: net = gross − fees − slippage + funding. */
  readonly net: number;
  readonly gross: number;
  readonly fees: number;
  readonly slippage: number;
  readonly funding: number;
  /** Share of trades with net > 0. */
  readonly winRate: number;
  /** Sum of winners ÷ sum of losers. */
  readonly profitFactor: number;
  /** Average winner ÷ average loser. */
  readonly payoff: number;
  /** USD, after costs. */
  readonly avgTrade: number;
  readonly avgHoldBars: number;
  /** Basis points per leg and side at which net would be 0; negative when the trades lose before costs. */
  readonly breakevenCostBps: number;
}

export function tradeStatistics(trades: readonly ClosedTrade[]): TradeStatistics {
  const sum = (value: (trade: ClosedTrade) => number): number =>
    trades.reduce((total, trade) => total + value(trade), 0);
  const winners = trades.filter(({ net }) => net > 0);
  const won = winners.reduce((total, { net }) => total + net, 0);
  const net = sum((trade) => trade.net);
  const gross = sum((trade) => trade.gross);
  const funding = sum((trade) => trade.funding);
  const lost = won - net;
  const losers = trades.length - winners.length;
  return {
    trades: trades.length,
    longs: trades.filter(({ side }) => side === 'long_spread').length,
    shorts: trades.filter(({ side }) => side === 'short_spread').length,
    stops: trades.filter(({ exitReason }) => exitReason === 'STOP').length,
    net,
    gross,
    fees: sum((trade) => trade.fees),
    slippage: sum((trade) => trade.slippage),
    funding,
    winRate: ratio(winners.length, trades.length),
    profitFactor: ratio(won, lost),
    payoff: ratio(won / winners.length, lost / losers),
    avgTrade: ratio(net, trades.length),
    avgHoldBars: ratio(
      sum(({ barsHeld }) => barsHeld),
      trades.length,
    ),
    breakevenCostBps: ratio((gross + funding) * 10_000, sum(tradedUsd)),
  };
}

const ratio = (a: number, b: number): number => (b === 0 || Number.isNaN(b) ? NaN : a / b);
