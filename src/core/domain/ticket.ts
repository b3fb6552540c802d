import type { ZChange } from './decision-why.ts';
import type { PairHealth } from './pair-health.ts';
import type { TradeEvent } from './order.ts';
import type { Legs, Pair } from './pair.ts';
import type { Direction, SpreadModel } from './settings.ts';
import type { SpreadWindows } from './spread-model.ts';
import type { EpochMs } from './time.ts';

/** One leg of a ticket, ready to be placed by hand. */
export interface TicketLeg {
  readonly symbol: string;
  readonly action: 'buy' | 'sell';
  /** Unsigned, on the venue's lot grid, in base units. */
  readonly quantity: number;
  /** Decimals that the lot grid needs, or null when the venue's step is unknown. */
  readonly quantityDecimals: number | null;
  /** Smallest step of a price, quote units, or null when the venue does not say. */
  readonly tickSize: number | null;
  /** Close of the decision bar. */
  readonly referencePrice: number;
  readonly notionalUsd: number;
  /** The perpetual that this spot leg is short in, since spot cannot be sold short; null for a leg that is long or no spot. */
  readonly shortVia: string | null;
}

/** What an entry can win and must pay, in basis points of y's notional. */
export interface EntryOdds {
  /** sigma · (|z| − zOut): what reverting to the exit band brings; null when following, which has no target. */
  readonly edgeBps: number | null;
  /** sigma · (zStop − |z|): what the stop costs before costs. When following: falling back to the exit band. */
  readonly lossBps: number;
  /** Fees and slippage of the round trip. */
  readonly costBps: number;
  /** Share of such trades that must reach the target for the rest to be paid; above 1 it cannot pay. Null when following. */
  readonly neededHitRate: number | null;
}

/** The pair's closed paper trades so far. */
export interface PairRecord {
  readonly trades: number;
  readonly winners: number;
  /** USD after costs. */
  readonly netUsd: number;
}

/** What a backtest came to, as it is remembered beside the trials. */
export interface BacktestVerdict {
  readonly level: 'TRADEABLE' | 'NOT PROVEN' | 'NOT TRADEABLE';
  readonly sentence: string;
  /** The stretch it judged. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly judgedAt: EpochMs;
  /** Whether it judged the settings in force now. */
  readonly isSameSettings: boolean;
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

/** What an EXIT, STOP, BREAK or RUIN ticket says of the position it closes. */
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
  readonly windows: SpreadWindows;
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
  /** Why z moved since the bar before, and how much of its variance was beta's (`ZInputs.betaShare`); null when not known. */
  readonly change: ZChange | null;
  readonly betaShare: number | null;
  /** The pair's health on that bar; null where it is not known. */
  readonly health: PairHealth | null;
  /** On entries only. */
  readonly odds: EntryOdds | null;
  readonly record: PairRecord | null;
  /** The latest verdict on this market, or null before the first backtest. On entries only. */
  readonly verdict: BacktestVerdict | null;
  /** The missed bar that should have closed the position, when the scan came late. */
  readonly lateSince: EpochMs | null;
  readonly configHash: string;
  /** IANA zone for a second, local rendering of the times. */
  readonly timeZone: string | null;
}
