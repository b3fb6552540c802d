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
  const { ts, filled, barMs, stamped, from, to, dayEnds } = ground;
  const { x: openX, y: openY } = ground.open;
  const { x: closeX, y: closeY } = ground.close;
  const { zIn, zOut, zStop } = thresholds;
  const isRevert = strategy.direction === 'revert';
  const exitBeyond = -zOut;
  const stopBelow = isRevert ? -zStop : -Infinity;
  const breakAbove = healthP === null ? Infinity : (exits?.maxHealthP ?? Infinity);
  const health = healthP ?? z;
  const slip = bpsToFraction(costs.slippageBps);
  const fee = bpsToFraction(costs.feeBps);

  let cash = risk.accountUsd;
  let peak = cash;
  let maxDrawdown = 0;
  let day = 0;
  let ruinedAt: EpochMs | null = null;
  let trades = 0;
  let winners = 0;
  let stops = 0;
  let net = 0;
  let gross = 0;
  let fees = 0;
  let slippage = 0;
  let fundingTotal = 0;
  let tradedUsd = 0;
  let barsHeld = 0;
  let barsInPosition = 0;

  let i = from;
  while (i < to && ruinedAt === null) {
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
    for (; dayEnds[day] < i; day++) equity[day] = cash;
    if (i >= to) break;

    const sizeX = Math.abs(qx);
    const sizeY = Math.abs(qy);
    const signX = Math.sign(qx);
    const signY = Math.sign(qy);
    const filledOn = i;
    const entryX = openX[i] * (1 + slip * signX);
    const entryY = openY[i] * (1 + slip * signY);
    const entryFeeX = fee * sizeX * entryX;
    const entryFeeY = fee * sizeY * entryY;
    const entrySlipX = slip * sizeX * openX[i];
    const entrySlipY = slip * sizeY * openY[i];
    cash = cash - (qx * entryX + entryFeeX) - (qy * entryY + entryFeeY);
    let funded = 0;

    // Holding: mark every close until the rules call for a way out, then until a real bar fills it.
    const facing = isRevert ? side : -side;
    let isLeaving = false;
    let isStopped = false;
    for (; i < to; i++) {
      if (stamped !== null && stamped[i] === 1) {
        if (i > filledOn) {
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
      barsInPosition++;
      if (filled[i] === 1) continue;
      if (worth <= 0) {
        ruinedAt ??= ts[i];
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
    if (i >= to) break;

    const exitX = openX[i] * (1 + slip * -signX);
    const exitY = openY[i] * (1 + slip * -signY);
    const exitFeeX = fee * sizeX * exitX;
    const exitFeeY = fee * sizeY * exitY;
    cash = cash - (-qx * exitX + exitFeeX) - (-qy * exitY + exitFeeY);
    const tradeFees = entryFeeX + entryFeeY + exitFeeX + exitFeeY;
    const tradeSlippage = entrySlipX + entrySlipY + slip * sizeX * openX[i] + slip * sizeY * openY[i];
    const moved = 0 - qx * entryX - qy * entryY - -qx * exitX - -qy * exitY;
    const tradeNet = moved - tradeFees + funded;
    trades++;
    if (tradeNet > 0) winners++;
    if (isStopped) stops++;
    net += tradeNet;
    gross += moved + tradeSlippage;
    fees += tradeFees;
    slippage += tradeSlippage;
    fundingTotal += funded;
    tradedUsd += sizeX * (entryX + exitX) + sizeY * (entryY + exitY);
    barsHeld += Math.round((ts[i] - ts[filledOn]) / barMs);
    if (cash > peak) peak = cash;
    else if (peak - cash > maxDrawdown * peak) maxDrawdown = (peak - cash) / peak;
    if (cash <= 0) ruinedAt ??= ts[i];
  }
  for (; day < dayEnds.length; day++) equity[day] = cash;

  return {
    trades,
    winners,
    stops,
    net,
    gross,
    fees,
    slippage,
    funding: fundingTotal,
    tradedUsd,
    barsHeld,
    barsInPosition,
    maxDrawdown,
    ruinedAt,
  };
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
