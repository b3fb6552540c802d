import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalSink } from '../../ports/ticket-sink.ts';
import { removeLeftovers, replaceFile } from '../atomic-file.ts';
import { errnoOf, storageError } from '../storage-error.ts';

/**
 * Keeps `signals.csv` and `trades.csv` in a folder.
 * A file that already says the same is not touched, so its time tells when something last happened.
 */
export const folderJournal = (folder: string): JournalSink => {
  let isTidy = false;
  return {
    write: async (fileName, content) => {
      if (!isTidy && existsSync(folder)) removeLeftovers(folder);
      isTidy = true;
      const path = join(folder, fileName);
      if ((await currentContent(path)) !== content) replaceFile(path, content);
    },
  };
};

/** Null when there is no such file. */
async function currentContent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw storageError('read', path, error);
  }
}
