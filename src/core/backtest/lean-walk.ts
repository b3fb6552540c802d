import { fundingPayment } from '../book/funding-payment.ts';
import { bpsToFraction } from '../domain/bps.ts';
import type { FeatureColumns } from '../domain/feature-columns.ts';
import type { Legs } from '../domain/pair.ts';
import type { StrategySettings } from '../domain/settings.ts';
import type { EpochMs } from '../domain/time.ts';
import type { EntryTable } from './entry-table.ts';
import { nextCross } from './next-cross.ts';
import type { WalkGround } from './walk-ground.ts';

/** What the rules made of the stretch, in totals. Dollars; over closed trades but for the last four. */
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
  /** Signed quantities of the position that is open at the end; 0 when flat. */
  readonly openQuantity: Legs<number>;
}

/** A walk on its way: what it reads, and the numbers that it goes by and has come to. */
interface Walk {
  readonly ground: WalkGround;
  readonly z: Float64Array;
  /** z where the pair's health is not asked. */
  readonly health: Float64Array;
  /** Out: the account at each day's last close. */
  readonly equity: Float64Array;
  /** At the places named below. An array, as an object's fields are boxed and its shape changes when one turns fractional: half the speed. */
  readonly numbers: Float64Array;
}

// A position is left when z, facing the way in which leaving lies, is beyond or below; or health is above.
const EXIT_BEYOND = 0;
const STOP_BELOW = 1;
const BREAK_ABOVE = 2;
/** Slippage and fee as fractions. */
const SLIP = 3;
const FEE = 4;
const CASH = 5;
/** Highest account so far. */
const PEAK = 6;
/** Index of the next day in `equity`. */
const DAY = 7;
/** Funding of the trade that is held, USD, and whether it was stopped: 1 or 0. */
const HELD_FUNDING = 8;
const HELD_STOPPED = 9;
// The totals.
const TRADES = 10;
const WINNERS = 11;
const STOPS = 12;
const NET = 13;
const GROSS = 14;
const FEES = 15;
const SLIPPAGE = 16;
const FUNDING = 17;
const TRADED_USD = 18;
const BARS_HELD = 19;
const BARS_IN_POSITION = 20;
const MAX_DRAWDOWN = 21;
/** NaN while the account is not ruined. */
const RUINED_AT = 22;
const OPEN_X = 23;
const OPEN_Y = 24;
const NUMBERS = 25;

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
  const numbers = new Float64Array(NUMBERS);
  numbers[EXIT_BEYOND] = -zOut;
  numbers[STOP_BELOW] = isRevert ? -zStop : -Infinity;
  numbers[BREAK_ABOVE] = healthP === null ? Infinity : (exits?.maxHealthP ?? Infinity);
  numbers[SLIP] = bpsToFraction(costs.slippageBps);
  numbers[FEE] = bpsToFraction(costs.feeBps);
  numbers[CASH] = numbers[PEAK] = risk.accountUsd;
  numbers[RUINED_AT] = NaN;
  const walk: Walk = { ground, z, health: healthP ?? z, equity, numbers };

  let day = 0;
  let i = from;
  while (i < to && Number.isNaN(numbers[RUINED_AT])) {
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
    for (; dayEnds[day] < i; day++) equity[day] = numbers[CASH];
    if (i >= to) break;
    numbers[DAY] = day;
    i = trade(walk, i, qx, qy, isRevert ? side : -side);
    day = numbers[DAY];
  }
  for (; day < dayEnds.length; day++) equity[day] = numbers[CASH];
  return totals(numbers);
}

const totals = (numbers: Float64Array): WalkTotals => ({
  trades: numbers[TRADES],
  winners: numbers[WINNERS],
  stops: numbers[STOPS],
  net: numbers[NET],
  gross: numbers[GROSS],
  fees: numbers[FEES],
  slippage: numbers[SLIPPAGE],
  funding: numbers[FUNDING],
  tradedUsd: numbers[TRADED_USD],
  barsHeld: numbers[BARS_HELD],
  barsInPosition: numbers[BARS_IN_POSITION],
  maxDrawdown: numbers[MAX_DRAWDOWN],
  ruinedAt: Number.isNaN(numbers[RUINED_AT]) ? null : numbers[RUINED_AT],
  openQuantity: { x: numbers[OPEN_X], y: numbers[OPEN_Y] },
});

// A trade and its holding are functions of their own. They are compiled once; one long loop is compiled anew, at several times the
// price, whenever a part of it runs for the first time.

/**
 * One trade, from the bar that fills its entry.
 * @param facing 1 or −1: times z, how far in the way in which leaving lies
 * @returns the bar that fills its exit, or the end of the stretch
 */
