import { Command, CommanderError, Option } from 'commander';
import type { Composition } from './composition.ts';
import type { GlobalOptions } from './command-context.ts';
import type { Action, CommandLine } from './command-line.ts';
import { declareFills } from './declare-fills.ts';
import { declareOperations } from './declare-operations.ts';
import { declareResearch } from './declare-research.ts';
import type { InitFlags } from './init.ts';
import { runCommand } from './run-command.ts';
import type { ScanFlags } from './scan.ts';
import { version } from './version.ts';

const EXIT_CODES =
  '\nExit codes: 0 done · 2 usage or settings · 3 venue or data unavailable, nothing decided · 4 decided, something undelivered · 5 another run holds the lock · 70 a bug';

/**
 * The command line: what each command is called, takes and says about itself.
 * @param compose loads the composition, when a command runs: help needs none
 * @returns the exit code
 */
export async function runProgram(argv: readonly string[], compose: () => Promise<Composition>): Promise<number> {
  let code = 0;
  const program = new Command('statarb')
    .description('Honest statistical arbitrage for crypto: an hourly scanner that writes two-leg trade tickets.')
    .version(version)
    .exitOverride()
    .addHelpText('after', EXIT_CODES);

  const command: CommandLine['command'] = (usage, description, parent = program) =>
    parent
      .command(usage)
      .description(description)
      .option('-c, --config <file>', 'settings file', 'config.yaml')
      .option('--json', 'print one JSON document and nothing else', false)
      .addOption(
        new Option('--log-level <level>', 'least level logged on stderr')
          .choices(['debug', 'info', 'warn', 'error', 'silent'])
          .default('info'),
      );

  const runs: CommandLine['runs'] = <Flags>(declared: Command, action: Action<Flags>) => {
    declared.action(async () => {
      const flags = declared.opts<GlobalOptions & Flags>();
      code = await runCommand(await compose(), flags, (context) => action(context, flags, declared.args));
    });
  };

  const commandLine: CommandLine = { program, command, runs };

  runs<InitFlags>(
    command('init', 'make a folder to run in: settings, secrets, systemd units, crontab line; asks what it must')
      .argument('[folder]', 'the folder (default: this one); files that are there stay as they are')
      .option('-y, --yes', 'ask nothing: take the options and defaults', false)
      .option('--exchange <id>', 'venue, a ccxt id or simulated (default: binance)')
      .option('--pair <x~y>', 'hedge leg ~ dependent leg (default: BTC/USDT~ETH/USDT)')
      .option('--timeframe <length>', 'length of a bar (default: 1h)')
      .option('--account-usd <amount>', 'paper account (default: 40000)')
      .option(
        '--slack-webhook-file <file>',
        'file that holds the Slack webhook (default: NOTIFY_SLACK_WEBHOOK, if set)',
      )
      .option('--units <folder>', 'where the units go, relative to the folder', 'deploy')
      .option('--force', 'replace files that are there; each is kept beside the new one as .old', false),
    async (context, flags, args) => (await import('./init.ts')).init(context, flags, args),
  );
  runs<ScanFlags>(
    command('scan', 'one idempotent cycle per pair: refresh, decide, commit, deliver')
      .option('--now <ISO>', 'take this time for now, e.g. 2024-03-01T07:01Z')
      .option('--dry-run', 'decide and print, store and send nothing', false)
      .option('--offline', 'ask the venue nothing: decide on cached candles', false),
    async (context, flags) => (await import('./scan.ts')).scan(context, flags),
  );

  declareResearch(commandLine);

  runs(command('status', 'position, last decision and pending deliveries of each pair'), async (context) =>
    (await import('./status.ts')).status(context),
  );

  runs<{ now?: string }>(
    command('report', 'write the dashboard anew from what is stored; asks the venue nothing').option(
      '--now <ISO>',
      'take this time for now',
    ),
    async (context, flags) => (await import('./report.ts')).report(context, flags),
  );

  runs<{ limit: string; pair?: string; all: boolean }>(
    command('history', 'past decisions, tickets and trades, newest first')
      .option('--limit <n>', 'how many decisions', '20')
      .option('--pair <x~y>', 'one pair only')
      .option('--all', 'holds too, not only events and refusals', false),
    async (context, flags) => (await import('./history.ts')).history(context, flags),
  );

  declareFills(commandLine);

  runs<{ pair?: string }>(
    command('why', 'what a decision stood on: its reason, what moved z, and every number behind it')
      .argument('[bar]', 'open time of the bar, e.g. 2024-03-01T07:00Z (default: the newest decision)')
      .option('--pair <x~y>', 'this pair (default: the first)'),
    async (context, flags, args) => (await import('./why.ts')).why(context, flags, args),
  );

  declareOperations(commandLine);

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // Commander has printed help, version or the usage error already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}
