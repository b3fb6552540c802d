import { counted } from '../domain/decimal-text.ts';
import type { StrategySettings } from '../domain/settings.ts';
import type { EntryOdds, Ticket } from '../domain/ticket.ts';
import { percent } from './format.ts';

const BPS = 10_000;

/**
 * What an entry can win and must pay. sigma is a log return of the spread on y's notional, so all of it is in bps of that.
 * @param roundTripUsd fees and slippage of entry and exit
 * @param notionalY USD of the y leg
 */
export function entryOdds(
  { thresholds, strategy }: Pick<StrategySettings, 'thresholds' | 'strategy'>,
  z: number,
  sigma: number,
  roundTripUsd: number,
  notionalY: number,
): EntryOdds {
  const size = Math.abs(z);
  const costBps = (roundTripUsd / notionalY) * BPS;
  const toExitBps = sigma * (size - thresholds.zOut) * BPS;
  if (strategy.direction === 'follow') return { edgeBps: null, lossBps: toExitBps, costBps, neededHitRate: null };
  const lossBps = sigma * (thresholds.zStop - size) * BPS;
  // p · edge − (1 − p) · loss = cost
  return { edgeBps: toExitBps, lossBps, costBps, neededHitRate: (lossBps + costBps) / (toExitBps + lossBps) };
}

/** `Edge if it reverts: 41 bps, cost: 66 bps, …`. */
export function oddsInWords({ edgeBps, lossBps, costBps, neededHitRate }: EntryOdds): string {
  const cost = bps(costBps);
  if (edgeBps === null || neededHitRate === null) {
    return `No target when following; loss if it falls back to the exit level: ${bps(lossBps)}, cost: ${cost}`;
  }
  const start = `Edge if it reverts: ${bps(edgeBps)}, cost: ${cost}, loss at the stop: ${bps(lossBps)}`;
  return neededHitRate > 1
    ? `${start}; cannot pay: the cost is above the edge`
    : `${start}; needs a hit rate of ${percent(neededHitRate)}`;
}

/** The pair's paper trades so far. */
export function recordInWords(record: NonNullable<Ticket['record']>, usd: (value: number) => string): string {
  const { trades, winners, netUsd } = record;
  if (trades === 0) return 'Record of this pair: no closed trade yet';
  return `Record of this pair: ${counted(trades, 'closed trade')}, ${percent(winners / trades)} won, net ${usd(netUsd)}`;
}

const bps = (value: number): string => `${value.toFixed(0)} bps`;
