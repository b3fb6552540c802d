import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { storageError } from './storage-error.ts';

/** As large as a page of the database: a disk that has no room for it has none for a commit. */
const PROBE = Buffer.alloc(4096);

/** Why nothing can be written in a folder, in one line, or null: tried with a hidden file that is removed again. */
export function writeFault(folder: string): string | null {
  const path = join(folder, `.probe.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, PROBE);
    return null;
  } catch (error) {
    return storageError('write in', folder, error).message;
  } finally {
    rmSync(path, { force: true });
  }
}
