import { AppError } from '../core/domain/app-error.ts';
import type { CandleSeries } from '../core/domain/candle.ts';
import { pairName, type Pair } from '../core/domain/pair.ts';
import { isoUtc, newestClosedBar, timeframeMs, type EpochMs } from '../core/domain/time.ts';
import { warmUpBars } from '../core/features/feature-frame.ts';
import type { RunRecord, TicketRecord } from '../ports/cycle-store.ts';
import type { Heartbeat } from '../ports/heartbeat.ts';
import type { RunLock } from '../ports/run-lock.ts';
import { afterCommit } from './after-commit.ts';
import { checkClock } from './check-clock.ts';
import { withDigest } from './daily-digest.ts';
import { decidePair } from './decide-pair.ts';
import { dryRunPorts } from './dry-run-ports.ts';
import { forgetOldRuns } from './forget-runs.ts';
import { pairFacts } from './pair-facts.ts';
import { NOTHING_REFRESHED } from './refresh-series.ts';
import { recordingCache } from './recording-cache.ts';
import { refreshTails, type Tails } from './refresh-tails.ts';
import type { ScanOptions, ScanPorts } from './scan-options.ts';
import { exitCodeOf, scanReport, type Deliveries, type PairOutcome, type ScanReport } from './scan-report.ts';
import { pairTroubles } from './tell-troubles.ts';
import { stopwatch, type Stopwatch } from './stopwatch.ts';
import { withFacts } from './with-facts.ts';

export interface ScanResult {
  readonly report: ScanReport;
  /** The tickets this run decided, with their text. */
  readonly tickets: readonly TicketRecord[];
  /** Faults of our own that a pair's cycle ended with. */
  readonly bugs: readonly Error[];
}

/**
 * One scan under the lock: the second of two overlapping ones is refused before it reads anything, and tells no watcher: the first
 * one is at work.
 */
export async function runScan(
  acquireLock: () => Promise<RunLock>,
  heartbeat: Heartbeat,
  openPorts: () => Promise<ScanPorts>,
  options: ScanOptions,
): Promise<ScanResult> {
  const lock = options.isDryRun ? null : await acquireLock();
  try {
    const ports = await openPorts();
    try {
      return await runScanCycle(options.isDryRun ? dryRunPorts(ports) : ports, options);
    } finally {
      ports.store.close();
    }
  } catch (error) {
    if (!options.isDryRun) await heartbeat.failure();
    throw error;
  } finally {
    lock?.release();
  }
}

/**
 * One idempotent cycle for every pair: refresh → features → decide → commit → deliver → report.
 *
 * Nothing leaves the machine before the commit, and the commit is one transaction for all pairs; what is committed and not
 * delivered is delivered by this run or a later one. A pair that fails is told in the report and stops no other.
 */
export async function runScanCycle(allPorts: ScanPorts, options: ScanOptions): Promise<ScanResult> {
  const watch = stopwatch(allPorts.clock);
  const now = allPorts.clock.now();
  const runId = nameRun(now, allPorts.random);
  const log = withFacts(allPorts.log, { run_id: runId });
  const ports = { ...allPorts, log, cache: recordingCache({ ...allPorts, log }) };
  const newest = newestClosedBar(now, timeframeMs(options.timeframe), options.closeGraceMs);

  const outcomes = await decidePairs(ports, options, newest, runId, watch);
  const report = (deliveries: Deliveries): ScanReport =>
    scanReport({ runId, now, newest, durationMs: watch.totalMs(), outcomes, deliveries, store: ports.store });
  const commits = outcomes.flatMap((outcome) => outcome.commit ?? []);
  const result = (done: ScanReport): ScanResult => ({
    report: done,
    tickets: commits.flatMap((commit) => commit.ticket ?? []),
    bugs: outcomes.flatMap(({ error }) => (error === null || error instanceof AppError ? [] : error)),
  });
  if (options.isDryRun) return result(report({ sent: 0, pending: 0 }));

  const record = (done: ScanReport): RunRecord => ({
    runId,
    now,
    durationMs: done.duration_ms,
    exitCode: exitCodeOf(done),
    summary: JSON.stringify(done),
  });
  ports.store.commit(
    record(report({ sent: 0, pending: 0 })),
    commits,
    ports.sinks.map((sink) => sink.channel),
    withDigest(ports, options, outcomes, pairTroubles(ports, outcomes, runId, now), now),
  );
  watch.lap('commit');
  // Both at once: a watcher must not wait for a channel that is slow.
  const [done] = await Promise.all([
    afterCommit(ports, options, watch, { runId, now, report, record }),
    outcomes.every(({ error }) => error === null) ? ports.heartbeat.success() : ports.heartbeat.failure(),
  ]);
  forgetOldRuns(ports, now, options.runsKeptDays);
  return result(done);
}

