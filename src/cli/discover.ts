import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { loadConfig, type Config } from '../config/load-config.ts';
import { withPairs } from '../config/with-pairs.ts';
import { AppError } from '../core/domain/app-error.ts';
import { pairName, type Pair } from '../core/domain/pair.ts';
import { newestClosedBar, timeframeMs } from '../core/domain/time.ts';
import type { DiscoveryResult, DiscoverySettings } from '../core/discovery/discovery-result.ts';
import { chooseUniverse, type UniverseChoice } from '../core/discovery/universe-rules.ts';
import { discoveryJson } from '../core/report/discovery/discovery-json.ts';
import { discoverySummary } from '../core/report/discovery/discovery-summary.ts';
import { runDiscovery } from '../workflows/discover-run.ts';
import { loadUniverse } from '../workflows/load-universe.ts';
import { writeDiscovery, writePairs } from '../workflows/write-discovery.ts';
import { openSession, type CommandContext, type Session } from './command-context.ts';
import type { DiscoverPorts } from './composition.ts';
import type { Output } from './output.ts';
import { parseNumber } from './parse-number.ts';
import { parseTime } from './parse-time.ts';
import { version } from './version.ts';
import { wholeNumber } from './whole-number.ts';

export interface DiscoverFlags {
  readonly symbols?: string;
  readonly lookbackDays?: string;
  readonly holdoutDays?: string;
  readonly minCorrelation?: string;
  readonly maxQ?: string;
  readonly halfLife?: string;
  readonly minAdvUsd?: string;
  readonly topN?: string;
  readonly to?: string;
  readonly seed: string;
  readonly workers?: string;
  readonly offline: boolean;
  readonly format?: 'csv' | 'json';
  readonly out?: string;
  readonly writeConfig?: string;
  readonly includeUnconfirmed: boolean;
}

const DAY_MS = 86_400_000;

/** `statarb discover`: which pairs are cointegrated beyond chance, and what later bars say of it. */
export async function discover(context: CommandContext, flags: DiscoverFlags): Promise<number> {
  const session = await openSession(context);
  const { config, clock, log } = session;
  const { compose, output } = context;
  const settings = settingsOf(config, flags);
  const ports = await compose.discoverPorts(
    config,
    clock,
    log,
    flags.workers === undefined ? null : workers(flags.workers),
  );
  const { symbols, leftOut: notAsked } = await universeOf(session, ports, flags);
  const barMs = timeframeMs(config.timeframe);
  const to = await endOf(session, ports, flags, symbols);
  const border = to - Math.round((settings.holdoutDays * DAY_MS) / barMs) * barMs;
  const from = border - Math.round((settings.lookbackDays * DAY_MS) / barMs) * barMs;
  const { ground, leftOut } = await loadUniverse(ports, {
    ...{ symbols, timeframe: config.timeframe, from, border, to },
    minVolumeUsd: config.discovery.minVolumeUsd,
    closeGraceMs: config.closeGraceSeconds * 1000,
    isOffline: flags.offline,
    onProgress: (symbol, done, total) => {
      output.progress(`${symbol} (${Math.min(done + 1, total)} of ${total})`, done, total);
    },
  });
  const outcome = await runDiscovery(ports, {
    ...{ venue: ports.source.venue, quote: config.discovery.quote, timeframe: config.timeframe, ground },
    leftOut: [...notAsked, ...leftOut],
    ...{ settings, strategy: config.settings, codeVersion: version, seed: wholeNumber('--seed', flags.seed) },
    onProgress: ({ done, total, leftMs }) => {
      output.progress(`pairs, ${Math.ceil(leftMs / 1000)} s left`, done, total);
    },
  });
  const { result, manifest } = outcome;
  const folder = flags.out === undefined ? join(config.paths.reports, 'discover', manifest.runId) : resolve(flags.out);
  const tables = await compose.tableWriter();
  await writeDiscovery({ files: ports.files, tables }, outcome, ground, (name) => join(folder, name));
  output.json(discoveryJson(result));
  if (!output.isJson && flags.format === 'csv') await writePairs(tables, result, 'csv', null);
  else if (flags.format === 'json') output.line(JSON.stringify(discoveryJson(result), null, 2));
  else {
    output.line(discoverySummary(result, output.style));
    const shown = relative(process.cwd(), folder) || '.';
    output.line(`\nReport: ${join(shown, 'discover_report.html')}   every pair: ${join(shown, 'pairs.csv')}`);
  }
  if (flags.writeConfig !== undefined) {
    writeChosen(ports, result, flags.writeConfig, flags.includeUnconfirmed, output, flags.format === undefined);
  }
  return 0;
}

