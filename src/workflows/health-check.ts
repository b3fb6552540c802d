import { AppError } from '../core/domain/app-error.ts';
import type { Pair } from '../core/domain/pair.ts';
import { isoUtc, newestClosedBar, timeframeMs, type EpochMs } from '../core/domain/time.ts';
import type { CandleSource } from '../ports/candle-source.ts';
import type { Clock } from '../ports/clock.ts';
import type { CycleStore } from '../ports/cycle-store.ts';

export interface HealthCheck {
  readonly isHealthy: boolean;
  readonly now: string;
  /** Newest run that decided or had nothing new to decide. */
  readonly lastCycle: string | null;
  readonly lastCycleAgeBars: number | null;
  readonly venueAnswers: boolean;
  /** What is wrong, one line each. */
  readonly problems: readonly string[];
}

const MAX_AGE_BARS = 1.5;

/** Healthy when the last successful cycle is younger than 1.5 bars and the venue answers with one bar. */
export async function healthCheck(
  ports: { readonly source: CandleSource; readonly store: CycleStore | null; readonly clock: Clock },
  options: { readonly pairs: readonly Pair[]; readonly timeframe: string; readonly closeGraceMs: number },
): Promise<HealthCheck> {
  const now = ports.clock.now();
  const barMs = timeframeMs(options.timeframe);
  const last = lastCycle(ports.store);
  const ageBars = last === null ? null : (now - last) / barMs;
  const problems: string[] = [];
  if (ageBars === null) problems.push('no cycle has run yet: start `statarb scan`');
  else if (ageBars >= MAX_AGE_BARS) {
    problems.push(`the last cycle ran ${ageBars.toFixed(1)} bars ago: is the timer or crontab still running?`);
  }
  const venueProblem = await askVenue(ports.source, options, newestClosedBar(now, barMs, options.closeGraceMs), barMs);
  if (venueProblem !== null) problems.push(venueProblem);
  return {
    isHealthy: problems.length === 0,
    now: isoUtc(now),
    lastCycle: last === null ? null : isoUtc(last),
    lastCycleAgeBars: ageBars,
    venueAnswers: venueProblem === null,
    problems,
  };
}

/** A run that ended with 0 or 4 has done its cycle; the others could not decide. */
function lastCycle(store: CycleStore | null): EpochMs | null {
  return store?.runs(50).find(({ exitCode }) => exitCode === 0 || exitCode === 4)?.now ?? null;
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
