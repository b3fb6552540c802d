import { dirname, join, resolve } from 'node:path';
import { channelEndpoints } from '../config/channel-endpoints.ts';
import type { Config } from '../config/load-config.ts';
import { AppError } from '../core/domain/app-error.ts';
import { pairName } from '../core/domain/pair.ts';
import { isoUtc } from '../core/domain/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { CheckLine } from '../workflows/doctor/check-line.ts';
import { exitCodeOf, runDoctor, type DoctorPatient } from '../workflows/doctor/run-doctor.ts';
import type { StoragePlaces } from '../workflows/doctor/storage-checks.ts';
import type { CommandContext } from './command-context.ts';
import type { Output, Style } from './output.ts';
import { parseTime } from './parse-time.ts';

/** `statarb doctor`: 0 when nothing fails, 2 when the settings do, 3 when anything else does. */
export async function doctor(
  context: CommandContext,
  flags: { readonly offline: boolean; readonly now?: string },
): Promise<number> {
  const { compose, output, options } = context;
  const clock = compose.clock(flags.now === undefined ? undefined : parseTime('--now', flags.now));
  const config = await settingsOf(context);
  const folder = dirname(resolve(options.config));
  const isBroken = config instanceof AppError;
  const engine = await compose.stateInspection(isBroken ? join(folder, 'data', 'statarb.db') : config.paths.state);
  const lines = await runDoctor(
    { machine: await compose.machine(), clock, engine },
    isBroken ? config : await patientOf(context, config, clock, flags.offline),
    placesOf(folder, isBroken ? null : config),
  );
  const code = exitCodeOf(lines);
  const skipped = flags.offline ? ['clock', 'venue', 'channels'] : [];
  output.json({ now: isoUtc(clock.now()), well: code === 0, checks: lines, skipped });
  for (const line of lines) printLine(output, line);
  if (skipped.length > 0) output.line(`not looked at: ${skipped.join(', ')} (--offline)`);
  return code;
}

/** The settings, or what is wrong with them. */
async function settingsOf(context: CommandContext): Promise<Config | AppError> {
  try {
    return await context.config();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function patientOf(
  { compose, options }: CommandContext,
  config: Config,
  clock: Clock,
  isOffline: boolean,
): Promise<DoctorPatient> {
  const log = await compose.logger(config, options.logLevel === 'info' ? 'silent' : options.logLevel);
  const source = isOffline ? null : await compose.source(config, clock, log, { isDryRun: true });
  return {
    summary: `${config.file} is valid: ${config.exchange.id}, ${config.pairs.map(pairName).join(', ')}, ${config.timeframe} (config ${config.hash})`,
    venue: config.exchange.id,
    pairs: config.pairs,
    timeframe: config.timeframe,
    closeGraceMs: config.closeGraceSeconds * 1000,
    state: await compose.stateInspection(config.paths.state),
    cache: await compose.cacheInspection(config),
    network: source === null ? null : { source, channels: channelEndpoints(config) },
  };
}

/** Of broken settings only their folder is known. */
function placesOf(folder: string, config: Config | null): StoragePlaces {
  const dotEnv = join(folder, '.env');
  if (config === null) return { folders: { 'the settings folder': folder }, files: {}, dotEnv, hasSecrets: true };
  const { state, cache, signals, reports, metrics } = config.paths;
  return {
    folders: { state: dirname(state), cache, signals, reports, ...(config.outputs.metrics ? { metrics } : {}) },
    files: { state },
    dotEnv,
    hasSecrets: config.secrets.length > 0,
  };
}

const STYLES: Readonly<Record<CheckLine['status'], Style>> = { ok: 'green', warn: 'yellow', fail: 'red' };

function printLine(output: Output, { check, status, message, fix }: CheckLine): void {
  const [first = '', ...more] = message.split('\n');
  output.line(`${output.style(STYLES[status], status.padEnd(4))}  ${check.padEnd(15)}  ${first}`);
  for (const line of more) output.line(`${' '.repeat(23)}${line}`);
  if (fix !== null) output.line(`${' '.repeat(23)}→ ${fix}`);
}
