import type { Config } from '../config/load-config.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Composition } from './composition.ts';
import type { Output } from './output.ts';
import { parseTime } from './parse-time.ts';

/** Options every command takes. */
export interface GlobalOptions {
  readonly config: string;
  readonly json: boolean;
  readonly logLevel: string;
}

/** What a command works with. */
export interface CommandContext {
  readonly options: GlobalOptions;
  readonly compose: Composition;
  readonly output: Output;
  /** Reads the settings once; from then on their secrets are taken out of everything printed. */
  config(): Promise<Config>;
}

/** Settings, clock and log: what nearly every command begins with. */
export interface Session {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
}

export async function openSession(context: CommandContext, now?: string): Promise<Session> {
  const config = await context.config();
  const clock = context.compose.clock(now === undefined ? undefined : parseTime('--now', now));
  return { config, clock, log: await context.compose.logger(config, context.options.logLevel) };
}
