import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parquetCache } from './adapters/cache/parquet-cache.ts';
import { folderCalibrations } from './adapters/calibration/folder-calibrations.ts';
import { setClock } from './adapters/clock/set-clock.ts';
import { systemClock } from './adapters/clock/system-clock.ts';
import { folderJournal } from './adapters/delivery/folder-journal.ts';
import { folderSink } from './adapters/delivery/folder.ts';
import { httpHeartbeat } from './adapters/heartbeat/http-heartbeat.ts';
import { openCycleStore } from './adapters/store/sqlite-cycle-store.ts';
import { acquireRunLock } from './adapters/store/sqlite-run-lock.ts';
import { folderReports } from './adapters/report/folder-reports.ts';
import { writeFault } from './adapters/write-fault.ts';
import type { Composition } from './cli/composition.ts';
import type { Config } from './config/load-config.ts';
import { redactor } from './config/redactor.ts';
import type { CalibrationCache } from './ports/calibration-cache.ts';
import type { FundingSource } from './ports/funding-source.ts';
import type { Heartbeat } from './ports/heartbeat.ts';
import type { Logger } from './ports/logger.ts';
import type { TicketSink } from './ports/ticket-sink.ts';
import type { ScanPorts } from './workflows/scan-options.ts';

/**
 * Which adapter stands behind each port. This file is loaded with the first command that runs; the adapters that are large,
 * or that few commands use, when a command asks for them.
 */
export const composition: Composition = {
  clock: (now) => (now === undefined ? systemClock : setClock(now)),
  setClock,

  async logger(config, level) {
    const { pinoLogger } = await import('./adapters/logging/pino-logger.ts');
    return pinoLogger({ level, isTerminal: process.stderr.isTTY, redact: redactor(config?.secrets ?? []) });
  },

  async source(config, clock, log, { isDryRun } = { isDryRun: false }) {
    if (config.exchange.id === 'simulated') {
      const { simulatedCandles } = await import('./adapters/market/simulated-candles.ts');
      return simulatedCandles(clock, config.exchange.options);
    }
    const { ccxtCandles } = await import('./adapters/market/ccxt-candles.ts');
    return ccxtCandles({
      ...config.exchange,
      credentials: config.credentials,
      secrets: config.secrets,
      symbols: symbolsOf(config),
      cacheFolder: config.paths.cache,
      isReadOnly: isDryRun,
      clock,
      log,
    });
  },

  cache: (config, log, { isDryRun } = { isDryRun: false }) =>
    Promise.resolve(parquetCache(config.paths.cache, log, { isReadOnly: isDryRun })),

  async cacheInspection(config) {
    const { cacheInspection } = await import('./adapters/cache/cache-inspection.ts');
    return cacheInspection(config.paths.cache);
  },

  async existingStore(config) {
    if (!existsSync(config.paths.state)) return null;
    return openCycleStore(config.paths.state, { isReadOnly: true });
  },

  store: (config) => openCycleStore(config.paths.state),

  stateWriteFault: ({ paths }) => writeFault(dirname(paths.state)),

  heartbeat: (config, log) => {
    const url = config.notifications.heartbeatUrl;
    return url === null ? NO_HEARTBEAT : httpHeartbeat({ url, redact: redactor(config.secrets), log });
  },

  async fillBook(config, { isReadOnly }) {
    if (!existsSync(config.paths.state)) return null;
    const { openFillBook } = await import('./adapters/store/sqlite-fill-book.ts');
    return openFillBook(config.paths.state, { isReadOnly });
  },

  verdictOf: (config) => storedVerdict(config),

  acquireLock: (config, clock) => acquireRunLock(config.paths.state, { since: clock.now() }),

  async stateBackup(config) {
    const { sqliteStateBackup } = await import('./adapters/store/sqlite-state-backup.ts');
    return sqliteStateBackup({ state: config.paths.state, ledger: ledgerFile(config) });
  },

  async stateInspection(file) {
    const { sqliteStateInspection } = await import('./adapters/store/sqlite-state-inspection.ts');
    return sqliteStateInspection(file);
  },

  async machine() {
    const { nodeMachine } = await import('./adapters/machine/node-machine.ts');
    return nodeMachine;
  },

  async setup() {
    const { folderSetup } = await import('./adapters/setup/folder-setup.ts');
    return folderSetup;
  },

  async prompt() {
    const { terminalPrompt } = await import('./adapters/setup/terminal-prompt.ts');
    return terminalPrompt();
  },

  sinks: sinksOf,

  async scanPorts(config, clock, log, { isDryRun }) {
    const [source, cache, sinks] = await Promise.all([
      composition.source(config, clock, log, { isDryRun }),
      composition.cache(config, log, { isDryRun }),
      sinksOf(config, log),
    ]);
    return {
      source,
      funding: fundingOf(source),
      cache,
      store: await openCycleStore(config.paths.state, { isReadOnly: isDryRun }),
      sinks,
      journal: folderJournal(config.paths.signals),
      verdictOf: storedVerdict(config),
      calibrations: folderCalibrations(join(dirname(config.paths.state), 'calibration'), log),
      files: folderReports,
      chartAssets: chartTexts,
      heartbeat: isDryRun ? NO_HEARTBEAT : composition.heartbeat(config, log),
      clock,
      log,
      random: Math.random,
    };
  },

  async dashboardPorts(config, clock, log) {
    const [source, cache, store] = await Promise.all([
      composition.source(config, clock, log, { isDryRun: true }),
      composition.cache(config, log, { isDryRun: true }),
      openCycleStore(config.paths.state, { isReadOnly: true }),
    ]);
    return {
      source,
      cache,
      store,
      verdictOf: storedVerdict(config),
      files: folderReports,
      chartAssets: chartTexts,
      log,
    };
  },

  async backtestPorts(config, clock, log) {
    const [source, cache, { openTrialLedger }, { sha256Fingerprint }, { chartAssets }] = await Promise.all([
      composition.source(config, clock, log),
      composition.cache(config, log),
      import('./adapters/store/sqlite-trial-ledger.ts'),
      import('./adapters/report/sha256-fingerprint.ts'),
      import('./adapters/report/chart-assets.ts'),
    ]);
    return {
      source,
      funding: fundingOf(source),
      cache,
      clock,
      log,
      ledger: await openTrialLedger(ledgerFile(config)),
      fingerprint: sha256Fingerprint,
      files: folderReports,
      chartAssets,
    };
  },

  async counterfactuals() {
    const { counterfactualCode, counterfactualThread } = await import('./adapters/pool/counterfactual-thread.ts');
    const code = counterfactualCode();
    return code === null ? null : counterfactualThread(code);
  },

  async discoverPorts(config, clock, log, workers) {
    const [source, cache, inspection] = await Promise.all([
      composition.source(config, clock, log),
      composition.cache(config, log),
      composition.cacheInspection(config),
    ]);
    const { discoverPorts } = await import('./compose-discovery.ts');
    return discoverPorts({ config, source, cache, inspection, clock, log, workers });
  },

  async sweepPool(history, workers) {
    const { sweepPool } = await import('./adapters/pool/sweep-pool.ts');
    return sweepPool(history, workers);
  },

  async replayPorts(config, folder, log) {
    const clock = setClock(0);
    const signals = join(folder, 'signals');
    const [source, cache, { openCycleStore }, { folderJournal }, { folderSink }] = await Promise.all([
      composition.source(config, clock, log),
      composition.cache(config, log),
      import('./adapters/store/sqlite-cycle-store.ts'),
      import('./adapters/delivery/folder-journal.ts'),
      import('./adapters/delivery/folder.ts'),
    ]);
    return {
      venue: source.venue,
      rules: await source.marketRules(symbolsOf(config), { isOffline: true }),
      cache,
      store: await openCycleStore(join(folder, 'data', 'statarb.db'), { isScratch: true }),
      sinks: [folderSink(signals)],
      journal: folderJournal(signals),
      verdictOf: () => Promise.resolve(null),
      calibrations: NO_CALIBRATIONS,
      files: folderReports,
      chartAssets: chartTexts,
      heartbeat: NO_HEARTBEAT,
      clock,
      log,
      random: Math.random,
    };
  },

  async candleFile() {
    const { readCsvCandles } = await import('./adapters/market/csv-candles.ts');
    return { read: readCsvCandles };
  },

  async tradeFile() {
    const { readTradeFile } = await import('./adapters/fills/read-trade-file.ts');
    return { read: readTradeFile };
  },

  async tableWriter() {
    const { tableWriter } = await import('./adapters/export/table-writer.ts');
    return tableWriter();
  },
};

