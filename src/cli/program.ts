import { Command, CommanderError, Option } from 'commander';
import { AppError } from '../core/domain/app-error.ts';
import type { Composition } from './composition.ts';
import type { CommandContext, GlobalOptions } from './command-context.ts';
import { exitCode } from './exit-code.ts';
import { standardOutput } from './output.ts';

/** The version the build was made from. */
declare const STATARB_VERSION: string | undefined;

/**
 * The command line: what each command is called, takes and says about itself. A command's code is loaded when it runs.
 * @returns the exit code
 */
export async function runProgram(argv: readonly string[], compose: Composition): Promise<number> {
  let code = 0;
  const program = new Command('statarb')
    .description('Honest statistical arbitrage for crypto: an hourly scanner that writes two-leg trade tickets.')
    .version(typeof STATARB_VERSION === 'string' ? STATARB_VERSION : 'source')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      '\nExit codes: 0 done · 2 usage or settings · 3 venue or data unavailable, nothing decided · 4 decided, something undelivered · 5 another run holds the lock · 70 a bug',
    );

  const command = (usage: string, description: string, parent: Command = program): Command =>
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

  /** Runs a command's code with its context; every error becomes one line and an exit code. */
  const run = async (options: GlobalOptions, action: (context: CommandContext) => Promise<number>): Promise<void> => {
    let redact = (text: string): string => text;
    const output = standardOutput(options.json, (text) => redact(text));
    const context: CommandContext = {
      options,
      compose,
      output,
      async config() {
        const [{ loadConfig }, { redactor }] = await Promise.all([
          import('../config/load-config.ts'),
          import('../config/redactor.ts'),
        ]);
        const config = loadConfig(options.config, process.env);
        redact = redactor(config.secrets);
        return config;
      },
    };
    try {
      code = await action(context);
    } catch (error) {
      code = exitCode(error);
      const message = error instanceof Error ? error.message : String(error);
      output.json({ error: { code: error instanceof AppError ? error.code : 'bug', message } });
      const text = error instanceof AppError || !(error instanceof Error) ? message : (error.stack ?? message);
      output.error(text);
    }
  };

  command('scan', 'one idempotent cycle per pair: refresh, decide, commit, deliver')
    .option('--now <ISO>', 'take this time for now, e.g. 2024-03-01T07:01Z')
    .option('--dry-run', 'decide and print, store and send nothing', false)
    .option('--offline', 'ask the venue nothing: decide on cached candles', false)
    .action((options) => run(options, async (context) => (await import('./scan.ts')).scan(context, options)));

  command('fetch', 'back-fill the candle cache; goes on where an interrupted run stopped')
    .option('--since <ISO>', 'first bar (default: history_bars before now)')
    .option('--until <ISO>', 'end, exclusive (default: now)')
    .action((options) => run(options, async (context) => (await import('./fetch.ts')).fetch(context, options)));

  command('import', 'candles or funding rates from CSV files (plain or .gz) into the cache')
    .argument('<files...>', 'CSV files: Binance bulk klines, CryptoDataDownload, or any with a header')
    .requiredOption('--symbol <symbol>', 'the symbol they belong to, e.g. BTC/USDT')
    .option('--exchange <id>', 'the venue they come from (default: the configured one)')
    .addOption(new Option('--prefer <side>', 'which side wins where file and cache differ').choices(['file', 'cache']))
    .action((files: string[], options) =>
      run(options, async (context) => (await import('./import.ts')).importFiles(context, files, options)),
    );

  command('export', 'data out, for pandas, polars, DuckDB')
    .addOption(new Option('--what <table>', 'which table').choices(['candles', 'features']).makeOptionMandatory())
    .addOption(new Option('--format <format>', 'file format').choices(['csv', 'parquet', 'arrow']).default('csv'))
    .option('--symbol <symbol>', 'candles of this symbol (default: the first pair, both legs)')
    .option('--pair <x~y>', 'features of this pair, e.g. BTC/USDT~ETH/USDT (default: the first)')
    .option('--from <ISO>', 'first bar')
    .option('--to <ISO>', 'end, exclusive')
    .option('--out <file>', 'file to write (default: standard output, CSV only)')
    .action((options) => run(options, async (context) => (await import('./export.ts')).exportData(context, options)));

  command('status', 'position, last decision and pending deliveries of each pair').action((options) =>
    run(options, async (context) => (await import('./status.ts')).status(context)),
  );

  command('history', 'past decisions, tickets and trades, newest first')
    .option('--limit <n>', 'how many decisions', '20')
    .option('--pair <x~y>', 'one pair only')
    .option('--all', 'holds too, not only events and refusals', false)
    .action((options) => run(options, async (context) => (await import('./history.ts')).history(context, options)));

  command('health', 'exit 0 when the last cycle is younger than 1.5 bars and the venue answers')
    .option('--now <ISO>', 'take this time for now')
    .action((options) => run(options, async (context) => (await import('./health.ts')).health(context, options)));

  command('notify-test', 'send a sample ticket through every configured channel').action((options) =>
    run(options, async (context) => (await import('./notify-test.ts')).notifyTest(context)),
  );

  const config = program.command('config').description('settings');
  command('check', 'validate and print the resolved settings and where each came from', config).action((options) =>
    run(options, async (context) => (await import('./config-check.ts')).configCheck(context)),
  );

  command('demo', 'weeks of hourly cycles on the simulated venue: no network, no keys')
    .option('--dir <folder>', 'where to leave tickets, journal and database', 'demo')
    .option('--weeks <n>', 'how many weeks', '4')
    .action((options) => run(options, async (context) => (await import('./demo.ts')).demo(context, options)));

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // Commander has printed help, version or the usage error already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}
