import { signalsCsv, tradesCsv } from '../core/tickets/journal-csv.ts';
import type { JournalSink } from '../ports/ticket-sink.ts';
import type { ScanPorts } from './scan-options.ts';

/** What each journal is known to say, as far as this process has written it itself. A new process knows nothing. */
const written = new WeakMap<JournalSink, string>();

/**
 * Rewrites `signals.csv` and `trades.csv` whole from the database, unless this process has done so and nothing was recorded
 * since: whatever a killed run left unwritten, the next process writes. A journal that cannot be written is told and stops
 * nothing: the next run writes it again.
 */
export async function writeJournal({
  store,
  journal,
  log,
}: Pick<ScanPorts, 'store' | 'journal' | 'log'>): Promise<void> {
  try {
    const size = store.journalSize();
    const version = `${size.tickets} ${size.trades}`;
    if (written.get(journal) === version) return;
    written.delete(journal);
    await journal.write('signals.csv', signalsCsv(store.tickets().map(({ ticket }) => ticket)));
    await journal.write('trades.csv', tradesCsv(store.trades()));
    written.set(journal, version);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    log.warn('the journal could not be written; the next run tries again', { error: error.message });
  }
}
