import type { Config } from '../config/load-config.ts';
import type { MarketRules } from '../core/domain/market-rules.ts';
import type { EpochMs } from '../core/domain/time.ts';
import type { ChartAssets } from '../core/report/html-page.ts';
import type { CacheInspection } from '../ports/cache-inspection.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { CandleFile } from '../ports/candle-file.ts';
import type { CandleSource } from '../ports/candle-source.ts';
import type { Clock, SetClock } from '../ports/clock.ts';
import type { CycleStore } from '../ports/cycle-store.ts';
import type { FillBook } from '../ports/fill-book.ts';
import type { FundingSource } from '../ports/funding-source.ts';
import type { Heartbeat } from '../ports/heartbeat.ts';
import type { Machine } from '../ports/machine.ts';
import type { Logger } from '../ports/logger.ts';
import type { MarketList } from '../ports/market-list.ts';
import type { Prompt } from '../ports/prompt.ts';
import type { ReportFiles } from '../ports/report-files.ts';
import type { RunLock } from '../ports/run-lock.ts';
import type { Setup } from '../ports/setup.ts';
import type { StateBackup } from '../ports/state-backup.ts';
import type { StateInspection } from '../ports/state-inspection.ts';
import type { TableWriter } from '../ports/table-writer.ts';
import type { TradeFile } from '../ports/trade-file.ts';
import type { TicketSink } from '../ports/ticket-sink.ts';
import type { BacktestPorts } from '../workflows/backtest-run.ts';
import type { DiscoverPorts as DiscoverRunPorts } from '../workflows/discover-run.ts';
import type { FetchPorts } from '../workflows/fetch-history.ts';
import type { DashboardPorts } from '../workflows/dashboard-options.ts';
import type { History } from '../workflows/load-history.ts';
import type { ReplayPorts } from '../workflows/replay-run.ts';
import type { ScanPorts } from '../workflows/scan-options.ts';
import type { SweepPorts } from '../workflows/sweep-run.ts';

/** What a backtest needs beside its history: the ledger must be closed. */
export interface BacktestCommandPorts extends Omit<BacktestPorts, 'counterfactuals'> {
  readonly files: ReportFiles;
  /** Script and style of the charts, to stand inside the report. */
  readonly chartAssets: () => ChartAssets;
}

/** What a discovery needs. */
export interface DiscoverPorts extends FetchPorts, DiscoverRunPorts {
  readonly files: ReportFiles;
  readonly marketList: MarketList;
  /** Spot symbols with this quote that have candles in the cache, in alphabetical order. */
  readonly cachedSymbols: (timeframe: string, quote: string) => Promise<readonly string[]>;
  /** Replaces a settings file whole or not at all. @param check looks at the new text as a file in the same folder; what it throws stops it */
  readonly replaceConfig: (file: string, text: string, check: (staged: string) => void) => void;
}

/** What commands ask for; `compose.ts` says which adapter stands behind each. Everything is made on demand. */
export interface Composition {
  /** The machine's clock, or one that stands at the given time. */
  clock(now: EpochMs | undefined): Clock;
  setClock(start: EpochMs): SetClock;
  logger(config: Config | null, level: string): Promise<Logger>;
  source(
    config: Config,
    clock: Clock,
    log: Logger,
    mode?: { readonly isDryRun: boolean },
  ): Promise<CandleSource & Partial<FundingSource>>;
  cache(config: Config, log: Logger, mode?: { readonly isDryRun: boolean }): Promise<CandleCache>;
  /** The cache's files as they are, for looking only. */
  cacheInspection(config: Config): Promise<CacheInspection>;
  /** The state database, or null when no scan has written one yet. */
  existingStore(config: Config): Promise<CycleStore | null>;
  /** The state database, made when there is none. */
  store(config: Config): Promise<CycleStore>;
  /** Why the folder of the state database cannot be written, or null. */
  stateWriteFault(config: Config): string | null;
  heartbeat(config: Config, log: Logger): Heartbeat;
  /** What people did with the tickets, in the state database; null when no scan has written one. Writing brings an older one up to date. */
  fillBook(config: Config, mode: { readonly isReadOnly: boolean }): Promise<FillBook | null>;
  verdictOf(config: Config): ScanPorts['verdictOf'];
  acquireLock(config: Config, clock: Clock): Promise<RunLock>;
  stateBackup(config: Config): Promise<StateBackup>;
  /** @param file the state database, which need not exist */
  stateInspection(file: string): Promise<StateInspection>;
  machine(): Promise<Machine>;
  setup(): Promise<Setup>;
  prompt(): Promise<Prompt>;
  sinks(config: Config, log: Logger): Promise<readonly TicketSink[]>;
  scanPorts(config: Config, clock: Clock, log: Logger, mode: { readonly isDryRun: boolean }): Promise<ScanPorts>;
  /** What the dashboard is written from: the state as it is, read only, and what is cached. */
  dashboardPorts(config: Config, clock: Clock, log: Logger): Promise<DashboardPorts & { readonly store: CycleStore }>;
  backtestPorts(config: Config, clock: Clock, log: Logger): Promise<BacktestCommandPorts>;
  /** Works out the counterfactuals of a backtest beside it, if anything can; the sooner it is asked for, the sooner it is ready. */
  counterfactuals(): Promise<BacktestPorts['counterfactuals']>;
  /** @param workers null for one a processor core */
  discoverPorts(config: Config, clock: Clock, log: Logger, workers: number | null): Promise<DiscoverPorts>;
  /** @param workers null for one a processor core */
  sweepPool(history: History, workers: number | null): Promise<SweepPorts['pool']>;
  /** A scan's ports with an empty state in a folder of its own, and the real cache to read from. Nothing but files is written. */
  replayPorts(
    config: Config,
    folder: string,
    log: Logger,
  ): Promise<ReplayPorts & { readonly rules: readonly MarketRules[] }>;
  candleFile(): Promise<CandleFile>;
  tradeFile(): Promise<TradeFile>;
  tableWriter(): Promise<TableWriter>;
}
