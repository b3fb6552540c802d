import { fundingPayment } from '../book/funding-payment.ts';
import { bpsToFraction } from '../domain/bps.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { StrategySettings } from '../domain/settings.ts';
import type { EpochMs } from '../domain/time.ts';
import type { EntryTable } from './entry-table.ts';
import { nextCross } from './next-cross.ts';
import type { WalkGround } from './walk-ground.ts';

/** What the rules made of the stretch, in totals. Dollars; over closed trades but for the last three. */
export interface WalkTotals {
  readonly trades: number;
  readonly winners: number;
  readonly stops: number;
  readonly net: number;
  readonly gross: number;
  readonly fees: number;
  readonly slippage: number;
  readonly funding: number;
  /** Dollars that changed hands. */
  readonly tradedUsd: number;
  readonly barsHeld: number;
  /** Bars at whose close a position was open, that of an open trade included. */
  readonly barsInPosition: number;
  /** As `maxDrawdown` of the account at each close. */
  readonly maxDrawdown: number;
  readonly ruinedAt: EpochMs | null;
}

/** A walk on its way: what it reads, by the names that its loops use, and what it has come to. */
interface Walk extends WalkGround {
  readonly z: Float64Array;
  /** z where the pair's health is not asked. */
  readonly health: Float64Array;
  /** A position is left when z, facing the way in which leaving lies, is beyond or below; or health is above. */
  readonly exitBeyond: number;
  readonly stopBelow: number;
  readonly breakAbove: number;
  /** Slippage and fee as fractions. */
  readonly slip: number;
  readonly fee: number;
  /** Out: the account at each day's last close. */
  readonly equity: Float64Array;
  /** Index of the next day in `equity`. */
  day: number;
  cash: number;
  /** Highest account so far. */
  peak: number;
  /** Funding of the trade that is held, USD. */
  funded: number;
  /** Whether that trade was stopped. */
  isStopped: boolean;
  readonly totals: { -readonly [Figure in keyof WalkTotals]: WalkTotals[Figure] };
}

/**
 * `simulate` without its objects: the inner loop of a sweep. The same events on the same bars, the same sums in the same
 * order, so that every figure equals `simulate`'s to the last bit (`tests/core/backtest/lean-walk.test.ts`).
 *
 * @param features their z, and the pair's health where there is a rule on it
 * @param equity out: the account at each day's last close, as long as `dayEnds`
 */
export function leanWalk(
  ground: WalkGround,
  { z, healthP }: Pick<FeatureColumns, 'z' | 'healthP'>,
  entries: EntryTable,
  { thresholds, strategy, costs, risk, exits }: StrategySettings,
  equity: Float64Array,
): WalkTotals {
  const { filled, from, to, dayEnds } = ground;
  const { zIn, zOut, zStop } = thresholds;
  const isRevert = strategy.direction === 'revert';
  const walk: Walk = {
    ...ground,
    z,
    health: healthP ?? z,
    exitBeyond: -zOut,
    stopBelow: isRevert ? -zStop : -Infinity,
    breakAbove: healthP === null ? Infinity : (exits?.maxHealthP ?? Infinity),
    slip: bpsToFraction(costs.slippageBps),
    fee: bpsToFraction(costs.feeBps),
    equity,
    day: 0,
    cash: risk.accountUsd,
    peak: risk.accountUsd,
    funded: 0,
    isStopped: false,
    totals: noTotals(),
  };

  let i = from;
  while (i < to && walk.totals.ruinedAt === null) {
    // Flat: on to the next entry that is not refused, and to the bar that fills it.
    i = nextCross(z, i, to, zIn);
    if (i >= to) break;
    const isAbove = z[i] > 0;
    if (filled[i] === 1 || (isRevert && (isAbove ? z[i] : -z[i]) > zStop) || !entries.isOpen(i)) {
      i++;
      continue;
    }
    const side = isAbove === isRevert ? -1 : 1;
    const qx = side * entries.x[i];
    const qy = side * entries.y[i];
    i = nextReal(filled, i + 1, to);
    for (; dayEnds[walk.day] < i; walk.day++) equity[walk.day] = walk.cash;
    if (i < to) i = trade(walk, i, qx, qy, isRevert ? side : -side);
  }
  for (; walk.day < dayEnds.length; walk.day++) equity[walk.day] = walk.cash;
  return walk.totals;
}

const noTotals = (): WalkTotals => ({
  trades: 0,
  winners: 0,
  stops: 0,
  net: 0,
  gross: 0,
  fees: 0,
  slippage: 0,
  funding: 0,
  tradedUsd: 0,
  barsHeld: 0,
  barsInPosition: 0,
  maxDrawdown: 0,
  ruinedAt: null,
});

// A trade and its holding are functions of their own. They are compiled once; one long loop is compiled anew, at several times the
// price, whenever a part of it runs for the first time.

/**
 * One trade, from the bar that fills its entry.
 * @param facing 1 or −1: times z, how far in the way in which leaving lies
 * @returns the bar that fills its exit, or the end of the stretch
 */
