import type Database from 'better-sqlite3';
import type { EpochMs } from '../../core/domain/time.ts';
import type { FillBook, LedgerChange, Recorded } from '../../ports/fill-book.ts';
import { insertFill, insertSkip, insertVoid, selectFillLedger } from './fill-rows.ts';
import { openDatabase, type OpenOptions } from './open-database.ts';
import { guarded } from './sqlite-error.ts';

/**
 * The ledger of real fills, in the same SQLite file as the scanner's memory and on a connection of its own: it may be written
 * while a scan runs.
 * @param file path of the state database
 * @returns the book; its methods throw AppError `storage` when the machine fails and RangeError when something is recorded
 *   twice or of a ticket that is not there, and then nothing of the call is recorded
 * @throws AppError `storage` when the file cannot be opened, is damaged, of a newer statarb, or not ours
 */
export async function openFillBook(file: string, options: OpenOptions = {}): Promise<FillBook> {
  const db = await openDatabase(file, options);
  return {
    // One transaction: a void that comes between the two reads would belong to neither.
    ledger: () => guarded(file, () => db.transaction(() => selectFillLedger(db)).deferred()),
    record: (at, decide) =>
      guarded(file, () =>
        // IMMEDIATE takes the write lock first, so that nothing changes between what is decided on and what is recorded.
        db.transaction(() => append(db, at, decide(selectFillLedger(db)))).immediate(),
      ),
    close: () => {
      guarded(file, () => db.close());
    },
  };
}

function append<Change extends LedgerChange>(db: Database.Database, at: EpochMs, change: Change): Recorded<Change> {
  for (const { no, why } of change.voids ?? []) insertVoid(db, no, why, at);
  const numbers = new Set((change.fills ?? []).map((fill) => insertFill(db, fill, at)));
  for (const skip of change.skips ?? []) insertSkip(db, skip, at);
  const ledger = selectFillLedger(db);
  return { change, ledger, fills: ledger.fills.filter(({ no }) => numbers.has(no)) };
}
