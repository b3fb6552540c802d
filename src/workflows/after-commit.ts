import { AppError } from '../core/domain/app-error.ts';
import type { EpochMs } from '../core/domain/time.ts';
import type { RunRecord } from '../ports/cycle-store.ts';
import { deliver } from './deliver.ts';
import type { ScanOptions, ScanPorts } from './scan-options.ts';
import { summaryFacts, type Deliveries, type ScanReport } from './scan-report.ts';
import type { Stopwatch } from './stopwatch.ts';
import { channelTroubles } from './tell-troubles.ts';
import { writeJournal } from './write-journal.ts';
import { writeMetrics } from './write-metrics.ts';

/** A run that has committed. */
export interface CommittedRun {
  readonly runId: string;
  readonly now: EpochMs;
  /** The run's report with its deliveries. */
  readonly report: (deliveries: Deliveries) => ScanReport;
  /** The run's row for a report. */
  readonly record: (done: ScanReport) => RunRecord;
}

/**
 * The steps after the commit: deliver, tell what that found of the channels, rewrite journal and dashboard, complete the run's row.
 * A disk that fails now is told and undoes nothing: all is decided, what is undelivered stays pending, and the next run makes up
 * for it.
 */
export async function afterCommit(
  ports: ScanPorts,
  options: ScanOptions,
  watch: Stopwatch,
  { runId, now, report, record }: CommittedRun,
): Promise<ScanReport> {
  const deliveries = await deliverCommitted(ports, runId, now);
  watch.lap('deliver');
  await writeJournal(ports);
  await rewriteDashboard(ports, options, now, record(report(deliveries)));
  watch.lap('report');

  const done = report(deliveries);
  const run = record(done);
  writeMetrics(ports, options, run, done);
  try {
    ports.store.finishRun(run);
  } catch (error) {
    tell(ports, 'the record of this run stays incomplete', error);
  }
  ports.log.info('scan done', summaryFacts(done, watch.laps()));
  return done;
}

/** When the store fails in between, what it still counts as undelivered is pending, even what has left already. */
async function deliverCommitted(ports: ScanPorts, runId: string, now: EpochMs): Promise<Deliveries> {
  const waiting = ports.store.undelivered().length;
  try {
    const first = await deliver(ports);
    const troubles = channelTroubles(ports, runId, now);
    if (troubles === null) return first;
    ports.store.recordTroubles(troubles, now);
    // Only to those that the news is for: the one it is about has had its tries.
    const second = await deliver(ports, { channels: new Set(troubles.notices.flatMap(({ channels }) => channels)) });
    return { sent: first.sent + second.sent, pending: ports.store.undelivered().length };
  } catch (error) {
    tell(ports, 'decided, but not all is delivered or recorded as delivered; the next run goes on', error);
    const pending = ports.store.undelivered().length;
    return { sent: waiting - pending, pending };
  }
}

/** Its code is loaded only where a dashboard is wanted. One that cannot be written is told and stops nothing. */
async function rewriteDashboard(ports: ScanPorts, options: ScanOptions, now: EpochMs, run: RunRecord): Promise<void> {
  const { dashboard } = options.outputs;
  if (dashboard === null) return;
  const { writeDashboard } = await import('./write-dashboard.ts');
  try {
    await writeDashboard(ports, options, dashboard, now, run);
  } catch (error) {
    tell(ports, 'the dashboard could not be written; the next run tries again', error);
  }
}

/** @throws what is no fault of the machine */
function tell({ log }: ScanPorts, what: string, error: unknown): void {
  if (!(error instanceof AppError)) throw error;
  log.error(`${what}: ${error.message}`);
}