function trade(walk: Walk, entryBar: number, qx: number, qy: number, facing: number): number {
  const { ts, barMs, open, slip, fee, totals } = walk;
  const sizeX = Math.abs(qx);
  const sizeY = Math.abs(qy);
  const signX = Math.sign(qx);
  const signY = Math.sign(qy);
  const entryX = open.x[entryBar] * (1 + slip * signX);
  const entryY = open.y[entryBar] * (1 + slip * signY);
  const entryFeeX = fee * sizeX * entryX;
  const entryFeeY = fee * sizeY * entryY;
  const entrySlipX = slip * sizeX * open.x[entryBar];
  const entrySlipY = slip * sizeY * open.y[entryBar];
  walk.cash = walk.cash - (qx * entryX + entryFeeX) - (qy * entryY + entryFeeY);
  const exitBar = hold(walk, entryBar, qx, qy, facing);
  if (exitBar >= walk.to) return exitBar;

  const { funded } = walk;
  const exitX = open.x[exitBar] * (1 + slip * -signX);
  const exitY = open.y[exitBar] * (1 + slip * -signY);
  const exitFeeX = fee * sizeX * exitX;
  const exitFeeY = fee * sizeY * exitY;
  const cash = walk.cash - (-qx * exitX + exitFeeX) - (-qy * exitY + exitFeeY);
  const fees = entryFeeX + entryFeeY + exitFeeX + exitFeeY;
  const slippage = entrySlipX + entrySlipY + slip * sizeX * open.x[exitBar] + slip * sizeY * open.y[exitBar];
  const moved = 0 - qx * entryX - qy * entryY - -qx * exitX - -qy * exitY;
  const net = moved - fees + funded;
  totals.trades++;
  if (net > 0) totals.winners++;
  if (walk.isStopped) totals.stops++;
  totals.net += net;
  totals.gross += moved + slippage;
  totals.fees += fees;
  totals.slippage += slippage;
  totals.funding += funded;
  totals.tradedUsd += sizeX * (entryX + exitX) + sizeY * (entryY + exitY);
  totals.barsHeld += Math.round((ts[exitBar] - ts[entryBar]) / barMs);
  if (cash > walk.peak) walk.peak = cash;
  else if (walk.peak - cash > totals.maxDrawdown * walk.peak) totals.maxDrawdown = (walk.peak - cash) / walk.peak;
  if (cash <= 0) totals.ruinedAt ??= ts[exitBar];
  walk.cash = cash;
  return exitBar;
}

/** Marks every close until the rules call for a way out, then until a real bar fills it: returns that bar, or the end. */
function hold(walk: Walk, entryBar: number, qx: number, qy: number, facing: number): number {
  const { z, health, exitBeyond, stopBelow, breakAbove, ts, filled, barMs, stamped, close, to, dayEnds, totals } = walk;
  const { x: closeX, y: closeY } = close;
  let { cash, peak, day } = walk;
  let { maxDrawdown } = totals;
  let funded = 0;
  let isLeaving = false;
  let isStopped = false;
  let i = entryBar;
  for (; i < to; i++) {
    if (stamped !== null && stamped[i] === 1) {
      if (i > entryBar) {
        const before = paid(walk, i, qx, qy, ts[i - 1] + barMs, ts[i]);
        cash += before;
        funded += before;
      }
      if (isLeaving && filled[i] === 0) break;
      const after = paid(walk, i, qx, qy, ts[i] + 1, ts[i] + barMs - 1);
      cash += after;
      funded += after;
    } else if (isLeaving && filled[i] === 0) break;
    const worth = cash + qx * closeX[i] + qy * closeY[i];
    if (worth > peak) peak = worth;
    else if (peak - worth > maxDrawdown * peak) maxDrawdown = (peak - worth) / peak;
    if (i === dayEnds[day]) walk.equity[day++] = worth;
    if (filled[i] === 1) continue;
    if (worth <= 0) {
      totals.ruinedAt ??= ts[i];
      isLeaving = true;
      continue;
    }
    const reach = facing * z[i];
    const isOver = reach > exitBeyond || reach < stopBelow || (health[i] > breakAbove && !Number.isNaN(reach));
    if (isOver && !Number.isNaN(z[i - 1])) {
      isLeaving = true;
      isStopped = reach < stopBelow;
    }
  }
  totals.barsInPosition += i - entryBar;
  totals.maxDrawdown = maxDrawdown;
  walk.cash = cash;
  walk.peak = peak;
  walk.day = day;
  walk.funded = funded;
  walk.isStopped = isStopped;
  return i;
}

/** First bar from `from` that is not forward-filled, or `to`. */
function nextReal(filled: Uint8Array, from: number, to: number): number {
  let i = from;
  while (i < to && filled[i] === 1) i++;
  return i;
}

/** Funding of both legs for the stamps from `from` to `to`, as `settle` pays it on bar i. */
function paid({ close, funding }: WalkGround, i: number, qx: number, qy: number, from: EpochMs, to: EpochMs): number {
  const last = Math.max(0, i - 1);
  return (
    fundingPayment(funding.x, qx, close.x[last], from, to) + fundingPayment(funding.y, qy, close.y[last], from, to)
  );
}
