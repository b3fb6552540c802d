import { AppError } from '../core/domain/app-error.ts';
import type { Trouble } from '../core/domain/notice.ts';
import type { Pair } from '../core/domain/pair.ts';
import { isoMinute, isoUtc, newestClosedBar, timeframeMs, type EpochMs } from '../core/domain/time.ts';
import type { CandleSource } from '../ports/candle-source.ts';
import type { Clock } from '../ports/clock.ts';
import type { ChannelState, CycleStore, RunRecord } from '../ports/cycle-store.ts';

export interface HealthCheck {
  readonly isHealthy: boolean;
  readonly now: string;
  /** Newest run that decided or had nothing new to decide. */
  readonly lastCycle: string | null;
  readonly lastCycleAgeBars: number | null;
  readonly venueAnswers: boolean;
  /** What keeps the scanner from its work, one line each: with any of them it is unhealthy. */
  readonly problems: readonly string[];
  /** What needs a look and keeps nothing from being decided. */
  readonly warnings: readonly string[];
  readonly troubles: readonly Trouble[];
  readonly channels: readonly ChannelState[];
  readonly lastRun: Pick<RunRecord, 'runId' | 'now' | 'exitCode'> | null;
}

const MAX_AGE_BARS = 1.5;

/**
 * Healthy when the last successful cycle is younger than 1.5 bars, the venue answers with one bar, and the state can be written.
 * Waiting messages, open troubles and a last run that failed are warnings.
 * @param ports `writeFault`: why the state's folder cannot be written, or null
 */
export async function healthCheck(
  ports: {
    readonly source: CandleSource;
    readonly store: CycleStore | null;
    readonly clock: Clock;
    readonly writeFault: () => string | null;
  },
  options: { readonly pairs: readonly Pair[]; readonly timeframe: string; readonly closeGraceMs: number },
): Promise<HealthCheck> {
  const now = ports.clock.now();
  const barMs = timeframeMs(options.timeframe);
  const { store } = ports;
  // A run that ended with 0 or 4 has done its cycle; the others could not decide.
  const last = store?.lastDecidedRun()?.now ?? null;
  const lastRun = store?.runs(1).at(0) ?? null;
  const channels = store?.channels() ?? [];
  const troubles = store?.openTroubles() ?? [];
  const ageBars = last === null ? null : (now - last) / barMs;
  const problems: string[] = [];
  if (ageBars === null) problems.push('no cycle has run yet: start `statarb scan`');
  else if (ageBars >= MAX_AGE_BARS) {
    problems.push(`the last cycle ran ${ageBars.toFixed(1)} bars ago: is the timer or crontab still running?`);
  }
  const venueProblem = await askVenue(ports.source, options, newestClosedBar(now, barMs, options.closeGraceMs), barMs);
  if (venueProblem !== null) problems.push(venueProblem);
  const writeProblem = ports.writeFault();
  if (writeProblem !== null) problems.push(writeProblem);
  return {
    isHealthy: problems.length === 0,
    now: isoUtc(now),
    lastCycle: last === null ? null : isoUtc(last),
    lastCycleAgeBars: ageBars,
    venueAnswers: venueProblem === null,
    problems,
    warnings: [
      ...troubles.map(({ key, since, reason }) => `${key} fails since ${isoMinute(since)}: ${reason}`),
      ...channels.flatMap(({ channel, pending, pendingSince, lastError }) =>
        pending === 0
          ? []
          : `${pending} message(s) wait for ${channel}${pendingSince === null ? '' : ` since ${isoMinute(pendingSince)}`}${lastError === null ? '' : `: ${lastError}`}`,
      ),
      ...(lastRun === null || lastRun.exitCode === 0 || lastRun.exitCode === 4
        ? []
        : [`the last run, at ${isoMinute(lastRun.now)}, ended with exit code ${lastRun.exitCode}`]),
    ],
    troubles,
    channels,
    lastRun: lastRun && { runId: lastRun.runId, now: lastRun.now, exitCode: lastRun.exitCode },
  };
}

async function askVenue(
  source: CandleSource,
  { pairs, timeframe }: { readonly pairs: readonly Pair[]; readonly timeframe: string },
  newest: EpochMs,
  barMs: number,
): Promise<string | null> {
  const symbol = pairs[0].y;
  try {
    for await (const page of source.pages({ symbol, timeframe, from: newest, to: newest + barMs })) {
      if (page.length > 0) return null;
    }
    return `${source.venue} has no bar of ${symbol} at ${isoUtc(newest)}`;
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
}
