import type { Gap } from '../../domain/aligned-candles.ts';
import type { ZChange } from '../../domain/decision-why.ts';
import type { Trouble } from '../../domain/notice.ts';
import type { EntryEvent } from '../../domain/order.ts';
import type { Legs, Pair } from '../../domain/pair.ts';
import type { Book, ClosedTrade, ExitReason } from '../../domain/position.ts';
import type { StrategySettings } from '../../domain/settings.ts';
import type { BacktestVerdict, PairRecord, Ticket } from '../../domain/ticket.ts';
import type { EpochMs } from '../../domain/time.ts';
import type { DecidedBar } from '../../tickets/decision-reason.ts';

/** Everything the dashboard shows, at one moment. */
export interface Dashboard {
  /** When it was written, by the clock of the run. */
  readonly now: EpochMs;
  readonly venue: string;
  readonly timeframe: string;
  readonly barMs: number;
  readonly settings: StrategySettings;
  readonly configHash: string;
  readonly boards: readonly PairBoard[];
  /** Newest first; none before the first run. */
  readonly runs: readonly RunLine[];
  readonly channels: readonly ChannelLine[];
  readonly troubles: readonly Trouble[];
  /** Folder of the tickets as the page reaches it, ready for an address; null when it does not. */
  readonly ticketLinks: string | null;
}

/** One pair. */
export interface PairBoard {
  readonly pair: Pair;
  /** Null before its first cycle. */
  readonly decision: LastDecision | null;
  /** When the bar after the last decided one is closed; null before the first cycle. */
  readonly nextDecisionAt: EpochMs | null;
  readonly book: Book;
  /** See `pairStanding`: USD at the closes of the last decided bar. */
  readonly openPnl: number | null;
  readonly equityUsd: number;
  readonly record: PairRecord;
  readonly verdict: BacktestVerdict | null;
  /** Newest first. */
  readonly tickets: readonly Ticket[];
  /** Closed trades of the last tickets, newest first. */
  readonly trades: readonly ClosedTrade[];
  /** Why it is not decided, while that goes on. */
  readonly trouble: Trouble | null;
  /** What the candles say; null where none are cached. */
  readonly past: PairPast | null;
  /** What a person really holds, by the fills that were recorded; null where nothing was. */
  readonly real: RealHoldings | null;
}

export interface LastDecision extends DecidedBar {
  readonly bar: EpochMs;
  readonly close: Legs<number>;
  readonly beta: number | null;
  /** What moved z since the bar before, where that was kept. */
  readonly change: ZChange | null;
}

/** The stretch of bars that is shown. */
export interface PairPast {
  /** First and last bar. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** One value a bar; NaN where not known. */
  readonly ts: Float64Array;
  readonly z: Float64Array;
  readonly beta: Float64Array;
  /** Engle–Granger p-value of the last `windows.health` bars; null where the health is not measured. */
  readonly healthP: Float64Array | null;
  readonly ratio: Float64Array;
  /** Paper account at the closes, USD. */
  readonly equity: Float64Array;
  /** Everything decided in it but holds, oldest first. */
  readonly events: readonly PastEvent[];
  /** Position times for the shading: closed trades that reach into it. */
  readonly trades: readonly Pick<ClosedTrade, 'entryTs' | 'exitTs'>[];
  /** Refused and missed entries, newest first. */
  readonly unopened: readonly UnopenedEntry[];
  readonly quality: DataQuality;
}

export interface PastEvent extends Pick<DecidedBar, 'kind' | 'event' | 'z'> {
  readonly bar: EpochMs;
}

/** An entry that z called for and that was not opened. */
export interface UnopenedEntry {
  readonly bar: EpochMs;
  readonly kind: 'refused' | 'missed';
  readonly event: EntryEvent;
  readonly z: number | null;
  /** In words. */
  readonly reason: string;
  /** What it would have come to; null where it cannot be computed. */
  readonly outcome: {
    /** USD: after costs, or the mark so far. */
    readonly pnl: number;
    /** Null while it would still be open. */
    readonly ended: { readonly by: ExitReason; readonly bars: number } | null;
  } | null;
}

/** What is to be known of the bars behind the figures. */
export interface DataQuality {
  /** Missing on both legs and forward-filled. */
  readonly filled: readonly EpochMs[];
  /** Missing on one leg and dropped. */
  readonly gaps: readonly Gap[];
  /** Changed by the venue after they were cached. */
  readonly revised: readonly {
    readonly symbol: string;
    readonly ts: EpochMs;
    readonly closeBefore: number;
    readonly close: number;
  }[];
  /** Months of the cache that had to be set aside. */
  readonly damaged: readonly { readonly symbol: string; readonly from: EpochMs; readonly reason: string }[];
}

export interface RunLine {
  readonly now: EpochMs;
  readonly durationMs: number;
  readonly exitCode: number;
  /** What it decided or met, a word for each pair. */
  readonly outcome: string;
  readonly sent: number;
  readonly pending: number;
}

export interface ChannelLine {
  readonly channel: string;
  readonly delivered: number;
  readonly pending: number;
  readonly pendingSince: EpochMs | null;
  readonly lastDeliveredAt: EpochMs | null;
  readonly lastError: string | null;
}

/** Real legs beside the paper ones, told by whoever keeps the record of fills. */
export interface RealHoldings {
  /** What is held, in words: `1.5 ETH long, 0.09 BTC short`. */
  readonly held: string;
  readonly since: EpochMs | null;
  /** USD, closed and open, fees included. */
  readonly netUsd: number;
  /** USD of it that is still open. */
  readonly openUsd: number;
  /** What is un-hedged or odd, one sentence each. */
  readonly notes: readonly string[];
}
