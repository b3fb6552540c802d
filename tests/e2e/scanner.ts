import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scanOptions } from '../../src/cli/scan-settings.ts';
import { composition } from '../../src/compose.ts';
import { loadConfig, type Config } from '../../src/config/load-config.ts';
import type { EpochMs } from '../../src/core/domain/time.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { CycleStore } from '../../src/ports/cycle-store.ts';
import { runScan, runScanCycle, type ScanResult } from '../../src/workflows/scan-cycle.ts';
import type { ScanPorts } from '../../src/workflows/scan-options.ts';
import { memoryLogger, type LogLine } from '../support/memory-logger.ts';

export const HOUR = 3_600_000;
export const MINUTE = 60_000;
export const SPOT_PAIR = 'BTC/USDT~ETH/USDT';

/** A scan through the program's own composition, in this process: everything but the clock and the log is the real thing. */
export interface Scanner {
  readonly folder: string;
  readonly config: Config;
  readonly logs: readonly LogLine[];
  /** Milliseconds of waiting that the scans asked for; none of it was real. */
  readonly waitedMs: () => number;
  /** One scan as the command does it: lock, open, cycle, close, unlock. */
  scan(now: EpochMs, mode?: { readonly isDryRun?: boolean; readonly isOffline?: boolean }): Promise<ScanResult>;
  /** Reads the state as it stands. */
  read<T>(reader: (store: CycleStore) => T): Promise<T>;
  /** Runs one cycle per given time without closing anything in between. */
  steps(times: Iterable<EpochMs>, before?: (now: EpochMs) => void): AsyncGenerator<ScanResult>;
}

/** Writes a settings file into the folder; JSON is YAML too. */
export function writeConfig(folder: string, settings: Readonly<Record<string, unknown>>): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'config.yaml');
  writeFileSync(file, JSON.stringify(settings, null, 2));
  return file;
}

/**
 * A scanner in a folder. Dashboard and metrics are off unless the settings say otherwise: most stories are of hundreds of scans and
 * about what was decided.
 */
export function openScanner(
  folder: string,
  settings: Readonly<Record<string, unknown>>,
  env: NodeJS.ProcessEnv = {},
): Scanner {
  const config = loadConfig(writeConfig(folder, { outputs: { dashboard: false, metrics: false }, ...settings }), env);
  const clock = waitlessClock();
  const log = memoryLogger();
  const options = scanOptions(config);
  const openPorts = (isDryRun: boolean): Promise<ScanPorts> => composition.scanPorts(config, clock, log, { isDryRun });
  return {
    folder,
    config,
    logs: log.lines,
    waitedMs: clock.waitedMs,
    scan: (now, { isDryRun = false, isOffline = false } = {}) => {
      clock.set(now);
      return runScan(
        () => composition.acquireLock(config, clock),
        composition.heartbeat(config, log),
        () => openPorts(isDryRun),
        { ...options, isDryRun, isOffline },
      );
    },
    read: async (reader) => {
      const store = await composition.existingStore(config);
      if (store === null) throw new Error('no state yet');
      try {
        return reader(store);
      } finally {
        store.close();
      }
    },
    async *steps(times, before) {
      const lock = await composition.acquireLock(config, clock);
      const ports = await openPorts(false);
      try {
        for (const now of times) {
          clock.set(now);
          before?.(now);
          yield await runScanCycle(ports, { ...options, isDryRun: false, isOffline: false });
        }
      } finally {
        ports.store.close();
        lock.release();
      }
    },
  };
}

/** Hours from `first` to before `end`, each at some minutes past. */
export function* hourly(first: EpochMs, end: EpochMs, minutesPast = 1): Generator<EpochMs> {
  for (let hour = first; hour < end; hour += HOUR) yield hour + minutesPast * MINUTE;
}

interface WaitlessClock extends Clock {
  set(now: EpochMs): void;
  readonly waitedMs: () => number;
}

/** Stands where it was set; waits end at once but count, so that budgets of time run out as they would. */
function waitlessClock(): WaitlessClock {
  let now = 0;
  let waited = 0;
  return {
    now: () => now,
    set: (time) => {
      now = time;
    },
    elapsedMs: () => performance.now() + waited,
    sleep: (ms) => {
      waited += ms;
      return Promise.resolve();
    },
    waitedMs: () => waited,
  };
}
