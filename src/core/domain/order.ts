import type { Legs } from './pair.ts';
import type { EpochMs } from './time.ts';

/** Long spread is long y and short x; short spread is short y and long x. */
export type SpreadSide = 'long_spread' | 'short_spread';
export type PositionSide = 'flat' | SpreadSide;

export type EntryEvent = 'ENTER_LONG_SPREAD' | 'ENTER_SHORT_SPREAD';
/** `BREAK` closes a position whose pair looks broken; `RUIN` a paper account whose equity is gone. */
export type CloseEvent = 'EXIT' | 'STOP' | 'BREAK' | 'RUIN';
export type TradeEvent = EntryEvent | CloseEvent;

export const isEntry = (event: TradeEvent): event is EntryEvent => event.startsWith('ENTER_');

export const entrySide = (event: EntryEvent): SpreadSide =>
  event === 'ENTER_LONG_SPREAD' ? 'long_spread' : 'short_spread';

/** Two legs to be filled together at the open of the next real bar. Quantities are fixed at the decision. */
export interface Order {
  readonly event: TradeEvent;
  /** Open time of the bar on whose close it was decided. */
  readonly decidedOn: EpochMs;
  /** Signed, in base units: positive buys, negative sells. */
  readonly quantity: Legs<number>;
  readonly z: number;
  readonly beta: number;
}

/** Why an entry was refused: a code and the numbers that decided it. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly [fact: string]: string | number | null;
}

export type RefusalCode =
  'beyond_stop' | 'adv' | 'vol' | 'stale' | 'beta' | 'min_notional' | 'lot_hedge' | 'funding' | 'regime' | 'health';

/** How many entries each reason refused. */
export type RefusalCounts = Partial<Record<RefusalCode, number>>;

/** Counts one refused entry: once for each of its codes, even where both legs have the same. */
export function countRefusal(counts: RefusalCounts, reasons: readonly Refusal[]): void {
  for (const code of new Set(reasons.map((reason) => reason.code))) counts[code] = (counts[code] ?? 0) + 1;
}

/** The outcome of one bar. A refusal is a value, not a log line. */
export type Decision =
  | { readonly kind: 'hold' }
  | { readonly kind: 'refused'; readonly event: EntryEvent; readonly reasons: readonly Refusal[] }
  | { readonly kind: 'trade'; readonly event: TradeEvent; readonly order: Order };
