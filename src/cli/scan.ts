import { runScan } from '../workflows/scan-cycle.ts';
import { exitCodeOf } from '../workflows/scan-report.ts';
import { openSession, type CommandContext } from './command-context.ts';
import { printDecisions } from './print-decisions.ts';
import { scanOptions } from './scan-settings.ts';

export interface ScanFlags {
  readonly now?: string;
  readonly dryRun: boolean;
  readonly offline: boolean;
}

/** `statarb scan`: one cycle per pair. */
export async function scan(context: CommandContext, flags: ScanFlags): Promise<number> {
  const { config, clock, log } = await openSession(context, flags.now);
  const { compose, output } = context;
  const { report, tickets, bugs } = await runScan(
    () => compose.acquireLock(config, clock),
    compose.heartbeat(config, log),
    () => compose.scanPorts(config, clock, log, { isDryRun: flags.dryRun }),
    { ...scanOptions(config), isDryRun: flags.dryRun, isOffline: flags.offline },
  );
  output.json(report);
  for (const pair of report.pairs) printDecisions(output, pair);
  for (const { text } of tickets) output.line(`\n${text}`);
  const { sent, pending } = report.deliveries;
  if (sent + pending > 0) output.line(`deliveries: ${String(sent)} sent, ${String(pending)} pending`);
  if (flags.dryRun) output.line('dry run: nothing was stored or sent');
  for (const bug of bugs) output.error(bug.stack ?? bug.message);
  return exitCodeOf(report);
}