function trade(walk: Walk, entryBar: number, qx: number, qy: number, facing: number): number {
  const { ground, numbers } = walk;
  const { x: openX, y: openY } = ground.open;
  const slip = numbers[SLIP];
  const fee = numbers[FEE];
  const sizeX = Math.abs(qx);
  const sizeY = Math.abs(qy);
  const signX = Math.sign(qx);
  const signY = Math.sign(qy);
  const entryX = openX[entryBar] * (1 + slip * signX);
  const entryY = openY[entryBar] * (1 + slip * signY);
  const entryFeeX = fee * sizeX * entryX;
  const entryFeeY = fee * sizeY * entryY;
  const entrySlipX = slip * sizeX * openX[entryBar];
  const entrySlipY = slip * sizeY * openY[entryBar];
  numbers[CASH] = numbers[CASH] - (qx * entryX + entryFeeX) - (qy * entryY + entryFeeY);
  const exitBar = hold(walk, entryBar, qx, qy, facing);
  if (exitBar >= ground.to) {
    numbers[OPEN_X] = qx;
    numbers[OPEN_Y] = qy;
    return exitBar;
  }

  const funded = numbers[HELD_FUNDING];
  const exitX = openX[exitBar] * (1 + slip * -signX);
  const exitY = openY[exitBar] * (1 + slip * -signY);
  const exitFeeX = fee * sizeX * exitX;
  const exitFeeY = fee * sizeY * exitY;
  const cash = numbers[CASH] - (-qx * exitX + exitFeeX) - (-qy * exitY + exitFeeY);
  const fees = entryFeeX + entryFeeY + exitFeeX + exitFeeY;
  const slippage = entrySlipX + entrySlipY + slip * sizeX * openX[exitBar] + slip * sizeY * openY[exitBar];
  const moved = 0 - qx * entryX - qy * entryY - -qx * exitX - -qy * exitY;
  const net = moved - fees + funded;
  numbers[TRADES]++;
  if (net > 0) numbers[WINNERS]++;
  numbers[STOPS] += numbers[HELD_STOPPED];
  numbers[NET] += net;
  numbers[GROSS] += moved + slippage;
  numbers[FEES] += fees;
  numbers[SLIPPAGE] += slippage;
  numbers[FUNDING] += funded;
  numbers[TRADED_USD] += sizeX * (entryX + exitX) + sizeY * (entryY + exitY);
  numbers[BARS_HELD] += Math.round((ground.ts[exitBar] - ground.ts[entryBar]) / ground.barMs);
  mark(numbers, cash);
  if (cash <= 0) ruin(numbers, ground.ts[exitBar]);
  numbers[CASH] = cash;
  return exitBar;
}

/** Marks every close until the rules call for a way out, then until a real bar fills it: returns that bar, or the end. */
function hold(
  { ground, z, health, equity, numbers }: Walk,
  entryBar: number,
  qx: number,
  qy: number,
  facing: number,
): number {
  const { ts, filled, barMs, stamped, to, dayEnds } = ground;
  const { x: closeX, y: closeY } = ground.close;
  const exitBeyond = numbers[EXIT_BEYOND];
  const stopBelow = numbers[STOP_BELOW];
  const breakAbove = numbers[BREAK_ABOVE];
  let cash = numbers[CASH];
  let peak = numbers[PEAK];
  let maxDrawdown = numbers[MAX_DRAWDOWN];
  let day = numbers[DAY];
  let funded = 0;
  let isLeaving = false;
  let isStopped = false;
  let i = entryBar;
  for (; i < to; i++) {
    if (stamped !== null && stamped[i] === 1) {
      if (i > entryBar) {
        const before = paid(ground, i, qx, qy, ts[i - 1] + barMs, ts[i]);
        cash += before;
        funded += before;
      }
      if (isLeaving && filled[i] === 0) break;
      const after = paid(ground, i, qx, qy, ts[i] + 1, ts[i] + barMs - 1);
      cash += after;
      funded += after;
    } else if (isLeaving && filled[i] === 0) break;
    const worth = cash + qx * closeX[i] + qy * closeY[i];
    if (worth > peak) peak = worth;
    else if (peak - worth > maxDrawdown * peak) maxDrawdown = (peak - worth) / peak;
    if (i === dayEnds[day]) equity[day++] = worth;
    if (filled[i] === 1) continue;
    if (worth <= 0) {
      ruin(numbers, ts[i]);
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
  numbers[CASH] = cash;
  numbers[PEAK] = peak;
  numbers[MAX_DRAWDOWN] = maxDrawdown;
  numbers[DAY] = day;
  numbers[HELD_FUNDING] = funded;
  numbers[HELD_STOPPED] = isStopped ? 1 : 0;
  numbers[BARS_IN_POSITION] += i - entryBar;
  return i;
}

function mark(numbers: Float64Array, worth: number): void {
  const peak = numbers[PEAK];
  if (worth > peak) numbers[PEAK] = worth;
  else if (peak - worth > numbers[MAX_DRAWDOWN] * peak) numbers[MAX_DRAWDOWN] = (peak - worth) / peak;
}

function ruin(numbers: Float64Array, at: EpochMs): void {
  if (Number.isNaN(numbers[RUINED_AT])) numbers[RUINED_AT] = at;
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
