import { AppError } from '../core/domain/app-error.ts';
import type { RunRecord } from '../ports/cycle-store.ts';
import { deliver } from './deliver.ts';
import type { ScanPorts } from './scan-options.ts';
import { summaryFacts, type Deliveries, type ScanReport } from './scan-report.ts';
import type { Stopwatch } from './stopwatch.ts';
import { writeJournal } from './write-journal.ts';

/**
 * The steps after the commit: deliver, rewrite the journal, complete the run's row. A disk that fails now is told and undoes
 * nothing: all is decided, what is undelivered stays pending, and the next run makes up for it.
 * @param report the run's report with its deliveries
 * @param record the run's row for a report
 */
export async function afterCommit(
  ports: ScanPorts,
  watch: Stopwatch,
  report: (deliveries: Deliveries) => ScanReport,
  record: (done: ScanReport) => RunRecord,
): Promise<ScanReport> {
  const deliveries = await deliverCommitted(ports);
  watch.lap('deliver');
  await writeJournal(ports);
  watch.lap('report');

  const done = report(deliveries);
  try {
    ports.store.finishRun(record(done));
  } catch (error) {
    tell(ports, 'the record of this run stays incomplete', error);
  }
  ports.log.info('scan done', summaryFacts(done, watch.laps()));
  return done;
}

/** When the store fails in between, what it still counts as undelivered is pending, even what has left already. */
async function deliverCommitted(ports: ScanPorts): Promise<Deliveries> {
  const waiting = ports.store.undelivered().length;
  try {
    return await deliver(ports);
  } catch (error) {
    tell(ports, 'decided, but not all is delivered or recorded as delivered; the next run goes on', error);
    const pending = ports.store.undelivered().length;
    return { sent: waiting - pending, pending };
  }
}

/** @throws what is no fault of the machine */
function tell({ log }: ScanPorts, what: string, error: unknown): void {
  if (!(error instanceof AppError)) throw error;
  log.error(`${what}: ${error.message}`);
}
