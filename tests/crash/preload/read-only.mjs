/**
 * Loaded before the program with `node --import`: nothing can be changed inside one folder.
 * `READ_ONLY_FOLDER`: the folder. `READ_ONLY_ERROR`: `EROFS` for a read-only file system, `EACCES` for missing rights.
 */
import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { Database, interceptWrites } from './intercept-writes.mjs';

const folder = process.env.READ_ONLY_FOLDER;
const code = process.env.READ_ONLY_ERROR;
const errno = { EROFS: -30, EACCES: -13 }[code];

const isInside = (path) => `${resolve(path)}${sep}`.startsWith(`${folder}${sep}`);

/** Reading, locking nothing and letting go are allowed; so is making a folder that is there. */
const isHarmless = ({ kind, label, paths: [path] }) =>
  kind === 'sql'
    ? /^sql (ROLLBACK|close)/.test(label) || (label.includes('PRAGMA') && !label.includes('journal_mode = WAL'))
    : kind === 'mkdir' && existsSync(path);

interceptWrites((operation, run) => {
  if (!operation.paths.some(isInside) || isHarmless(operation)) return run();
  if (operation.kind === 'sql')
    throw new Database.SqliteError('attempt to write a readonly database', 'SQLITE_READONLY');
  throw Object.assign(new Error(`${code}: ${operation.label}`), { code, errno, syscall: operation.kind });
});
