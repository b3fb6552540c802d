import type { CommandLine } from './command-line.ts';

/** Keeping the scanner well: health, channels, settings, data, backups; and the demo. */
export function declareOperations({ program, command, runs }: CommandLine): void {
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
}
