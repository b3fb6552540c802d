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
      { source, store, clock },
      { pairs: config.pairs, timeframe: config.timeframe, closeGraceMs: config.closeGraceSeconds * 1000 },
    );
    output.json({
      healthy: check.isHealthy,
      now: check.now,
      last_cycle: check.lastCycle,
      last_cycle_age_bars: check.lastCycleAgeBars,
      venue_answers: check.venueAnswers,
      problems: check.problems,
    });
    output.line(
      check.isHealthy
        ? output.style('green', `healthy: last cycle ${check.lastCycle ?? ''}`)
        : output.style('red', 'unhealthy'),
    );
    for (const problem of check.problems) output.line(`  ${problem}`);
    return check.isHealthy ? 0 : 3;
  } finally {
    store?.close();
  }
}
