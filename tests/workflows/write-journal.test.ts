import { expect, test } from 'vitest';
import { openCycleStore } from '../../src/adapters/store/sqlite-cycle-store.ts';
import { AppError } from '../../src/core/domain/app-error.ts';
import type { JournalSink } from '../../src/ports/ticket-sink.ts';
import { writeJournal } from '../../src/workflows/write-journal.ts';
import { memoryLogger } from '../support/memory-logger.ts';
import { sampleTicket } from '../support/sample-ticket.ts';
import { commitOf, sampleRun } from '../support/sample-commit.ts';

function countingJournal(fail: () => boolean = () => false): JournalSink & { readonly written: string[] } {
  const written: string[] = [];
  return {
    written,
    write: (fileName) => {
      if (fail()) return Promise.reject(new AppError('storage', 'the disk is full'));
      written.push(fileName);
      return Promise.resolve();
    },
  };
}

const HOUR = 3_600_000;
const BOTH = ['signals.csv', 'trades.csv'];

test('a process writes the journal once, and again only when something new was recorded', async () => {
  const store = await openCycleStore(':memory:');
  const journal = countingJournal();
  const ports = { store, journal, log: memoryLogger() };
  await writeJournal(ports);
  await writeJournal(ports);
  expect(journal.written).toEqual(BOTH);
  store.commit(sampleRun({ runId: 'r' }), [commitOf(sampleTicket({ id: 't', bar: HOUR }), 'r')], []);
  await writeJournal(ports);
  await writeJournal(ports);
  expect(journal.written).toEqual([...BOTH, ...BOTH]);
  store.close();
});

test('a new process writes it, whatever the one before left unwritten', async () => {
  const store = await openCycleStore(':memory:');
  await writeJournal({ store, journal: countingJournal(), log: memoryLogger() });
  const journal = countingJournal();
  await writeJournal({ store, journal, log: memoryLogger() });
  expect(journal.written).toEqual(BOTH);
  store.close();
});

test('a journal that could not be written is told and written by the next run', async () => {
  const store = await openCycleStore(':memory:');
  let isFull = true;
  const journal = countingJournal(() => isFull);
  const log = memoryLogger();
  await writeJournal({ store, journal, log });
  expect(log.lines).toHaveLength(1);
  isFull = false;
  await writeJournal({ store, journal, log });
  expect(journal.written).toEqual(BOTH);
  store.close();
});
