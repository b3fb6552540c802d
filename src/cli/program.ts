import { Command, CommanderError, Option } from 'commander';
import type { BacktestFlags } from './backtest.ts';
import type { CloseFlags } from './close.ts';
import type { Composition } from './composition.ts';
import type { CommandContext, GlobalOptions } from './command-context.ts';
import type { ExportFlags } from './export.ts';
import type { FillFlags } from './fill.ts';
import type { ImportFlags } from './import.ts';
import type { ImportFillsFlags } from './import-fills.ts';
import type { InitFlags } from './init.ts';
import type { ReplayFlags } from './replay.ts';
import { runCommand } from './run-command.ts';
import type { ScanFlags } from './scan.ts';
import type { SweepFlags } from './sweep.ts';
import { version } from './version.ts';
import type { PnlBy } from '../core/report/pnl-text.ts';

const EXIT_CODES =
  '\nExit codes: 0 done · 2 usage or settings · 3 venue or data unavailable, nothing decided · 4 decided, something undelivered · 5 another run holds the lock · 70 a bug';

/** A command's code: it is loaded when the command runs. */
type Action<Flags> = (context: CommandContext, flags: Flags, args: readonly string[]) => Promise<number>;

/** Gathers an option that may be given several times. */
const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

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

  const runs = <Flags>(declared: Command, action: Action<Flags>): void => {
    declared.action(async () => {
      const flags = declared.opts<GlobalOptions & Flags>();
      code = await runCommand(await compose(), flags, (context) => action(context, flags, declared.args));
    });
  };

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

  runs<BacktestFlags>(
    command('backtest', 'history through the very same rules: figures, report, verdict')
      .option('--from <ISO>', 'first bar that may be decided on (default: the first cached one)')
      .option('--to <ISO>', 'end, exclusive (default: the last closed bar)')
      .option('--pair <x~y>', 'this pair (default: the first)')
      .option('--walk-forward', 'choose settings in sample, judge them out of sample', false)
      .option('--audit', 'prove that no decision looks ahead, depends on units or on where history begins', false)
      .option('--offline', 'ask the venue nothing: use cached candles', false)
      .option('--out <folder>', 'where to write (default: the reports folder)')
      .option('--seed <n>', 'seed of every random draw', '1'),
    async (context, flags) => (await import('./backtest.ts')).backtest(context, flags),
  );

  runs<SweepFlags>(
    command('sweep', 'many settings at once: ranking, heat maps, and what the best one is worth')
      .requiredOption('--grid <file>', 'settings to try, as in grid.example.yaml')
      .option('--from <ISO>', 'first bar that may be decided on (default: the first cached one)')
      .option('--to <ISO>', 'end, exclusive (default: the last closed bar)')
      .option('--pair <x~y>', 'this pair (default: the first)')
      .option('--workers <n>', 'worker threads (default: one a processor core)')
      .option('--offline', 'ask the venue nothing: use cached candles', false)
      .option('--out <folder>', 'where to write (default: sweep in the reports folder)'),
    async (context, flags) => (await import('./sweep.ts')).sweep(context, flags),
  );

  runs<ReplayFlags>(
    command('replay', 'the real scan, bar by bar over cached candles, held against the backtest')
      .requiredOption('--from <ISO>', 'first bar')
      .requiredOption('--to <ISO>', 'end, exclusive')
      .option('--keep <folder>', 'keep database and tickets in this new folder (default: they are removed)'),
    async (context, flags) => (await import('./replay.ts')).replay(context, flags),
  );

  runs<{ since?: string; until?: string }>(
    command('fetch', 'back-fill the candle cache; goes on where an interrupted run stopped')
      .option('--since <ISO>', 'first bar (default: history_bars before the end)')
      .option('--until <ISO>', 'end, exclusive (default: now)'),
    async (context, flags) => (await import('./fetch.ts')).fetch(context, flags),
  );

  runs<ImportFlags>(
    command('import', 'candles or funding rates from CSV files (plain or .gz) into the cache')
      .argument('<files...>', 'CSV files: Binance bulk klines, CryptoDataDownload, or any with a header')
      .requiredOption('--symbol <symbol>', 'the symbol they belong to, e.g. BTC/USDT')
      .option('--exchange <id>', 'the venue they come from (default: the configured one)')
      .addOption(
        new Option('--prefer <side>', 'which side wins where file and cache differ').choices(['file', 'cache']),
      ),
    async (context, flags, files) => (await import('./import.ts')).importFiles(context, files, flags),
  );

  runs<ExportFlags>(
    command('export', 'data out, for pandas, polars, DuckDB')
      .addOption(
        new Option('--what <table>', 'which table')
          .choices(['candles', 'features', 'trades', 'equity', 'fills'])
          .makeOptionMandatory(),
      )
      .addOption(new Option('--format <format>', 'file format').choices(['csv', 'parquet', 'arrow']).default('csv'))
      .option('--symbol <symbol>', 'candles of this symbol (default: both legs of the pair)')
      .option('--pair <x~y>', 'this pair, e.g. BTC/USDT~ETH/USDT (default: the first)')
      .option('--from <ISO>', 'first bar')
      .option('--to <ISO>', 'end, exclusive')
      .option('--out <file>', 'file to write (default: standard output)'),
    async (context, flags) => (await import('./export.ts')).exportData(context, flags),
  );

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

  runs<FillFlags>(
    command('fill', 'what was really traded for a ticket: record, correct, void, or list')
      .argument('<ticket>', 'its id, a part of it that fits no other, or last')
      .option('--leg <leg>', 'ETH, ETH/USDT, or what was traded instead, e.g. the perpetual ETH/USDT:USDT')
      .option('--qty <n>', 'base units, above 0: the side is the ticket’s')
      .option('--price <n>', 'average price of this fill')
      .option('--fee <usd>', 'fee paid; below 0 for a rebate (default: 0)')
      .option('--at <ISO>', 'when it was filled (default: now)')
      .option('--id <id>', 'the exchange’s id of the trade: the same id is never recorded twice')
      .option('--void <fill no>', 'this fill was wrong; it stays in the list, marked')
      .option('--correct <fill no>', 'void it and record the right numbers: --qty, --price, --fee, --at')
      .option('--why <text>', 'a word on --void or --correct')
      .option('--force', 'take a price or fee that looks like a slip of the finger', false),
    async (context, flags, [ticket]) => (await import('./fill.ts')).fill(context, ticket, flags),
  );

  runs<{ why?: string; undo: boolean }>(
    command('skip', 'this ticket is not placed')
      .argument('<ticket>', 'its id, a part of it that fits no other, or last')
      .option('--why <text>', 'a word on it')
      .option('--undo', 'it is placed after all', false),
    async (context, flags, [ticket]) => (await import('./skip.ts')).skip(context, ticket, flags),
  );

  runs<CloseFlags>(
    command('close', 'flatten what is really held: the orders, or with prices the fills they became')
      .argument('<pair>', 'the pair, or a part of its name')
      .option('--price <symbol=price>', 'what an order was done at; once an instrument', collect)
      .option('--fee <usd>', 'fees of all orders together, or symbol=fee once an instrument (default: 0)', collect)
      .option('--at <ISO>', 'when it was done (default: now)')
      .option('--force', 'take a price that looks like a slip of the finger', false),
    async (context, flags, [pair]) => (await import('./close.ts')).close(context, pair, flags),
  );

  runs<ImportFillsFlags>(
    command('import-fills', 'fills from exchanges’ trade exports, matched to tickets by symbol, side and time')
      .argument('<files...>', 'CSV files (plain or .gz): Binance spot or USD-M futures, Kraken, or any with a header')
      .option('--exchange <id>', 'where they come from (default: what the file says, else the configured one)')
      .option('--within <hours>', 'how long after its decision a ticket takes rows (default: its validity and one bar)')
      .option('--dry-run', 'say what would be recorded, record nothing', false),
    async (context, flags, files) => (await import('./import-fills.ts')).importFillFiles(context, files, flags),
  );

  runs<{ by: PnlBy; pair?: string }>(
    command('pnl', 'real P&L beside paper P&L, and what the tickets’ prices would have made')
      .addOption(new Option('--by <rows>', 'what a row is').choices(['trade', 'month', 'leg']).default('trade'))
      .option('--pair <x~y>', 'one pair only, or a part of its name'),
    async (context, flags) => (await import('./pnl.ts')).pnl(context, flags),
  );

  runs<{ pair?: string }>(
    command('why', 'what a decision stood on: its reason, what moved z, and every number behind it')
      .argument('[bar]', 'open time of the bar, e.g. 2024-03-01T07:00Z (default: the newest decision)')
      .option('--pair <x~y>', 'this pair (default: the first)'),
    async (context, flags, args) => (await import('./why.ts')).why(context, flags, args),
  );

  runs<{ now?: string }>(
    command('health', 'exit 0 when the last cycle is younger than 1.5 bars and the venue answers').option(
      '--now <ISO>',
      'take this time for now',
    ),
    async (context, flags) => (await import('./health.ts')).health(context, flags),
  );

  runs<{ offline: boolean; now?: string }>(
    command('doctor', 'everything a scan needs, looked at one by one, each with how to mend it')
      .option('--offline', 'ask neither the venue nor the hosts of the channels', false)
      .option('--now <ISO>', 'take this time for now'),
    async (context, flags) => (await import('./doctor.ts')).doctor(context, flags),
  );

  runs(
    command('notify-test', 'send a sample ticket and a sample notice through every configured channel'),
    async (context) => (await import('./notify-test.ts')).notifyTest(context),
  );

  const config = program.command('config').description('settings');
  runs(command('check', 'validate and print the resolved settings and where each came from', config), async (context) =>
    (await import('./config-check.ts')).configCheck(context),
  );

  const data = program.command('data').description('the cached candles');
  runs<{ symbol?: string; now?: string }>(
    command(
      'doctor',
      'gaps, damage, bad prices and stale legs in the cache, each with what to do; 3 when any matters',
      data,
    )
      .option('--symbol <symbol>', 'this symbol only (default: every configured one)')
      .option('--now <ISO>', 'take this time for now'),
    async (context, flags) => (await import('./data-doctor.ts')).dataDoctor(context, flags),
  );

  const state = program.command('state').description('the database of decisions, positions and tickets');
  runs<{ keep?: string; now?: string }>(
    command('backup', 'a checked copy of the state database and the trial ledger, made while scans go on', state)
      .argument('[file]', 'file or folder to write to (default: a name with the time, in backups beside the database)')
      .option('--keep <n>', 'remove all but the newest n dated backups there (default: retention.backups)')
      .option('--now <ISO>', 'take this time for now'),
    async (context, flags, files) => (await import('./state-backup.ts')).stateBackup(context, flags, files),
  );
  runs<{ now?: string }>(
    command('restore', 'put a backup in the place of the state, which is kept aside; refused while a scan runs', state)
      .argument('<file>', 'a file that `statarb state backup` made')
      .option('--now <ISO>', 'take this time for now'),
    async (context, flags, files) => (await import('./state-restore.ts')).stateRestore(context, flags, files),
  );

  runs<{ dir: string; weeks: string }>(
    command('demo', 'weeks of hourly cycles on the simulated venue: no network, no keys')
      .option('--dir <folder>', 'where to leave tickets, journal and database', 'demo')
      .option('--weeks <n>', 'how many weeks', '4'),
    async (context, flags) => (await import('./demo.ts')).demo(context, flags),
  );

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // Commander has printed help, version or the usage error already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}
