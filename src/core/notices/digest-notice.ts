import { counted } from '../domain/decimal-text.ts';
import type { Notice, Trouble } from '../domain/notice.ts';
import type { PositionSide } from '../domain/order.ts';
import { isoMinute, type EpochMs } from '../domain/time.ts';
import { ratio, signedZ, usd } from '../tickets/format.ts';
import { digestId, utcDate } from './digest-due.ts';

/** One pair over the last day. */
export interface PairDay {
  readonly pair: string;
  readonly position: PositionSide;
  /** Null where the newest bar had none, or before the pair's first cycle. */
  readonly z: number | null;
  readonly beta: number | null;
  /** Of the paper trades closed in the last day, USD after costs. */
  readonly closedTrades: number;
  readonly closedUsd: number;
  /** What the open position would bring at the newest close, before the costs of closing it; null when flat or not known. */
  readonly openUsd: number | null;
  readonly entries: number;
  readonly exits: number;
  readonly refusals: number;
}

export interface Day {
  /** When the digest was due; `at` ends the day it tells of. */
  readonly due: EpochMs;
  readonly at: EpochMs;
  readonly pairs: readonly PairDay[];
  /** Those that are open, oldest first. */
  readonly troubles: readonly Trouble[];
  /** Messages that wait for a channel. */
  readonly pending: number;
}

/** The last 24 hours in short: each pair, what is wrong, what waits. */
export function digestNotice({ due, at, pairs, troubles, pending }: Day): Notice {
  const closed = pairs.reduce((sum, { closedUsd }) => sum + closedUsd, 0);
  return {
    id: digestId(due),
    kind: 'digest',
    at,
    title: `${utcDate(due)}, 24 h: ${signedUsd(closed)} on paper${troubles.length === 0 ? '' : `, ${counted(troubles.length, 'open trouble')}`}`,
    lines: [
      ...pairs.map(pairLine),
      ...(troubles.length === 0 ? ['No open troubles'] : troubles.map(troubleLine)),
      pending === 0 ? 'No message waits' : `${counted(pending, 'message')} waiting for a channel`,
    ],
  };
}

function pairLine(day: PairDay): string {
  const { pair, position, z, beta, closedTrades, closedUsd, openUsd } = day;
  return [
    `${pair}: ${position.replace('_', ' ')}`,
    `z ${signedZ(z ?? NaN)}, β ${ratio(beta ?? NaN)}`,
    `${counted(closedTrades, 'trade')} closed${closedTrades === 0 ? '' : ` for ${signedUsd(closedUsd)}`}`,
    ...(openUsd === null ? [] : [`open ${signedUsd(openUsd)}`]),
    `${counted(day.entries, 'entry', 'entries')}, ${counted(day.exits, 'exit')}, ${counted(day.refusals, 'refusal')}`,
  ].join('; ');
}

const troubleLine = ({ key, since, reason }: Trouble): string => `Trouble since ${isoMinute(since)}: ${key}: ${reason}`;

const signedUsd = (value: number): string => (value < 0 ? usd(value) : `+${usd(value)}`);
