import { AppError } from '../../core/domain/app-error.ts';
import { errnoOf, storageError } from '../storage-error.ts';

const REBUILD = 'run `npm rebuild better-sqlite3` with the Node version that runs statarb';

/** What is wrong and what to do about it, or null when the fault is not the machine's. */
function diagnosis(file: string, code: string, detail: string): { text: string; retryable: boolean } | null {
  const say = (text: string, retryable = false) => ({ text, retryable });
  if (/NODE_MODULE_VERSION|different Node\.js version|bindings file|invalid ELF|mach-o/i.test(detail)) {
    return say(`the database module is not built for Node ${process.version}: ${REBUILD}`);
  }
  if (code === 'ERR_DLOPEN_FAILED') return say(`the database module cannot be loaded: ${REBUILD}`);
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') {
    return say(`the database module is not installed for Node ${process.version}: run \`npm ci\` with this Node`);
  }
  if (code === 'SQLITE_FULL') {
    return say(`cannot write ${file}: the disk is full; free some space and run again`, true);
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return say(`cannot write ${file}: it or its folder is read-only; give this user write access, or set paths.state`);
  }
  if (code.startsWith('SQLITE_CANTOPEN')) {
    return say(`cannot open ${file}: check that its folder can be made and written, or set paths.state`);
  }
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return say(
      `${file} is damaged or no database (${detail}): nothing was changed; put a backup in its place, ` +
        'or move it away to start again flat after checking your open positions',
    );
  }
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED') {
    return say(
      `${file} is held by another program: close what has it open (a database browser, a backup) and run again`,
      true,
    );
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return say(`reading or writing ${file} failed (${code}): check the disk and its free space, then run again`, true);
  }
  return null;
}

/**
 * What to throw for something the database threw: an AppError `storage` when the machine failed, a RangeError when we
 * broke a rule of the schema, anything else as it came.
 */
export function sqliteError(file: string, error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = errnoOf(error);
  const detail = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
  if (code.startsWith('SQLITE_CONSTRAINT')) {
    return new RangeError(`recorded twice, or against the schema: ${detail}`, { cause: error });
  }
  const found = diagnosis(file, code, detail);
  // A failed system call, made before SQLite was asked, such as making the folder.
  if (found === null) return /^E[A-Z0-9]+$/.test(code) ? storageError('open', file, error) : error;
  return new AppError('storage', found.text, {
    retryable: found.retryable,
    facts: { file, reason: code },
    cause: error,
  });
}

/** Runs database work, translating what it throws. */
export function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw sqliteError(file, error);
  }
}
