import { basename, join, relative, resolve } from 'node:path';
import { filledInConfig, type ConfigAnswers } from '../config/filled-in-config.ts';
import { filledInEnv, namesToFillIn } from '../config/filled-in-env.ts';
import { loadConfig } from '../config/load-config.ts';
import { shellWord } from '../core/deployment/quoting.ts';
import { AppError } from '../core/domain/app-error.ts';
import { timeframeMs } from '../core/domain/time.ts';
import type { Setup, SetupResult } from '../ports/setup.ts';
import { setUpFolder } from '../workflows/set-up-folder.ts';
import { askAnswers, askWebhook, parseExchange, parsePair, type Asking } from './ask-answers.ts';
import type { CommandContext } from './command-context.ts';
import type { Output } from './output.ts';

export interface InitFlags {
  readonly yes: boolean;
  readonly exchange?: string;
  readonly pair?: string;
  readonly timeframe?: string;
  readonly accountUsd?: string;
  readonly slackWebhookFile?: string;
  readonly units: string;
  readonly force: boolean;
}

const DEFAULTS: ConfigAnswers = {
  exchange: 'binance',
  pair: ['BTC/USDT', 'ETH/USDT'],
  timeframe: '1h',
  accountUsd: 40_000,
};
const SLACK = 'NOTIFY_SLACK_WEBHOOK';

/** `statarb init`: a folder to run in, with settings, secrets and units. It asks only where a person is watching. */
export async function init(context: CommandContext, flags: InitFlags, args: readonly string[]): Promise<number> {
  const { compose, output } = context;
  const [setup, prompt, machine] = await Promise.all([compose.setup(), compose.prompt(), compose.machine()]);
  const folder = resolve(args.at(0) ?? '.');
  const isToBeMade = (name: string): boolean => flags.force || !setup.exists(join(folder, name));
  const asking = prompt.isInteractive && !flags.yes && !output.isJson ? { prompt, output } : null;

  const given = givenAnswers(flags);
  const makesConfig = isToBeMade('config.yaml');
  const shipped = setup.shipped();
  let answers: ConfigAnswers = { ...DEFAULTS, ...given };
  let secrets: ReadonlyMap<string, string>;
  try {
    if (asking !== null && makesConfig) answers = await askAnswers(asking, DEFAULTS, given);
    secrets = await secretsFor(shipped.dotEnv, setup, flags, isToBeMade('.env') ? asking : null);
  } finally {
    prompt.close();
  }
  const result = setUpFolder(setup, {
    folder,
    units: flags.units,
    configYaml: filledInConfig(shipped.configYaml, answers),
    dotEnv: filledInEnv(shipped.dotEnv, secrets),
    timeframe: makesConfig ? answers.timeframe : timeframeOf(join(folder, 'config.yaml'), answers.timeframe),
    utcOffsetMinutes: machine.utcOffsetMinutes(compose.clock(undefined).now()),
    isForced: flags.force,
    check: checkAnswers,
  });
  const next = nextCommands(setup, folder, flags.units);
  output.json({ folder, written: result.written, kept: result.kept, next });
  printResult(output, folder, result, next);
  return 0;
}

/** @throws AppError `usage` */
function givenAnswers({ exchange, pair, timeframe, accountUsd }: InitFlags): Partial<ConfigAnswers> {
  const account = Number(accountUsd);
  if (accountUsd !== undefined && !(account > 0 && Number.isFinite(account))) {
    throw new AppError('usage', `--account-usd ${accountUsd} is not an amount above 0`);
  }
  return {
    ...(exchange === undefined ? {} : { exchange: parseExchange(exchange) }),
    ...(pair === undefined ? {} : { pair: parsePair('--pair', pair) }),
    ...(timeframe === undefined ? {} : { timeframe: parseTimeframe(timeframe) }),
    ...(accountUsd === undefined ? {} : { accountUsd: account }),
  };
}

/** @throws AppError `usage` */
function parseTimeframe(text: string): string {
  try {
    timeframeMs(text);
    return text;
  } catch {
    throw new AppError('usage', `--timeframe ${text} is not a timeframe: write it like 15m, 1h or 1d`);
  }
}

/**
 * What goes into .env: channels' secrets that this environment holds, since cron and systemd do not see it, and the Slack
 * webhook from a file or a question. Never from the command line, which every user of the machine can read.
 */
async function secretsFor(
  dotEnv: string,
  setup: Setup,
  { slackWebhookFile }: InitFlags,
  asking: Asking | null,
): Promise<ReadonlyMap<string, string>> {
  const secrets = new Map<string, string>();
  for (const name of namesToFillIn(dotEnv)) {
    const value = process.env[name]?.trim() ?? '';
    if (name.startsWith('NOTIFY_') && value !== '') secrets.set(name, value);
  }
  if (slackWebhookFile !== undefined) secrets.set(SLACK, setup.readText(resolve(slackWebhookFile)).trim());
  else if (asking !== null && !secrets.has(SLACK)) {
    const webhook = await askWebhook(asking);
    if (webhook !== null) secrets.set(SLACK, webhook);
  }
  return secrets;
}

/** The timeframe of settings that stay as they are; if they are broken, `statarb doctor` says so. */
function timeframeOf(file: string, fallback: string): string {
  try {
    return loadConfig(file, process.env).timeframe;
  } catch (error) {
    if (error instanceof AppError) return fallback;
    throw error;
  }
}

/** The new settings must load by themselves, whatever this environment sets. */
function checkAnswers(file: string): void {
  try {
    loadConfig(file, {});
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { problems } = error.facts;
    const lines = Array.isArray(problems) ? (problems as readonly string[]) : [error.message];
    const message = ['nothing was written: the answers make no valid settings', ...lines.map((line) => `  ${line}`)];
    throw new AppError('settings', message.join('\n'), { facts: error.facts });
  }
}

/** Look, try, start: three commands as they are typed here. */
function nextCommands(setup: Setup, folder: string, units: string): readonly string[] {
  const program = setup.facts().command.at(-1) ?? 'statarb';
  const statarb = basename(program) === 'statarb' ? 'statarb' : `node ${shellWord(program)}`;
  const config = `-c ${shellWord(join(relative(process.cwd(), folder), 'config.yaml'))}`;
  const unit = (name: string): string => shellWord(join(folder, units, name));
  return [
    `${statarb} doctor ${config}`,
    `${statarb} scan ${config}`,
    `sudo cp ${unit('statarb.service')} ${unit('statarb.timer')} /etc/systemd/system/ && sudo systemctl daemon-reload && sudo systemctl enable --now statarb.timer`,
  ];
}

function printResult(output: Output, folder: string, { written, kept }: SetupResult, next: readonly string[]): void {
  output.line(output.style('bold', folder));
  for (const path of written) output.line(`  ${output.style('green', 'written')}  ${path}`);
  for (const path of kept)
    output.line(`  ${output.style('yellow', 'kept   ')}  ${path}: it was there (--force replaces it)`);
  const [look = '', scan = '', start = ''] = next;
  output.line('Next:');
  output.line(`  ${look}   looks at everything a scan needs`);
  output.line(`  ${scan}   one cycle`);
  output.line(`  ${start}`);
  output.line('    a scan after each bar from then on; without systemd, paste the crontab file into `crontab -e`');
}
