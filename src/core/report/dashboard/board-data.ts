import type { TradeEvent } from '../../domain/order.ts';
import { packedColumn, timeRuns, type PackedColumn } from '../packed-column.ts';
import type { Dashboard, PairBoard, PastEvent } from './dashboard-model.ts';

/** What the page's program draws of one pair, in the form of the backtest's `ChartData`. */
export interface BoardData {
  readonly barMs: number;
  readonly times: readonly (readonly [number, number])[];
  readonly z: PackedColumn;
  readonly beta: PackedColumn;
  readonly ratio: PackedColumn;
  readonly equity: PackedColumn;
  readonly accountUsd: number;
  readonly levels: { readonly zIn: number; readonly zOut: number; readonly zStop: number | null };
  /** Time of the bar, z, sign. */
  readonly marks: readonly (readonly [number, number | null, string])[];
  readonly trades: readonly { readonly entryTs: number; readonly exitTs: number }[];
  readonly open: { readonly filledOn: number } | null;
}

/** Null where there is nothing to draw. */
export function boardData({ past, book }: PairBoard, { barMs, settings }: Dashboard): BoardData | null {
  if (past === null || past.ts.length < 2) return null;
  const { zIn, zOut, zStop } = settings.thresholds;
  return {
    barMs,
    times: timeRuns(past.ts, barMs),
    z: packedColumn(past.z, 32),
    beta: packedColumn(past.beta, 32),
    ratio: packedColumn(past.ratio, 32),
    equity: packedColumn(past.equity, 64),
    accountUsd: settings.risk.accountUsd,
    levels: { zIn, zOut, zStop: settings.strategy.direction === 'revert' ? zStop : null },
    marks: past.events.map(markOf).filter((mark) => mark !== null),
    trades: past.trades.map(({ entryTs, exitTs }) => ({ entryTs, exitTs })),
    open: book.position === null ? null : { filledOn: book.position.filledOn },
  };
}

function markOf({ bar, kind, event, z }: PastEvent): BoardData['marks'][number] | null {
  return event === null || kind === 'hold' ? null : [bar, z, kind === 'trade' ? EVENT_SIGNS[event] : kind];
}

const EVENT_SIGNS: Readonly<Record<TradeEvent, string>> = {
  ENTER_LONG_SPREAD: 'enter-long',
  ENTER_SHORT_SPREAD: 'enter-short',
  EXIT: 'exit',
  STOP: 'stop',
  BREAK: 'break',
  RUIN: 'ruin',
};