async function decidePairs(
  ports: ScanPorts,
  options: ScanOptions,
  newest: EpochMs,
  runId: string,
  watch: Stopwatch,
): Promise<PairOutcome[]> {
  let tails: Tails = new Map();
  try {
    if (!options.isOffline) {
      const symbols = [...new Set(options.pairs.flatMap(({ x, y }) => [x, y]))];
      await checkClock(ports);
      tails = await refreshAll(ports, options, symbols, newest);
    }
  } catch (error) {
    // Without a clock to trust no pair can be decided.
    const failure = asError(error);
    ports.log.error(failure.message);
    return options.pairs.map((pair) => ({ pair, commit: null, barsFetched: {}, error: failure }));
  } finally {
    watch.lap('refresh');
  }
  const outcomes: PairOutcome[] = [];
  for (const pair of options.pairs) outcomes.push(await decideOne(ports, options, pair, tails, newest, runId));
  watch.lap('decide');
  return outcomes;
}

function refreshAll(
  ports: ScanPorts,
  options: ScanOptions,
  symbols: readonly string[],
  newest: EpochMs,
): Promise<Tails> {
  const { timeframe, settings, historyBars, healthBars } = options;
  const barMs = timeframeMs(timeframe);
  const bars = Math.max(historyBars, warmUpBars(settings), healthBars ?? 0);
  const series = symbols.map((symbol): CandleSeries => ({ venue: ports.source.venue, symbol, timeframe }));
  return refreshTails(ports, series, newest - (bars - 1) * barMs, newest, barMs);
}

/** One pair's cycle. Its failure is a value: other pairs go on. */
async function decideOne(
  ports: ScanPorts,
  options: ScanOptions,
  pair: Pair,
  tails: Tails,
  newest: EpochMs,
  runId: string,
): Promise<PairOutcome> {
  const barsFetched: Record<string, number> = {};
  try {
    for (const symbol of [pair.x, pair.y]) {
      const tail = tails.get(symbol) ?? NOTHING_REFRESHED;
      if (tail instanceof Error) throw tail;
      barsFetched[symbol] = tail.added;
    }
    const state = ports.store.pairState(pairName(pair));
    const lastDecided = state?.lastDecision.bar ?? null;
    if (lastDecided !== null && lastDecided >= newest) return { pair, commit: null, barsFetched, error: null };
    const facts = await pairFacts(ports, pair, lastDecided ?? newest, options.isOffline);
    const { commit, repaired } = await decidePair(ports, options, pair, state, facts, newest, runId);
    for (const [symbol, { added }] of repaired) barsFetched[symbol] += added;
    return { pair, commit, barsFetched, error: null };
  } catch (error) {
    const failure = asError(error);
    ports.log.error(failure.message, { pair: pairName(pair) });
    return { pair, commit: null, barsFetched, error: failure };
  }
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

/** Sorts by time and does not repeat: `20240301T070010Z-k3f9`. */
function nameRun(now: EpochMs, random: () => number): string {
  const suffix = Math.floor(random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `${isoUtc(now).replaceAll(/[-:]/g, '').replace(/\.\d+/, '')}-${suffix}`;
}
