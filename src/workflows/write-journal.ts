import { signalsCsv, tradesCsv } from '../core/tickets/journal-csv.ts';
import type { ScanPorts } from './scan-options.ts';

/**
 * Rewrites `signals.csv` and `trades.csv` whole from the database. A journal that cannot be written is told and stops
 * nothing: the next run writes it again.
 */
export async function writeJournal({
  store,
  journal,
  log,
}: Pick<ScanPorts, 'store' | 'journal' | 'log'>): Promise<void> {
  try {
    await journal.write('signals.csv', signalsCsv(store.tickets().map(({ ticket }) => ticket)));
    await journal.write('trades.csv', tradesCsv(store.trades()));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    log.warn('the journal could not be written; the next run tries again', { error: error.message });
  }
}
