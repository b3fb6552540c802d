import { isoUtc } from '../core/domain/time.ts';
import { healthCheck } from '../workflows/health-check.ts';
import { openSession, type CommandContext } from './command-context.ts';

/** `statarb health`: 0 when the scanner is alive and the venue answers, else 3. */
export async function health(context: CommandContext, flags: { readonly now?: string }): Promise<number> {
  const { config, clock, log } = await openSession(context, flags.now);
  const { compose, output } = context;
  const store = await compose.existingStore(config);
  try {
    const source = await compose.source(config, clock, log);
    const check = await healthCheck(
      { source, store, clock, writeFault: () => compose.stateWriteFault(config) },
      { pairs: config.pairs, timeframe: config.timeframe, closeGraceMs: config.closeGraceSeconds * 1000 },
    );
    output.json({
      healthy: check.isHealthy,
      now: check.now,
      last_cycle: check.lastCycle,
      last_cycle_age_bars: check.lastCycleAgeBars,
      venue_answers: check.venueAnswers,
      problems: check.problems,
      warnings: check.warnings,
      troubles: check.troubles.map(({ key, since, reason }) => ({ key, since: isoUtc(since), reason })),
      channels: check.channels.map(({ channel, pending, pendingSince, lastError }) => ({
        channel,
        pending,
        pending_since: pendingSince === null ? null : isoUtc(pendingSince),
        last_error: lastError,
      })),
      last_run: check.lastRun && {
        run_id: check.lastRun.runId,
        now: isoUtc(check.lastRun.now),
        exit_code: check.lastRun.exitCode,
      },
    });
    output.line(
      check.isHealthy
        ? output.style('green', `healthy: last cycle ${check.lastCycle ?? ''}`)
        : output.style('red', 'unhealthy'),
    );
    for (const problem of check.problems) output.line(`  ${problem}`);
    for (const warning of check.warnings) output.line(`  ${output.style('yellow', 'warning:')} ${warning}`);
    return check.isHealthy ? 0 : 3;
  } finally {
    store?.close();
  }
}