/** Named on the command line, or in the settings; otherwise the venue's most traded, offline what the cache has. */
async function universeOf({ config }: Session, ports: DiscoverPorts, flags: DiscoverFlags): Promise<UniverseChoice> {
  const { discovery, timeframe } = config;
  const { quote, exclude, minVolumeUsd, maxSymbols } = discovery;
  const named = flags.symbols?.split(',').map((symbol) => symbol.trim());
  const listed = named?.filter((symbol) => symbol !== '') ?? discovery.symbols;
  if (listed === null && !flags.offline) {
    return enough(chooseUniverse(await ports.marketList.spotMarkets(quote), { exclude, minVolumeUsd, maxSymbols }));
  }
  const known = listed ?? (await ports.cachedSymbols(timeframe, quote));
  const symbols = [...new Set(known)].filter((symbol) => !exclude.includes(symbol)).sort();
  return enough({ symbols, leftOut: [] });
}

function enough(choice: UniverseChoice): UniverseChoice {
  const { symbols } = choice;
  if (symbols.length >= 2) return choice;
  throw new AppError(
    'usage',
    `two symbols at least are needed, and ${symbols.length === 0 ? 'none is' : `only ${symbols[0]} is`} there: name them with --symbols or under discovery.symbols`,
  );
}

/** The last closed bar; offline the last hour that at least half of the symbols have. */
async function endOf(
  { config, clock }: Session,
  ports: DiscoverPorts,
  flags: DiscoverFlags,
  symbols: readonly string[],
): Promise<number> {
  const barMs = timeframeMs(config.timeframe);
  const closed = newestClosedBar(clock.now(), barMs, config.closeGraceSeconds * 1000) + barMs;
  if (flags.to !== undefined) return Math.min(Math.floor(parseTime('--to', flags.to) / barMs) * barMs, closed);
  if (!flags.offline) return closed;
  const lasts = await Promise.all(
    symbols.map((symbol) => ports.cache.lastTs({ venue: ports.source.venue, symbol, timeframe: config.timeframe })),
  );
  const known = lasts.filter((ts) => ts !== null).sort((a, b) => a - b);
  if (known.length === 0) throw new AppError('data', 'nothing is cached: leave out --offline, or run statarb import');
  return Math.min(closed, known[Math.floor((known.length - 1) / 2)] + barMs);
}

function settingsOf({ discovery: { settings } }: Config, flags: DiscoverFlags): DiscoverySettings {
  const number = (flag: string, text: string | undefined, otherwise: number): number =>
    text === undefined ? otherwise : parseNumber(flag, text);
  const days = (flag: string, text: string | undefined, otherwise: number): number => {
    const value = number(flag, text, otherwise);
    if (value > 0) return value;
    throw new AppError('usage', `${flag} ${text ?? ''} is not above 0`);
  };
  return {
    ...settings,
    lookbackDays: days('--lookback-days', flags.lookbackDays, settings.lookbackDays),
    holdoutDays: days('--holdout-days', flags.holdoutDays, settings.holdoutDays),
    minCorrelation: number('--min-correlation', flags.minCorrelation, settings.minCorrelation),
    maxQ: number('--max-q', flags.maxQ, settings.maxQ),
    minAdvUsd: number('--min-adv-usd', flags.minAdvUsd, settings.minAdvUsd),
    topN: flags.topN === undefined ? settings.topN : wholeNumber('--top-n', flags.topN),
    halfLife: flags.halfLife === undefined ? settings.halfLife : range('--half-life', flags.halfLife),
  };
}

function range(flag: string, text: string): { readonly min: number; readonly max: number } {
  const ends = text.split('..').map((part) => parseNumber(flag, part));
  const [min, max] = ends;
  if (ends.length === 2 && min <= max) return { min, max };
  throw new AppError('usage', `${flag} ${text} is no range of bars: write it like 2..240`);
}

/** @throws AppError `usage` */
function workers(text: string): number {
  const count = wholeNumber('--workers', text);
  if (count >= 1 && count <= 256) return count;
  throw new AppError('usage', `--workers ${text} is not a whole number from 1 to 256`);
}

/** Appends the pairs that were chosen, and confirmed unless said otherwise, to a settings file; the new file is read before it counts. */
function writeChosen(
  ports: DiscoverPorts,
  { pairs }: DiscoveryResult,
  path: string,
  includesUnconfirmed: boolean,
  output: Output,
  speaks: boolean,
): void {
  const wanted = pairs.filter(({ rejections, heldOut }) => {
    return rejections.length === 0 && (heldOut.isConfirmed || includesUnconfirmed);
  });
  const say = (text: string): void => {
    if (speaks) output.line(text);
  };
  if (wanted.length === 0) {
    say(`${path} stays as it is: no pair was chosen${includesUnconfirmed ? '' : ' and confirmed'}.`);
    return;
  }
  const file = resolve(path);
  const { text, added } = withPairs(
    readConfig(file),
    wanted.map(({ pair }): Pair => pair),
  );
  if (added.length === 0) {
    say(`${path} stays as it is: it has these pairs already.`);
    return;
  }
  ports.replaceConfig(file, text, (staged) => void loadConfig(staged, process.env));
  say(`${path}: added ${added.map(pairName).join(', ')}`);
}

function readConfig(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new AppError('settings', `${file} cannot be read: --write-config adds to a settings file that is there`, {
      cause: error,
    });
  }
}
