import type { Pair } from '../core/domain/pair.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { CandleSource } from '../ports/candle-source.ts';
import type { Clock } from '../ports/clock.ts';
import type { CycleStore } from '../ports/cycle-store.ts';
import type { FundingSource } from '../ports/funding-source.ts';
import type { Logger } from '../ports/logger.ts';
import type { JournalSink, TicketSink } from '../ports/ticket-sink.ts';

/** Everything outside that a scan touches. */
export interface ScanPorts {
  readonly source: CandleSource;
  /** Null where the venue has no perpetuals. */
  readonly funding: FundingSource | null;
  readonly cache: CandleCache;
  readonly store: CycleStore;
  readonly sinks: readonly TicketSink[];
  readonly journal: JournalSink;
  readonly clock: Clock;
  readonly log: Logger;
  /** Uniform in [0, 1): spreads retries and names runs; no decision reads it. */
  readonly random: () => number;
}

export interface ScanOptions {
  readonly pairs: readonly Pair[];
  readonly timeframe: string;
  readonly settings: StrategySettings;
  /** Bars fetched by the first run. */
  readonly historyBars: number;
  readonly closeGraceMs: number;
  readonly configHash: string;
  readonly timeZone: string | null;
  /** Days that the rows of runs are kept whole; null for ever. */
  readonly runsKeptDays: number | null;
  /** Stores and sends nothing. */
  readonly isDryRun: boolean;
  /** Asks the venue nothing: decides on the cache as it is. */
  readonly isOffline: boolean;
}
