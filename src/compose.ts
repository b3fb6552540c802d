import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parquetCache } from './adapters/cache/parquet-cache.ts';
import { setClock } from './adapters/clock/set-clock.ts';
import { systemClock } from './adapters/clock/system-clock.ts';
import { folderJournal } from './adapters/delivery/folder-journal.ts';
import { folderSink } from './adapters/delivery/folder.ts';
import { openCycleStore } from './adapters/store/sqlite-cycle-store.ts';
import { acquireRunLock } from './adapters/store/sqlite-run-lock.ts';
import type { Composition } from './cli/composition.ts';
import type { Config } from './config/load-config.ts';
import { redactor } from './config/redactor.ts';
import type { FundingSource } from './ports/funding-source.ts';
import type { TicketSink } from './ports/ticket-sink.ts';

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

  async existingStore(config) {
    if (!existsSync(config.paths.state)) return null;
    return openCycleStore(config.paths.state, { isReadOnly: true });
  },

  store: (config) => openCycleStore(config.paths.state),

  acquireLock: (config, clock) => acquireRunLock(config.paths.state, { since: clock.now() }),

  sinks: async (config) => sinksOf(config),

  async scanPorts(config, clock, log, { isDryRun }) {
    const [source, cache, sinks] = await Promise.all([
      composition.source(config, clock, log, { isDryRun }),
      composition.cache(config, log, { isDryRun }),
      sinksOf(config),
    ]);
    return {
      source,
      funding: fundingOf(source),
      cache,
      store: await openCycleStore(config.paths.state, { isReadOnly: isDryRun }),
      sinks,
      journal: folderJournal(config.paths.signals),
      clock,
      log,
      random: Math.random,
    };
  },

  async backtestPorts(config, clock, log) {
    const [source, cache, { openTrialLedger }, { folderReports }, { sha256Fingerprint }, { chartAssets }] =
      await Promise.all([
        composition.source(config, clock, log),
        composition.cache(config, log),
        import('./adapters/store/sqlite-trial-ledger.ts'),
        import('./adapters/report/folder-reports.ts'),
        import('./adapters/report/sha256-fingerprint.ts'),
        import('./adapters/report/chart-assets.ts'),
      ]);
    return {
      source,
      funding: fundingOf(source),
      cache,
      clock,
      log,
      ledger: await openTrialLedger(join(dirname(config.paths.state), 'trials.db')),
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
      clock,
      log,
      random: Math.random,
    };
  },

  async candleFile() {
    const { readCsvCandles } = await import('./adapters/market/csv-candles.ts');
    return { read: readCsvCandles };
  },

  async tableWriter() {
    const { tableWriter } = await import('./adapters/export/table-writer.ts');
    return tableWriter();
  },
};

/** Every symbol in use, once. */
const symbolsOf = ({ pairs }: Config): readonly string[] => [...new Set(pairs.flatMap(({ x, y }) => [x, y]))];

/** Null where the venue has no perpetuals. */
function fundingOf({ fundingRates }: Partial<FundingSource>): FundingSource | null {
  return fundingRates === undefined ? null : { fundingRates };
}

async function sinksOf(config: Config): Promise<readonly TicketSink[]> {
  const folder = folderSink(config.paths.signals);
  const webhook = config.notifications.slackWebhook;
  if (webhook === null) return [folder];
  const { slackSink } = await import('./adapters/delivery/slack.ts');
  return [folder, slackSink({ webhook, redact: redactor(config.secrets) })];
}
