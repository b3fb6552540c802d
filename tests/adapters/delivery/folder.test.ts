import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderJournal } from '../../../src/adapters/delivery/folder-journal.ts';
import { folderSink } from '../../../src/adapters/delivery/folder.ts';
import { basketCsv, basketJson } from '../../../src/core/tickets/basket.ts';
import { sampleId } from '../../../src/core/tickets/ticket-id.ts';
import { ticketJson } from '../../../src/core/tickets/ticket-json.ts';
import { sampleTicket } from '../../support/sample-ticket.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const TIMELY = { isResent: false, isLate: false };
/** More than any process number that Linux gives out. */
const DEAD_PID = 2 ** 22 + 1;

const contents = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .map((path) => [relative(folder, path), readFileSync(path, 'utf8')]),
  );

describe('the signals folder', () => {
  it('gets each ticket once for a person and once for a program, and its orders as a basket', async () => {
    const folder = join(tempFolder(), 'deep', 'signals');
    const ticket = sampleTicket();
    await folderSink(folder).deliver(ticket, '# ENTER\nβ = 1.58\n', TIMELY);
    expect(contents(folder)).toEqual({
      [`${ticket.id}.md`]: '# ENTER\nβ = 1.58\n',
      [`${ticket.id}.json`]: `${JSON.stringify(ticketJson(ticket), null, 2)}\n`,
      [`baskets/${ticket.id}.csv`]: basketCsv(ticket),
      [`baskets/${ticket.id}.json`]: `${JSON.stringify(basketJson(ticket), null, 2)}\n`,
    });
  });

  it('gets no basket of a sample, which nobody should place', async () => {
    const folder = tempFolder();
    const id = sampleId(sampleTicket().id);
    await folderSink(folder).deliver(sampleTicket({ id }), 'text', TIMELY);
    expect(Object.keys(contents(folder)).sort()).toEqual([`${id}.json`, `${id}.md`]);
  });

  it('has the same bytes after the same ticket was written again, whatever the marks', async () => {
    const folder = tempFolder();
    const sink = folderSink(folder);
    await sink.deliver(sampleTicket(), 'text', TIMELY);
    const first = contents(folder);
    await sink.deliver(sampleTicket(), 'text', { isResent: true, isLate: true });
    expect(contents(folder)).toEqual(first);
  });

  it('is rid of the half-written files of a killed run after the next delivery', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, `.${sampleTicket().id}.md.${DEAD_PID}.tmp`), '# ENT');
    writeFileSync(join(folder, 'notes of mine.tmp'), 'mine');
    mkdirSync(join(folder, 'baskets'));
    writeFileSync(join(folder, 'baskets', `.${sampleTicket().id}.csv.${DEAD_PID}.tmp`), 'action,ins');
    await folderSink(folder).deliver(sampleTicket(), 'text', TIMELY);
    expect(Object.keys(contents(folder)).sort()).toEqual([
      `${sampleTicket().id}.json`,
      `${sampleTicket().id}.md`,
      `baskets/${sampleTicket().id}.csv`,
      `baskets/${sampleTicket().id}.json`,
      'notes of mine.tmp',
    ]);
  });

  it('reports what stands in the way as a storage error worth another try', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'signals'), 'a file');
    await expect(folderSink(join(folder, 'signals')).deliver(sampleTicket(), 'text', TIMELY)).rejects.toMatchObject({
      code: 'storage',
      retryable: true,
      message: expect.stringContaining('signals') as string,
    });
  });

  it('keeps the old file whole when the new one cannot be put in its place', async () => {
    const folder = tempFolder();
    const name = `${sampleTicket().id}.json`;
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'inside'), 'kept');
    await expect(folderSink(folder).deliver(sampleTicket(), 'text', TIMELY)).rejects.toMatchObject({
      code: 'storage',
    });
    expect(readFileSync(join(folder, name, 'inside'), 'utf8')).toBe('kept');
    expect(readdirSync(folder).filter((one) => one.endsWith('.tmp'))).toEqual([]);
  });

  it.runIf(process.getuid?.() === 0)('says so when this user may not write', async () => {
    const folder = tempFolder();
    chmodSync(folder, 0o555);
    process.seteuid?.(65_534);
    try {
      await expect(folderSink(folder).deliver(sampleTicket(), 'text', TIMELY)).rejects.toMatchObject({
        code: 'storage',
        message: expect.stringMatching(/permission denied/) as string,
      });
    } finally {
      process.seteuid?.(0);
    }
  });

  it.each(['../escape', '.hidden', 'a/b', '', 'a\nb', 'x'.repeat(300)])('takes no ticket id like %j', async (id) => {
    const folder = join(tempFolder(), 'signals');
    await expect(folderSink(folder).deliver(sampleTicket({ id }), 'text', TIMELY)).rejects.toThrow(RangeError);
  });
});

describe('the journal', () => {
  it('is written whole, making its folder', async () => {
    const folder = join(tempFolder(), 'signals');
    await folderJournal(folder).write('trades.csv', 'pair\nA~B\n');
    expect(contents(folder)).toEqual({ 'trades.csv': 'pair\nA~B\n' });
  });

  it('is not touched when it says the same already', async () => {
    const folder = tempFolder();
    const path = join(folder, 'trades.csv');
    const journal = folderJournal(folder);
    await journal.write('trades.csv', 'one');
    utimesSync(path, 1_000, 1_000);
    await journal.write('trades.csv', 'one');
    expect(statSync(path).mtimeMs).toBe(1_000_000);
    await journal.write('trades.csv', 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
  });

  it('replaces a half-written or damaged file', async () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'trades.csv'), 'one');
    writeFileSync(join(folder, `.trades.csv.${DEAD_PID}.tmp`), 'o');
    await folderJournal(folder).write('trades.csv', 'one\ntwo\n');
    expect(contents(folder)).toEqual({ 'trades.csv': 'one\ntwo\n' });
  });

  it('tells what stands in the way', async () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'trades.csv'));
    await expect(folderJournal(folder).write('trades.csv', 'x')).rejects.toMatchObject({ code: 'storage' });
  });
});
