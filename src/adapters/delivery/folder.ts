import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../core/domain/app-error.ts';
import { basketCsv, basketJson } from '../../core/tickets/basket.ts';
import { isSample } from '../../core/tickets/ticket-id.ts';
import { ticketJson, type TicketJson } from '../../core/tickets/ticket-json.ts';
import type { TicketSink } from '../../ports/ticket-sink.ts';
import { removeLeftovers, replaceFile } from '../atomic-file.ts';
import { storageError } from '../storage-error.ts';

/**
 * Writes each ticket twice: `<ticket id>.md` for a person, `<ticket id>.json` for a program; and its orders as a basket,
 * `baskets/<ticket id>.csv` and `.json`. Writing one again gives the same bytes, so the marks of a delivery (resent, late) are
 * not written. A sample gets no basket: whatever watches that folder might place its orders.
 * @param folder made when missing
 */
export const folderSink = (folder: string): TicketSink => {
  const baskets = join(folder, 'baskets');
  let isTidy = false;
  return {
    channel: 'folder',
    // eslint-disable-next-line @typescript-eslint/require-await -- the port is asynchronous, files are written in one go
    deliver: async (ticket, text) => {
      const name = fileName(ticket.id);
      try {
        // What a killed run left belongs to a ticket that is still undelivered, so this is the time to look.
        if (!isTidy) for (const one of [folder, baskets]) if (existsSync(one)) removeLeftovers(one);
        isTidy = true;
        replaceFile(join(folder, `${name}.md`), text.endsWith('\n') ? text : `${text}\n`);
        replaceFile(join(folder, `${name}.json`), jsonText(ticketJson(ticket)));
        if (isSample(ticket)) return;
        replaceFile(join(baskets, `${name}.csv`), basketCsv(ticket));
        replaceFile(join(baskets, `${name}.json`), jsonText(basketJson(ticket)));
      } catch (error) {
        throw worthAnotherTry(join(folder, name), error);
      }
    },
  };
};

const jsonText = (document: TicketJson): string => `${JSON.stringify(document, null, 2)}\n`;

/** @throws RangeError for an id that is no portable file name: ids are made by us */
function fileName(id: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._%~+-]{0,199}$/.test(id)) throw new RangeError(`not usable as a file name: ${id}`);
  return id;
}

/** A disk may be full or busy for a moment only, and another try writes the same bytes. */
function worthAnotherTry(path: string, error: unknown): AppError {
  const { message, facts } = storageError('write', path, error);
  return new AppError('storage', message, { retryable: true, facts, cause: error });
}
