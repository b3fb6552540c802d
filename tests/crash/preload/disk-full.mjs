/**
 * Loaded before the program with `node --import`: from one moment on the disk is full. Files break off in the middle of a
 * write, folders and new files cannot be made, SQLite says SQLITE_FULL; what needs no space goes on working.
 * `DISK_FULL_FROM`: number of the first operation that finds the disk full, from 1. `DISK_FULL_TRACE`: file that takes a
 * line for every operation that needs space.
 */
import { existsSync, openSync, writeSync } from 'node:fs';
import { Database, interceptWrites } from './intercept-writes.mjs';

const from = Number(process.env.DISK_FULL_FROM ?? 0);
const trace = process.env.DISK_FULL_TRACE === undefined ? null : openSync(process.env.DISK_FULL_TRACE, 'w');
const write = writeSync;
let needs = 0;

/** Operations that need no block of the disk: they free some, change a name, or only take or drop a lock. */
const needsSpace = ({ kind, label, paths: [path] }) => {
  if (kind === 'sql') return !/^sql (BEGIN|ROLLBACK|PRAGMA|close)/.test(label) || label.includes('journal_mode = WAL');
  if (kind === 'mkdir' || kind === 'open') return !existsSync(path);
  return kind === 'write' || kind === 'sync';
};

interceptWrites((operation, run) => {
  if (!needsSpace(operation)) return run();
  needs += 1;
  if (trace !== null) write(trace, `${operation.label}\n`);
  if (from === 0 || needs < from) return run();
  operation.half?.();
  if (operation.kind === 'sql') throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
  throw Object.assign(new Error(`ENOSPC: no space left on device, ${operation.label}`), {
    code: 'ENOSPC',
    errno: -28,
    syscall: operation.kind,
  });
});