/** Nobody watches. */
const NO_HEARTBEAT: Heartbeat = { success: () => Promise.resolve(), failure: () => Promise.resolve() };

/** Nothing is remembered. */
const NO_CALIBRATIONS: CalibrationCache = { read: () => null, write: () => undefined };

/** Read only where a page with charts is written. */
const chartTexts: ScanPorts['chartAssets'] = async () =>
  (await import('./adapters/report/chart-assets.ts')).chartAssets();

const ledgerFile = ({ paths }: Config): string => join(dirname(paths.state), 'trials.db');

/** Reads the ledger only where there is one, and only when asked: few scans make an entry. */
const storedVerdict =
  (config: Config): ScanPorts['verdictOf'] =>
  async (market, setting) => {
    const file = ledgerFile(config);
    if (!existsSync(file)) return null;
    const { openTrialLedger } = await import('./adapters/store/sqlite-trial-ledger.ts');
    const ledger = await openTrialLedger(file);
    try {
      return ledger.verdict(market, setting);
    } finally {
      ledger.close();
    }
  };

/** Every symbol in use, once. */
const symbolsOf = ({ pairs }: Config): readonly string[] => [...new Set(pairs.flatMap(({ x, y }) => [x, y]))];

/** Null where the venue has no perpetuals. */
function fundingOf({ fundingRates }: Partial<FundingSource>): FundingSource | null {
  return fundingRates === undefined ? null : { fundingRates };
}

/** The ticket folder and every channel that is switched on; only those are loaded. */
async function sinksOf(config: Config, log: Logger): Promise<readonly TicketSink[]> {
  const { slackWebhook, telegram, email, webhookUrl } = config.notifications;
  const redact = redactor(config.secrets);
  const sinks = [folderSink(config.paths.signals)];
  if (slackWebhook !== null) {
    const { slackSink } = await import('./adapters/delivery/slack.ts');
    sinks.push(slackSink({ webhook: slackWebhook, redact }));
  }
  if (telegram !== null) {
    const { telegramSink } = await import('./adapters/delivery/telegram.ts');
    sinks.push(telegramSink({ ...telegram, redact }));
  }
  if (email !== null) {
    const { emailSink } = await import('./adapters/delivery/email.ts');
    sinks.push(emailSink({ ...email, redact, log }));
  }
  if (webhookUrl !== null) {
    const { webhookSink } = await import('./adapters/delivery/webhook.ts');
    sinks.push(webhookSink({ url: webhookUrl, redact }));
  }
  return sinks;
}
