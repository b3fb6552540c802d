import { firstIndexAt } from '../../domain/aligned-candles.ts';
import { tradedUsd, type LegFill } from '../../domain/position.ts';
import type { Simulation } from '../simulate.ts';
import { dayEnds } from './daily-pnl.ts';

/** What was done on each UTC day that has a bar; a bar belongs to the day it opens on. */
export interface DailyActivity {
  readonly bars: Float64Array;
  /** Bars at whose close a position was open. */
  readonly barsInPosition: Float64Array;
  /** Trades closed, by the bar that filled the exit. */
  readonly closed: Float64Array;
  /** Sum of |quantity| × fill price, USD, by the bar of the fill. */
  readonly tradedUsd: Float64Array;
}

/** @param ts open times of the simulated bars */
export function dailyActivity(
  ts: Float64Array,
  { trades, openPosition }: Pick<Simulation, 'trades' | 'openPosition'>,
): DailyActivity {
  const ends = dayEnds(ts);
  const column = (): Float64Array => new Float64Array(ends.length);
  const activity = { bars: column(), barsInPosition: column(), closed: column(), tradedUsd: column() };
  for (let d = 0; d < ends.length; d++) activity.bars[d] = ends[d] - (d === 0 ? -1 : ends[d - 1]);
  let day = 0;
  // What is closed at the end of the stretch, after its last bar, belongs to its last day.
  const dayOf = (bar: number): number => {
    while (day < ends.length - 1 && ends[day] < bar) day++;
    return day;
  };
  const hold = (from: number, to: number): void => {
    for (let i = from; i < to;) {
      const d = dayOf(i);
      const next = Math.min(to, ends[d] + 1);
      activity.barsInPosition[d] += next - i;
      i = next;
    }
  };
  for (const trade of trades) {
    const { quantity, entryPrice, entryTs, exitTs } = trade;
    const entered = Math.abs(quantity.x) * entryPrice.x + Math.abs(quantity.y) * entryPrice.y;
    const [from, to] = [firstIndexAt(ts, entryTs), firstIndexAt(ts, exitTs)];
    activity.tradedUsd[dayOf(from)] += entered;
    hold(from, to);
    activity.tradedUsd[dayOf(to)] += tradedUsd(trade) - entered;
    activity.closed[dayOf(to)]++;
  }
  if (openPosition !== null) {
    const { fills, filledOn } = openPosition;
    const from = firstIndexAt(ts, filledOn);
    const dollars = ({ quantity, price }: LegFill): number => Math.abs(quantity) * price;
    activity.tradedUsd[dayOf(from)] += dollars(fills.x) + dollars(fills.y);
    hold(from, ts.length);
  }
  return activity;
}
