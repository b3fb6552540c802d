import { isAbsolute, join, relative, sep } from 'node:path';
import type { Config } from '../config/load-config.ts';
import { version } from './version.ts';
import type { StandingOptions } from '../workflows/pair-standing.ts';
import type { ScanOptions } from '../workflows/scan-options.ts';

/** The part of the settings that a scan reads. */
export function scanOptions(config: Config): Omit<ScanOptions, 'isDryRun' | 'isOffline'> {
  const { pairs, timeframe, settings, historyBars, healthBars, timeZone } = config;
  return {
    pairs,
    timeframe,
    settings,
    historyBars,
    healthBars,
    closeGraceMs: config.closeGraceSeconds * 1000,
    configHash: config.hash,
    codeVersion: version,
    timeZone,
    outputs: {
      dashboard: config.outputs.dashboard ? join(config.paths.reports, 'index.html') : null,
      metrics: config.outputs.metrics ? join(config.paths.metrics, 'statarb.prom') : null,
    },
    ticketLinks: linkTo(config.paths.reports, config.paths.signals),
    digestMinute: config.notifications.digestMinute,
    runsKeptDays: config.retention.runsDays,
  };
}

/** A folder as an address from a page in another one; null on another drive, which no relative address reaches. */
function linkTo(from: string, to: string): string | null {
  const path = relative(from, to);
  return isAbsolute(path) ? null : path.split(sep).map(encodeURIComponent).join('/');
}

/** The part that telling where a pair stands reads. */
export const standingOptions = ({ exchange, timeframe, closeGraceSeconds, settings }: Config): StandingOptions => ({
  venue: exchange.id,
  timeframe,
  closeGraceMs: closeGraceSeconds * 1000,
  settings,
});
