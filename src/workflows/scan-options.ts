import type { Pair } from '../core/domain/pair.ts';
import type { StrategySettings } from '../core/domain/settings.ts';
import type { BacktestVerdict } from '../core/domain/ticket.ts';
import type { ChartAssets } from '../core/report/html-page.ts';
import type { CalibrationCache } from '../ports/calibration-cache.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { CandleSource } from '../ports/candle-source.ts';
import type { Clock } from '../ports/clock.ts';
import type { CycleStore } from '../ports/cycle-store.ts';
import type { FundingSource } from '../ports/funding-source.ts';
import type { Heartbeat } from '../ports/heartbeat.ts';
import type { Logger } from '../ports/logger.ts';
import type { ReportFiles } from '../ports/report-files.ts';
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
  /** The latest verdict on a market; that on the same setting before any other. */
  readonly verdictOf: (market: string, setting: string) => Promise<BacktestVerdict | null>;
  /** What random walks show. */
  readonly calibrations: CalibrationCache;
  readonly heartbeat: Heartbeat;
  /** Where the dashboard and the metrics go. */
  readonly files: ReportFiles;
  /** Script and style of the charts, to stand inside the dashboard. */
  readonly chartAssets: () => Promise<ChartAssets>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Uniform in [0, 1): spreads retries and names runs; no decision reads it. */
  readonly random: () => number;
}

/** What a scan does beside deciding and delivering tickets. */
export interface Sidework {
  readonly codeVersion: string;
  /** Files written anew by every scan; null writes none. */
  readonly outputs: { readonly dashboard: string | null; readonly metrics: string | null };
  /** Folder of the tickets as the dashboard reaches it, ready for an address; null when it does not. */
  readonly ticketLinks: string | null;
  /** Minute of the UTC day from which the day's digest is due; null sends none. */
  readonly digestMinute: number | null;
  /** Bars that a pair's health is measured over; null measures none. */
  readonly healthBars: number | null;
  /** Days that the rows of runs are kept whole; null for ever. */
  readonly runsKeptDays: number | null;
}

/** For runs that are about decisions alone. */
export const NO_SIDEWORK: Sidework = {
  codeVersion: '',
  outputs: { dashboard: null, metrics: null },
  ticketLinks: null,
  digestMinute: null,
  healthBars: null,
  runsKeptDays: null,
};

export interface ScanOptions extends Sidework {
  readonly pairs: readonly Pair[];
  readonly timeframe: string;
  readonly settings: StrategySettings;
  /** Bars fetched by the first run. */
  readonly historyBars: number;
  readonly closeGraceMs: number;
  readonly configHash: string;
  readonly timeZone: string | null;
  /** Stores and sends nothing. */
  readonly isDryRun: boolean;
  /** Asks the venue nothing: decides on the cache as it is. */
  readonly isOffline: boolean;
}
