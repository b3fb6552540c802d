import type { EpochMs } from '../domain/time.ts';
import type { WalkTotals } from './lean-walk.ts';

const WEEK_MS = 7 * 86_400_000;

/** What one setting of a sweep came to. Defined as in `BacktestMetrics` and `TradeStatistics`, and equal to them. */
export interface SettingFigures {
  readonly trades: number;
  readonly tradesPerWeek: number;
  readonly winRate: number;
  readonly stops: number;
  /** USD: net = gross − fees − slippage + funding, over closed trades. */
  readonly net: number;
  readonly gross: number;
  readonly fees: number;
  readonly slippage: number;
  readonly funding: number;
  /** Of the daily account after costs, per year of 365 days; NaN when flat. */
  readonly sharpe: number;
  readonly maxDrawdown: number;
  readonly avgHoldBars: number;
  readonly exposure: number;
  readonly breakevenCostBps: number;
  readonly ruinedAt: EpochMs | null;
}

/** @param bars number of bars walked */
export function settingFigures(totals: WalkTotals, sharpe: number, bars: number, barMs: number): SettingFigures {
  const { trades, winners, stops, net, gross, fees, slippage, funding, maxDrawdown, ruinedAt } = totals;
  return {
    trades,
    tradesPerWeek: (trades * WEEK_MS) / (bars * barMs),
    winRate: ratio(winners, trades),
    stops,
    net,
    gross,
    fees,
    slippage,
    funding,
    sharpe,
    maxDrawdown,
    avgHoldBars: ratio(totals.barsHeld, trades),
    exposure: totals.barsInPosition / bars,
    breakevenCostBps: ratio((gross + funding) * 10_000, totals.tradedUsd),
    ruinedAt,
  };
}

const ratio = (a: number, b: number): number => (b === 0 ? NaN : a / b);
