import type { Config } from '../config/load-config.ts';
import type { MarketRules } from '../core/domain/market-rules.ts';
import type { EpochMs } from '../core/domain/time.ts';
import type { CandleCache } from '../ports/candle-cache.ts';
import type { CandleFile } from '../ports/candle-file.ts';
import type { CandleSource } from '../ports/candle-source.ts';
import type { Clock, SetClock } from '../ports/clock.ts';
import type { CycleStore } from '../ports/cycle-store.ts';
import type { FundingSource } from '../ports/funding-source.ts';
import type { Logger } from '../ports/logger.ts';
import type { ReportFiles } from '../ports/report-files.ts';
import type { RunLock } from '../ports/run-lock.ts';
import type { TableWriter } from '../ports/table-writer.ts';
import type { TicketSink } from '../ports/ticket-sink.ts';
import type { BacktestPorts } from '../workflows/backtest-run.ts';
import type { History } from '../workflows/load-history.ts';
import type { ReplayPorts } from '../workflows/replay-run.ts';
import type { ScanPorts } from '../workflows/scan-options.ts';
import type { SweepPorts } from '../workflows/sweep-run.ts';

/** What a backtest needs beside its history: the ledger must be closed. */
export interface BacktestCommandPorts extends Omit<BacktestPorts, 'counterfactuals'> {
  readonly files: ReportFiles;
  /** Script and style of the charts, to stand inside the report. */
  readonly chartAssets: () => { readonly chartScript: string; readonly chartStyle: string };
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
  /** The state database, or null when no scan has written one yet. */
  existingStore(config: Config): Promise<CycleStore | null>;
  /** The state database, made when there is none. */
  store(config: Config): Promise<CycleStore>;
  acquireLock(config: Config, clock: Clock): Promise<RunLock>;
  sinks(config: Config): Promise<readonly TicketSink[]>;
  scanPorts(config: Config, clock: Clock, log: Logger, mode: { readonly isDryRun: boolean }): Promise<ScanPorts>;
  backtestPorts(config: Config, clock: Clock, log: Logger): Promise<BacktestCommandPorts>;
  /** Works out the counterfactuals of a backtest beside it, if anything can; the sooner it is asked for, the sooner it is ready. */
  counterfactuals(): Promise<BacktestPorts['counterfactuals']>;
  /** @param workers null for one a processor core */
  sweepPool(history: History, workers: number | null): Promise<SweepPorts['pool']>;
  /** A scan's ports with an empty state in a folder of its own, and the real cache to read from. Nothing but files is written. */
  replayPorts(
    config: Config,
    folder: string,
    log: Logger,
  ): Promise<ReplayPorts & { readonly rules: readonly MarketRules[] }>;
  candleFile(): Promise<CandleFile>;
  tableWriter(): Promise<TableWriter>;
}
