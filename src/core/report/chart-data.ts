import type { MeasuredBacktest, RandomWalkBand } from '../backtest/backtest-result.ts';
import type { ClosedTrade, Position } from '../domain/position.ts';
import { packedColumn, timeRuns, type PackedColumn } from './packed-column.ts';

/** What the page's program draws and lists: every bar in full resolution. */
export interface ChartData {
  readonly barMs: number;
  readonly times: readonly (readonly [number, number])[];
  readonly equity: PackedColumn;
  readonly z: PackedColumn;
  readonly beta: PackedColumn;
  readonly ratio: PackedColumn;
  /** UTC days, with one value of the random-walk band each. */
  readonly days: PackedColumn;
  readonly accountUsd: number;
  /** z that matter, each drawn as a line; without a stop when following. */
  readonly levels: { readonly zIn: number; readonly zOut: number; readonly zStop: number | null };
  readonly trades: readonly TradeRow[];
  readonly open: {
    readonly side: string;
    readonly decidedOn: number;
    readonly filledOn: number;
    readonly z: number;
  } | null;
  readonly legs: { readonly x: string; readonly y: string };
  readonly walkForward: {
    readonly times: readonly (readonly [number, number])[];
    readonly equity: PackedColumn;
  } | null;
}

/** A closed trade in flat words. */
type TradeRow = ReturnType<typeof tradeRow>;

/** Packs a result for its page. The stretch that was decided on is shown, not the warm-up before it. */
export function chartData(result: MeasuredBacktest): ChartData {
  const { candles, features, simulation, metrics, settings, walkForward, pair } = result;
  const { from, to } = simulation;
  const { zIn, zOut, zStop } = settings.thresholds;
  const part = (column: Float64Array): PackedColumn => packedColumn(column.subarray(from, to), 32);
  const ratio = new Float64Array(to - from);
  for (let i = from; i < to; i++) ratio[i - from] = candles.y.close[i] / candles.x.close[i];
  return {
    barMs: candles.barMs,
    times: timeRuns(candles.ts.subarray(from, to), candles.barMs),
    equity: packedColumn(simulation.equity, 64),
    z: part(features.z),
    beta: part(features.beta),
    ratio: packedColumn(ratio, 32),
    days: packedColumn(metrics.daily.days, 64),
    accountUsd: settings.risk.accountUsd,
    levels: { zIn, zOut, zStop: settings.strategy.direction === 'revert' ? zStop : null },
    trades: simulation.trades.map(tradeRow),
    open: openRow(simulation.openPosition),
    legs: pair,
    walkForward:
      walkForward === null
        ? null
        : { times: timeRuns(walkForward.ts, candles.barMs), equity: packedColumn(walkForward.equity, 64) },
  };
}

/** The band of random walks, one value a day of the chart. */
export const bandData = ({
  low,
  median,
  high,
}: RandomWalkBand): Readonly<Record<keyof RandomWalkBand, PackedColumn>> => ({
  low: packedColumn(low, 32),
  median: packedColumn(median, 32),
  high: packedColumn(high, 32),
});

function tradeRow(trade: ClosedTrade) {
  const { quantity, entryPrice, exitPrice, ...flat } = trade;
  return {
    ...flat,
    costs: trade.fees + trade.slippage - trade.funding,
    quantityX: quantity.x,
    quantityY: quantity.y,
    entryX: entryPrice.x,
    entryY: entryPrice.y,
    exitX: exitPrice.x,
    exitY: exitPrice.y,
  };
}

function openRow(position: Position | null): ChartData['open'] {
  if (position === null) return null;
  const { side, entry, filledOn } = position;
  return { side, decidedOn: entry.decidedOn, filledOn, z: entry.z };
}
