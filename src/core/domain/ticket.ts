import type { TradeEvent } from './order.ts';
import type { Legs, Pair } from './pair.ts';
import type { Direction, SpreadModel } from './settings.ts';
import type { EpochMs } from './time.ts';

/** One leg of a ticket, ready to be placed by hand. */
export interface TicketLeg {
  readonly symbol: string;
  readonly action: 'buy' | 'sell';
  /** Unsigned, on the venue's lot grid, in base units. */
  readonly quantity: number;
  /** Decimals that the lot grid needs, or null when the venue's step is unknown. */
  readonly quantityDecimals: number | null;
  /** Close of the decision bar. */
  readonly referencePrice: number;
  readonly notionalUsd: number;
}

/** A level of z and the prices it means today, the hedge leg's price unchanged. */
export interface TicketLevel {
  readonly z: number;
  /** Price of y at that level, quote units. */
  readonly priceY: number;
  /** priceY ÷ price of x. */
  readonly ratio: number;
}

/** What one filter said: its value against its limit. */
export interface FilterNote {
  readonly code: string;
  readonly text: string;
}

/** What an EXIT, STOP or RUIN ticket says of the position it closes. */
export interface TicketPosition {
  readonly entryTicketId: string;
  readonly zEntry: number;
  readonly ageBars: number;
  /** Valued at the decision bar's close, the closing costs included. */
  readonly pnl: {
    readonly gross: number;
    readonly fees: number;
    readonly slippage: number;
    readonly funding: number;
    readonly net: number;
  };
}

/** The order sheet of one event: everything a person needs to place the trade by hand, and a program to check it. */
export interface Ticket {
  readonly id: string;
  readonly venue: string;
  readonly pair: Pair;
  readonly timeframe: string;
  readonly event: TradeEvent;
  /** Open time of the decision bar. */
  readonly bar: EpochMs;
  /** When that bar closed: the ticket's own time. */
  readonly decidedAt: EpochMs;
  /** When the next bar closes: afterwards the ticket is stale. */
  readonly validUntil: EpochMs;
  readonly direction: Direction;
  readonly model: SpreadModel;
  readonly z: number;
  readonly zPrev: number;
  /** The thresholds in force, unsigned. */
  readonly zIn: number;
  readonly zOut: number;
  readonly zStop: number;
  readonly beta: number;
  readonly alpha: number;
  readonly sigma: number;
  readonly windows: { readonly olsBeta: number; readonly zscore: number };
  readonly legs: Legs<TicketLeg>;
  /** Long dollars minus short dollars: the position is beta-neutral, not dollar-neutral. */
  readonly netUsd: number;
  /** Dollars of x that the position still moves with after the hedge: N_x − beta · N_y, signed by y's side. */
  readonly netBetaUsd: number;
  /** Null when following, which has no stop, and on tickets that close a position. */
  readonly stop: TicketLevel | null;
  readonly exit: TicketLevel | null;
  readonly costs: {
    readonly feesUsd: number;
    readonly slippageUsd: number;
    readonly roundTripFeesUsd: number;
    readonly roundTripSlippageUsd: number;
  };
  readonly advUsd: Legs<number>;
  readonly minAdvUsd: number;
  readonly realizedVol: Legs<number>;
  readonly maxRealizedVolAnnual: number;
  readonly filters: readonly FilterNote[];
  readonly position: TicketPosition | null;
  /** The missed bar that should have closed the position, when the scan came late. */
  readonly lateSince: EpochMs | null;
  readonly configHash: string;
  /** IANA zone for a second, local rendering of the times. */
  readonly timeZone: string | null;
}
