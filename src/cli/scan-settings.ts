import type { Config } from '../config/load-config.ts';
import type { ScanOptions } from '../workflows/scan-options.ts';

/** The part of the settings that a scan reads. */
export function scanOptions(config: Config): Omit<ScanOptions, 'isDryRun' | 'isOffline'> {
  const { pairs, timeframe, settings, historyBars, timeZone } = config;
  return {
    pairs,
    timeframe,
    settings,
    historyBars,
    closeGraceMs: config.closeGraceSeconds * 1000,
    configHash: config.hash,
    timeZone,
    runsKeptDays: config.retention.runsDays,
  };
}
